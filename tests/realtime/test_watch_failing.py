"""The watch when our workers, our database or the light fail, and after a restart."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.identity.incidents import IncidentKind
from server.identity.policy import DLIB_2026
from server.verification.jobs import Refusal
from server.workflows.exam import face_checks
from server.workflows.steps import incidents
from tests.api.exam_pages import at_work
from tests.builders import a_hall
from tests.realtime.looked_at import MANY, OWN, STRANGER, Engine, Seat, fails_once, known, seat, watch_over

__all__ = ["seat"]  # a fixture


def test_a_pause_that_could_not_be_written_is_tried_again_at_the_next_look(seat: Seat):
    seat.look(OWN)
    while seat.watch.sittings[seat.sitting].state.evidence < DLIB_2026.evidence_limit / 2:
        seat.look(STRANGER, 1)
    failed = fails_once(seat.hall, face_checks.raise_decided)
    while not failed:
        seat.look(STRANGER, 1)
    assert (seat.status, seat.incidents()) == ("running", [])
    assert seat.watch.presence.of(seat.sitting).evidence_lost, "a human sees what could not be written"

    seat.look(STRANGER, 1)

    assert (seat.status, seat.incidents()) == ("paused", ["mismatch"])
    assert not seat.watch.presence.of(seat.sitting).evidence_lost


@pytest.mark.parametrize("workflow", [face_checks.keep_minute, incidents.keep_trace, incidents.keep_frames, incidents.add_frames])
def test_evidence_that_cannot_be_kept_undoes_no_pause(seat: Seat, workflow: Callable[..., Any]):
    seat.look(OWN)
    fails_once(seat.hall, workflow)
    if workflow is incidents.add_frames:
        fails_once(seat.hall, incidents.keep_frames)
    for _ in range(4):
        seat.look(STRANGER, 1)

    assert (seat.status, seat.incidents()) == ("paused", ["mismatch"])
    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    frames = seat.hall.works.read(lambda work: work.identity.frames(incident.id))
    lost = workflow in (incidents.keep_trace, incidents.add_frames)
    assert seat.watch.presence.of(seat.sitting).evidence_lost == lost
    assert [frame.phase for frame in frames if frame.phase != "after"].count("trigger") == 1
    assert bool(incident.trace) == (workflow is not incidents.keep_trace)
    seat.look(OWN, 5)
    kept = seat.hall.works.read(lambda work: work.identity.checks(seat.sitting))
    assert workflow is face_checks.keep_minute or kept, "the looks before it too"


def test_when_our_workers_are_down_nobody_is_paused_and_the_time_is_shown(seat: Seat):
    seat.look(OWN)
    seat.engine.refuses = True
    for _ in range(10):
        assert seat.send() == 10_000  # and the page is asked to slow down
        seat.watch.sweep()
    assert seat.watch.presence.of(seat.sitting).unverified_since is not None
    seat.engine.refuses = False
    seat.look(OWN)

    assert (seat.status, seat.incidents()) == ("running", [])
    [entry] = seat.hall.works.read(lambda work: work.ledger.entries(seat.sitting))
    assert (entry.cause, entry.lost, entry.credited) == ("unverified", timedelta(seconds=55), timedelta())
    assert seat.watch.presence.of(seat.sitting).unverified_since is None
    assert [payload["kind"] for name, payload in seat.told if name == "look"] == ["same", "unverified", "same"]


def test_a_worker_that_fails_says_nothing_about_the_person(seat: Seat):
    for _ in range(20):
        seat.send()
        key, number, _ = seat.engine.taken[-1]
        seat.watch.on_verdict(key, number, Refusal("face_check_unavailable", {}, is_our_failure=True))

    assert (seat.status, seat.incidents()) == ("running", [])


def test_a_picture_that_cannot_be_read_shows_what_a_covered_lens_shows(seat: Seat):
    """One of them accuses nobody; the pictures that could be read are kept with the incident."""
    seat.look(OWN)
    for picture in (None, OWN, None, OWN):
        seat.look(OWN) if picture else refuse(seat)
    assert (seat.status, seat.incidents()) == ("running", [])

    began = seat.hall.clock.now
    while seat.status == "running" and seat.hall.clock.now - began < timedelta(seconds=60):
        refuse(seat)
        seat.watch.sweep()

    assert (seat.status, seat.incidents()) == ("paused", ["camera_covered"])
    assert seat.hall.clock.now - began <= timedelta(seconds=20)
    assert seat.watch.presence.of(seat.sitting).unverified_since is None, "not our failure"


def refuse(seat: Seat) -> None:
    seat.send()
    key, number, _ = seat.engine.taken[-1]
    seat.watch.on_verdict(key, number, Refusal("picture_truncated", {}))


def test_after_a_restart_the_evidence_goes_on_where_it_was(seat: Seat):
    for _ in range(3):
        seat.look(OWN)
    for _ in range(2):
        seat.look(STRANGER, 1)
    weighed = seat.watch.sittings[seat.sitting].state.evidence
    assert seat.status == "running"

    seat.watch = watch_over(seat.hall, seat.engine, [])
    seat.look(STRANGER, 1)

    assert seat.watch.sittings[seat.sitting].state.evidence > weighed / 2 > 0


def test_lights_out_raises_one_incident_for_the_room_and_pauses_nobody(tmp_path: Path):
    hall = a_hall(tmp_path, people=MANY)
    engine = Engine()
    watch = watch_over(hall, engine, [])
    seats = []
    for person in MANY:
        known(hall, person.number)
        at_work(hall, person.number)
        seats.append(Seat(hall, watch, engine, hall.sittings[person.number], []))
    for _ in range(3):
        for each in seats:
            each.look(OWN, 0.5)
    for _ in range(20):
        for each in seats:
            each.look(None, 0.5)
    for _ in range(4):
        for each in seats:
            each.look(OWN, 0.5)

    assert {each.status for each in seats} == {"running"}
    raised = hall.works.read(lambda work: work.identity.incidents(hall.slot))
    assert {one.kind for one in raised} == {IncidentKind.LIGHTS_OUT.value}
    assert all(one.sitting_id is None for one in raised)
    hall.close()
