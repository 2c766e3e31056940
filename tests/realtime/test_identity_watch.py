"""The watch between workers and rules: what it decides, keeps and forgets."""

from datetime import timedelta

import pytest

from server.exam.actors import Applicant
from server.identity.policy import DLIB_2026
from server.workflows.exam import face_checks, page_events
from tests.api.exam_pages import act
from tests.realtime.looked_at import ANOTHER, OWN, STRANGER, Seat, measured, seat

__all__ = ["seat"]  # a fixture


def test_a_stranger_is_paused_and_the_pictures_are_kept(seat: Seat):
    for _ in range(6):
        seat.look(OWN)
    swapped_at, pace = seat.hall.clock.now, 5.0
    while seat.status == "running" and seat.hall.clock.now - swapped_at < timedelta(seconds=60):
        pace = seat.look(STRANGER, pace) / 1000

    assert seat.status == "paused"
    assert seat.hall.clock.now - swapped_at <= timedelta(seconds=20)
    assert seat.incidents() == ["mismatch"]
    for _ in range(6):
        seat.look(STRANGER, 1)
    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    phases = [frame.phase for frame in seat.hall.works.read(lambda work: work.identity.frames(incident.id))]
    assert (phases.count("trigger"), phases.count("after")) == (1, 5)
    assert phases.count("before") == 5


def test_each_picture_of_an_incident_says_what_was_seen_in_it(seat: Seat):
    """The first after it comes while the workers are busy: nobody ever measured it, and it says so."""
    seat.look(OWN)
    seat.look(None)
    while seat.status == "running":
        seat.look(STRANGER, 1)
    seat.send(1)
    for _ in range(4):
        seat.look(STRANGER, 1)

    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    frames = seat.hall.works.read(lambda work: work.identity.frames(incident.id))
    assert incident.decided == "paused"
    assert [frame.kind for frame in frames[:2]] == ["same", "no_face"]
    assert {frame.kind for frame in frames[2:-5]} == {"different"}
    measured = [frame.measured for frame in frames]
    face = [0.312, 0.25, 0.333, 0.556]
    assert measured[:2] == [{"faces": [face], "hints": []}, {"faces": [], "hints": []}]
    assert measured[-5] is None
    assert measured[-4:] == [{"faces": [face], "hints": []}] * 4
    assert {round(frame.distance or 0, 1) for frame in frames[-4:]} == {0.9}


def test_one_strange_look_pauses_nobody_and_asks_for_a_burst(seat: Seat):
    seat.look(OWN)
    seat.look(STRANGER)
    assert [payload["every_ms"] for name, payload in seat.told if name == "burst"] == [1000]

    assert seat.look(OWN, 1) == 1000
    for _ in range(20):
        seat.look(OWN)

    assert (seat.status, seat.incidents()) == ("running", [])


def test_no_face_is_learnt_while_there_is_doubt(seat: Seat):
    """Whoever slips in between two looks at the right face teaches nothing, and neither do those."""
    for _ in range(3):
        seat.look(OWN)
    seen = seat.watch.sittings[seat.sitting]
    assert (seen.template.looks, seen.state.evidence) == (3, 0.0)

    seat.look(STRANGER)
    while (evidence := seen.state.evidence) > 0:
        seat.look(OWN, 1)
        assert (seen.template.looks, seen.state.evidence < evidence) == (3, True)

    seat.look(OWN)
    assert seen.template.looks == 4


def test_an_incident_tells_the_limit_as_it_was_for_this_sitter(seat: Seat):
    for _ in range(40):
        seat.look(OWN)
    while seat.status == "running":
        seat.look(STRANGER, 1)
    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    assert DLIB_2026.mismatch_limit - 0.06 < incident.limit < DLIB_2026.mismatch_limit, "nobody ever sat stiller"


def test_another_camera_brings_a_burst_at_once_whatever_the_page_does(seat: Seat):
    seat.look(OWN)
    assert seat.send() == 5_000
    told = [("focus_lost", seat.hall.clock.now), ("camera_changed", seat.hall.clock.now)]
    seat.hall.works.write(page_events.keep, told, by=Applicant(seat.sitting))

    assert [payload for name, payload in seat.told if name == "burst"] == [{"every_ms": 1000, "for_ms": 10_000}]
    assert seat.look(OWN, 1) == 1_000
    assert seat.engine.taken[-1][2], "ahead of the others' ordinary pictures"
    for _ in range(10):
        seat.look(OWN, 1)
    assert seat.send() == 5_000
    assert (seat.status, seat.incidents()) == ("running", ["camera_changed"])


def test_a_page_that_comes_anew_is_told_how_it_stands(seat: Seat):
    looks = [seat.look(OWN), seat.look(OWN)]
    here = seat.watch.presence.of(seat.sitting)
    here.connected_since = seat.hall.clock.now
    looks.append(seat.look(OWN))

    assert len(looks) == 3
    assert [payload["kind"] for name, payload in seat.told if name == "look"] == ["same", "same"]


def test_an_empty_chair_covers_the_questions_and_runs_the_clock(seat: Seat):
    seat.look(OWN)
    for _ in range(8):
        seat.look(None)

    assert (seat.status, seat.incidents()) == ("paused", ["no_face"])
    [incident] = seat.hall.works.read(lambda work: work.identity.incidents(seat.hall.slot))
    assert incident.limit is not None  # its pictures have distances too, and those are read against it
    assert incident.evidence_limit is None


def test_officer_mode_pauses_nobody(seat: Seat):
    reason = {"code": "facial_difference", "text": ""}
    act(seat.hall, "ketua", "identity_mode", [seat.sitting], mode="officer", every_minutes=15, reason=reason)
    seat.watch.sweep()
    for _ in range(20):
        seat.look(STRANGER)

    assert (seat.status, seat.incidents()) == ("running", [])


def let_on_by_sight(seat: Seat) -> None:
    reason = {"code": "same_person_seen", "text": ""}
    act(seat.hall, "ketua", "resume", [seat.sitting], check="by_sight", reason=reason)


def paused_and_let_on(seat: Seat, is_read_between: bool) -> None:
    while seat.status == "running":
        seat.look(STRANGER, 1)
    if is_read_between:
        seat.watch.sweep()
    let_on_by_sight(seat)


@pytest.mark.parametrize("is_read_between", [False, True])
def test_whom_a_proctor_let_on_by_sight_is_not_paused_again(seat: Seat, is_read_between: bool):
    paused_and_let_on(seat, is_read_between)
    for _ in range(20):
        seat.look(STRANGER)

    assert (seat.status, len(seat.incidents())) == ("running", 1)


@pytest.mark.parametrize("is_read_between", [False, True])
def test_after_somebody_was_let_on_by_sight_a_stranger_is_paused_again(seat: Seat, is_read_between: bool):
    """The pause and the word to go on may both fall between two looks: what was told before is over all the same."""
    paused_and_let_on(seat, is_read_between)
    for _ in range(12):
        seat.look(ANOTHER)

    assert (seat.status, seat.incidents()) == ("paused", ["mismatch", "mismatch"])


def test_two_workers_verdicts_never_mix_their_faces(seat: Seat):
    """While one verdict waits for the database another is weighed: what is kept with the incident is the trigger's own face."""
    for _ in range(3):
        seat.look(OWN)
    real, second = seat.hall.works.write, []

    def write(asked, *given, **named):
        if asked is face_checks.raise_decided and not second:
            second.append(seat.send(1))
            key, number, _ = seat.engine.taken[-1]
            seat.watch.on_verdict(key, number, measured(OWN, "meanwhile"))
        return real(asked, *given, **named)

    seat.hall.works.write = write
    while seat.status == "running":
        seat.look(STRANGER, 1)

    def face_of_trigger(work):
        frame = work.identity.vouched_frame(seat.sitting, ("mismatch",))
        return work.identity.embedding(frame)[0]

    assert second
    assert seat.hall.works.read(face_of_trigger) == pytest.approx(STRANGER[0])


def test_a_minute_of_looks_is_one_row_without_picture_or_vector(seat: Seat):
    for _ in range(40):
        seat.look(OWN)

    rows = [row for row in seat.hall.works.read(lambda work: work.identity.checks(seat.sitting)) if row.gate == "exam"]
    assert len(rows) == 3
    assert all(row.picture_id is None and set(row.measured) == {"looks"} for row in rows)


def test_no_face_embedding_stays_in_memory_with_a_picture(seat: Seat):
    for embedding in (OWN, STRANGER, None):
        seat.look(embedding)

    assert [frame.embedding for frame in seat.watch.presence.of(seat.sitting).frames] == [None] * 3
