"""The watch when somebody acts, or the database fails, while it reads or writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.identity.incidents import IncidentKind
from server.workflows.exam import face_checks
from server.workflows.steps import incidents
from tests.api.exam_pages import act, at_work
from tests.builders import a_hall
from tests.realtime.looked_at import MANY, OWN, STRANGER, Engine, Seat, fails_once, known, seat, watch_over

__all__ = ["seat"]  # a fixture


def test_what_is_heard_while_a_sitting_is_read_is_read_too(seat: Seat):
    seat.look(OWN)
    act(seat.hall, "ketua", "pause", [seat.sitting], reason={"code": "conduct", "text": ""})
    _while_it_is_read(seat, lambda: _resume(seat))
    seat.look(OWN)

    assert (seat.status, seat.watch.sittings[seat.sitting].is_watched) == ("running", True)


def test_what_is_heard_during_the_first_reading_of_a_sitting_counts(seat: Seat):
    """What is heard of a sitting while it is read for the first time counts."""
    act(seat.hall, "ketua", "pause", [seat.sitting], reason={"code": "conduct", "text": ""})
    _while_it_is_read(seat, lambda: _resume(seat))
    seat.look(OWN)

    assert (seat.status, seat.watch.sittings[seat.sitting].is_watched) == ("running", True)


def test_a_sitting_that_could_not_be_read_anew_is_read_at_the_next_look(seat: Seat, monkeypatch: pytest.MonkeyPatch):
    seat.look(OWN)
    act(seat.hall, "ketua", "pause", [seat.sitting], reason={"code": "conduct", "text": ""})
    monkeypatch.setattr(seat.hall.works, "read", None)
    with pytest.raises(TypeError):
        seat.look(OWN)
    monkeypatch.undo()
    seat.look(OWN)

    assert not seat.watch.sittings[seat.sitting].is_watched


def test_a_sign_that_could_not_be_written_is_told_with_the_next_picture(seat: Seat):
    failed = fails_once(seat.hall, face_checks.raise_decided)
    seat.page_clock = seat.hall.clock.now  # it stands
    while not failed:
        seat.look(OWN)
    assert seat.incidents() == []

    seat.look(OWN)

    assert seat.incidents() == ["picture_times"]


def test_after_an_incident_that_could_not_be_kept_pictures_are_measured(seat: Seat):
    """A picture after an incident that could not be kept is measured all the same."""
    while not seat.incidents():
        seat.look(STRANGER)
    failed = fails_once(seat.hall, incidents.add_frames)
    sent = len(seat.engine.taken)
    seat.look(OWN)

    assert failed
    assert len(seat.engine.taken) == sent + 1
    assert seat.watch.presence.of(seat.sitting).evidence_lost, "and a human is told"


def test_a_picture_that_comes_early_pushes_no_evidence_out(seat: Seat):
    """Somebody's next picture is written between the incident and the pictures that raised it."""
    seat.look(OWN)
    real, between = seat.hall.works.write, []

    def write(asked, *given, **named):
        if asked is incidents.keep_frames and not between:
            between.append(seat.send(1))
        return real(asked, *given, **named)

    seat.hall.works.write = write
    while seat.status == "running":
        seat.look(STRANGER, 1)

    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    phases = [frame.phase for frame in seat.hall.works.read(lambda work: work.identity.frames(incident.id))]
    assert between
    assert (phases.count("trigger"), phases.count("after")) == (1, 1)
    assert "before" in phases


def test_lights_out_that_could_not_be_written_is_tried_again(tmp_path: Path):
    """Lights out that could not be written is tried again and pauses nobody meanwhile."""
    hall = a_hall(tmp_path, people=MANY)
    watch = watch_over(hall, engine := Engine(), [])
    seats = [Seat(hall, watch, engine, hall.sittings[person.number], []) for person in MANY]
    for person in MANY:
        known(hall, person.number)
        at_work(hall, person.number)
    failed = fails_once(hall, incidents.raise_room_incident)
    for embedding in (*[OWN] * 3, *[None] * 20):
        for each in seats:
            each.look(embedding, 0.5)

    assert failed
    assert {each.status for each in seats} == {"running"}
    raised = hall.works.read(lambda work: work.identity.incidents(hall.slot))
    assert {one.kind for one in raised} == {IncidentKind.LIGHTS_OUT}
    assert {one.room_id for one in raised} == set(hall.rooms.values())
    hall.close()


def _while_it_is_read(seat: Seat, happens: Callable[[], None]) -> None:
    """Between the next read of the sitting and its answer, as green threads take turns there."""
    real, once = seat.hall.works.read, [happens]

    def read(query, *given, **named):
        told = real(query, *given, **named)
        if query is face_checks.watched and once:
            once.pop()()
        return told

    seat.hall.works.read = read


def _resume(seat: Seat) -> None:
    act(seat.hall, "ketua", "resume", [seat.sitting], check="by_sight", reason={"code": "problem_solved", "text": ""})
