"""The camera at the desk: real photos, real workers, and what is kept of them."""

import re
from datetime import timedelta

import pytest

from server.exam.rights import Role, ScopeKind
from server.storage.tables import FaceCheckRow, PhotoRow
from server.workflows.steps.pins import pin_hash
from tests.api.desk_scenes import (
    BIDEN,
    BY_TWO_AT_DESK,
    NO_PHOTO,
    OBAMA,
    OTHER_FACE,
    REGISTERED_FACE,
    black,
    check,
    has_pin,
    log_of,
    of,
    refused,
    status_of,
)
from tests.builders import START, Hall, add_slot, add_staff
from tests.reference_photos import photo
from tests.second_pictures import clip, moments


def photos_of(hall, number, kind):
    def query(work):
        rows = work.session.query(PhotoRow).filter_by(sitting_id=hall.sittings[number], kind=kind).all()
        return [(row, work.identity.jpeg(row), work.identity.embedding(row)) for row in rows]

    return hall.works.read(query)


def test_the_registered_face_gets_a_pin_at_once(hall_with_faces: Hall):
    hall = hall_with_faces
    told = check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)

    assert (told["verdict"], told["tries"]) == ("match", 1)
    assert re.fullmatch(r"[0-9]{6}", told["pin"])
    assert status_of(hall, OBAMA) == "checked_in"
    sitting_id = hall.sittings[OBAMA]
    kept = hall.works.read(lambda work: (work.sittings.get_one(sitting_id).pin_hash, pin_hash(work, sitting_id, told["pin"])))
    assert kept[0] == kept[1]
    assert log_of(hall, OBAMA) == ["checked face at desk", "issued PIN"]


def test_picture_and_embedding_are_kept_sealed_for_the_exam(hall_with_faces: Hall):
    hall = hall_with_faces
    check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)

    ((row, jpeg, embedding),) = photos_of(hall, OBAMA, "desk")
    assert jpeg in (REGISTERED_FACE[0], REGISTERED_FACE[2])  # the other one looks aside
    assert len(embedding) == 128
    assert jpeg not in row.jpeg_sealed
    kept = hall.works.read(lambda work: work.identity.checks(hall.sittings[OBAMA]))
    assert [(one.gate, one.verdict, one.picture_id) for one in kept] == [("desk", "match", row.id)]
    assert 0 < kept[0].measured["distance"] < kept[0].measured["limit"]


def test_another_face_gets_no_pin(hall_with_faces: Hall):
    hall = hall_with_faces
    told = check(hall.officer("meja1"), hall, OBAMA, OTHER_FACE)

    assert told["verdict"] == "no_match"
    assert "pin" not in told
    assert (status_of(hall, OBAMA), has_pin(hall, OBAMA)) == ("expected", False)
    assert photos_of(hall, OBAMA, "desk") == []
    assert len(photos_of(hall, OBAMA, "refused")) == 1  # for the second officer, and for whoever asks later


def test_the_refused_one_may_try_again(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    check(desk, hall, OBAMA, OTHER_FACE)
    told = check(desk, hall, OBAMA, REGISTERED_FACE)

    assert (told["verdict"], told["tries"]) == ("match", 2)


@pytest.mark.parametrize(
    ("frames", "hint"),
    [
        ([black()] * 3, "too_dark"),
        (moments("obama3.jpg", day=0), "turn_to_camera"),
        ([photo("obama2.jpg"), *OTHER_FACE[:2]], "one_person_only"),
    ],
)
def test_poor_pictures_accuse_nobody(hall_with_faces: Hall, frames, hint):
    hall = hall_with_faces
    told = check(hall.officer("meja1"), hall, OBAMA, frames)

    assert (told["verdict"], told["hints"][0]) == ("retake", hint)
    assert hall.works.read(lambda work: work.session.query(FaceCheckRow).count()) == 0


def test_who_has_no_photo_is_not_matched_with_anything(hall_with_faces: Hall):
    hall = hall_with_faces
    told = check(hall.officer("meja1"), hall, NO_PHOTO, clip()[:24:8])

    assert told["verdict"] == "no_reference"
    assert "pin" not in told
    assert status_of(hall, NO_PHOTO) == "expected"


def test_an_unusable_photo_is_no_photo(hall_with_faces: Hall):
    hall = hall_with_faces

    def spoil(work):
        row = work.people.reference(work.sittings.whole(hall.sittings[OBAMA]).registration.id)
        row.faults = "too_dark"

    hall.works.write(spoil)
    desk = hall.officer("meja1")

    assert desk.get(of(hall, OBAMA)).get_json()["reference_usable"] is False
    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "no_reference"


def test_live_hints_keep_nothing(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")

    good = desk.post_jpeg(f"{of(hall, OBAMA)}/look", photo("obama2.jpg")).get_json()
    dark = desk.post_jpeg(f"{of(hall, OBAMA)}/look", black()).get_json()

    assert good == {"hints": [], "usable": True, "faces": 1}
    assert dark == {"hints": ["too_dark"], "usable": False, "faces": 0}
    assert hall.works.read(lambda work: work.session.query(FaceCheckRow).count()) == 0


def test_live_hints_are_at_most_two_a_second(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    for _ in range(4):
        assert desk.post_jpeg(f"{of(hall, OBAMA)}/look", black(64, 64)).status_code == 200

    refused(desk.post_jpeg(f"{of(hall, OBAMA)}/look", black(64, 64)), 429, "too_many_tries")
    hall.clock.go(seconds=2)
    assert desk.post_jpeg(f"{of(hall, OBAMA)}/look", black(64, 64)).status_code == 200


@pytest.mark.parametrize(
    ("picture", "status", "code"),
    [
        (b"GIF89a", 400, "unreadable"),
        (b"\xff\xd8\xff no picture at all", 422, None),
        (photo("biden.jpg")[:5000], 422, "picture_truncated"),
        (black(5472, 3648)[:20_000], 422, "picture_too_large"),  # refused by its header, before anything is decoded
    ],
)
def test_what_is_no_sound_picture_is_refused_and_hurts_nobody(hall_with_faces: Hall, picture, status, code):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    for answer in (
        desk.post_jpeg(f"{of(hall, OBAMA)}/look", picture),
        desk.post_frames(f"{of(hall, OBAMA)}/check", [picture] * 2),
    ):
        assert answer.status_code == status
        assert code in (None, answer.get_json()["error"]["code"])
    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"


@pytest.mark.parametrize("count", [0, 1, 6])
def test_a_check_takes_two_to_five_pictures(hall: Hall, count: int):
    answer = hall.officer("meja1").post_frames(f"{of(hall, NO_PHOTO)}/check", [photo("biden.jpg", 240)] * count)

    refused(answer, 400, "unreadable")


def test_our_own_failure_is_said_to_be_ours(hall: Hall):
    """No worker measures in this hall."""
    hall.parts.faces.stop()
    answer = hall.officer("meja1").post_frames(f"{of(hall, NO_PHOTO)}/check", OTHER_FACE)

    refused(answer, 503, "faces_unavailable")
    assert (status_of(hall, NO_PHOTO), log_of(hall, NO_PHOTO)) == ("expected", [])


def test_five_minutes_before_the_start_the_desk_closes(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    hall.clock.now = START - timedelta(minutes=5, seconds=-1)

    refused(desk.post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 409, "pin_issue_closed")
    refused(desk.post_jpeg(f"{of(hall, OBAMA)}/look", REGISTERED_FACE[0]), 409, "pin_issue_closed")
    assert not has_pin(hall, OBAMA)
    hall.clock.now = START - timedelta(minutes=5)
    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"


def test_who_has_come_in_is_not_checked_in_twice(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    check(desk, hall, OBAMA, REGISTERED_FACE)

    refused(desk.post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 409, "move_not_allowed")


def test_without_the_right_there_nobody_is_photographed(hall_with_faces: Hall):
    hall = hall_with_faces
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=START + timedelta(hours=3), number=2)
    add_staff(hall, "meja-sesi2", Role.DESK_OFFICER, ScopeKind.SLOT, later)
    for account in ("pengawas", "meja-sesi2"):
        page = hall.officer(account)
        refused(page.post_frames(f"{of(hall, BIDEN)}/check", OTHER_FACE), 403, "not_allowed")
        refused(page.post_jpeg(f"{of(hall, BIDEN)}/look", OTHER_FACE[0]), 403, "not_allowed")
        refused(page.post(f"{of(hall, BIDEN)}/pin"), 403, "not_allowed")
        refused(page.post(f"{of(hall, BIDEN)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}), 403, "not_allowed")
    assert log_of(hall, BIDEN) == ["refused"] * 8


def test_a_forged_request_issues_nothing(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    desk.csrf = "none"

    refused(desk.post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 403, "forged_request")
    assert not has_pin(hall, OBAMA)
