"""The checks of one attempt at the desk, by real workers: each judged with those before it, in the exam's own cohort."""

from datetime import timedelta
from math import dist
from statistics import fmean

import pytest

from server.identity.gate.cohort import Cohort, for_cohort
from server.identity.policy import DLIB_2026
from server.storage.tables import PhotoRow
from server.workflows.access import officer
from server.workflows.desk.face_check import TRIES_WITHIN, to_compare
from tests.api.desk_scenes import BIDEN, OBAMA, OTHER_AT_SEAT, OTHER_FACE, REGISTERED_FACE, check
from tests.builders import Hall


def embeddings(hall: Hall, number: str, kind: str) -> list[tuple[float, ...]]:
    def query(work):
        registration = work.sittings.get_one(hall.sittings[number]).registration_id
        rows = work.session.query(PhotoRow).filter_by(registration_id=registration, kind=kind).order_by(PhotoRow.taken_at).all()
        return [work.identity.embedding(row) for row in rows]

    return hall.works.read(query)


def compared_next(hall: Hall):
    return hall.works.read(lambda work: to_compare(work, hall.sittings[OBAMA], by=officer(work, hall.staff["meja1"])))


def test_a_check_is_judged_with_those_that_missed_before_it(hall_with_faces: Hall):
    hall = hall_with_faces
    for frames in (OTHER_FACE, OTHER_AT_SEAT):
        hall.clock.go(seconds=20)
        assert check(hall.officer("meja1"), hall, OBAMA, frames)["verdict"] == "no_match"

    first, second = embeddings(hall, OBAMA, "refused")
    (registered,) = embeddings(hall, OBAMA, "reference")
    middle = [fmean(numbers) for numbers in zip(first, second, strict=True)]
    kept = hall.works.read(lambda work: work.identity.checks(hall.sittings[OBAMA]))
    assert dist(first, second) > 0.02, "the same frames again would prove nothing"
    assert kept[0].measured["distance"] == pytest.approx(dist(first, registered), abs=1e-3)
    assert kept[1].measured["distance"] == pytest.approx(dist(middle, registered), abs=1e-3)
    missed = compared_next(hall).missed
    assert [one.scatter for one in missed] == [one.measured["scatter"] for one in kept]
    assert [one.embedding for one in missed] == [first, second]


def test_an_attempt_of_before_is_not_held_against_this_one(hall_with_faces: Hall):
    hall = hall_with_faces
    check(hall.officer("meja1"), hall, OBAMA, OTHER_FACE)
    hall.clock.go(seconds=TRIES_WITHIN.total_seconds())
    assert len(compared_next(hall).missed) == 1
    hall.clock.now += timedelta(seconds=1)
    assert compared_next(hall).missed == ()


def test_the_desk_s_limit_follows_the_photos_of_everybody_else(hall_with_faces: Hall):
    """And not the pictures of whoever was at the desk before."""
    hall = hall_with_faces
    check(hall.officer("meja1"), hall, BIDEN, OTHER_FACE)
    check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)

    (registered,) = embeddings(hall, OBAMA, "reference")
    others = [one for number in hall.sittings if number != OBAMA for one in embeddings(hall, number, "reference") if one]
    (kept,) = hall.works.read(lambda work: work.identity.checks(hall.sittings[OBAMA]))
    limit = for_cohort(DLIB_2026, Cohort(len(others), fmean(dist(registered, one) for one in others))).match_limit
    assert abs(limit - DLIB_2026.match_limit) > 0.002
    assert kept.measured["limit"] ** 2 + kept.measured["scatter"] / 2 == pytest.approx(limit**2, abs=2e-4)
