"""Whoever wants to be unseen for most of the exam, and is seen just in time; and whom an answered silence must not hold."""

from uuid import UUID

import pytest

from server.exam.actors import FACE_CHECKS, Applicant
from server.identity.choices import Gate, Verdict
from server.identity.incidents import Decision, IncidentKind
from server.realtime.watch_log import WatchLog
from server.storage.tables import IncidentRow
from server.workflows.exam import face_checks, page_events
from server.workflows.seat.face_check import GateFrame, GateResult, pass_gate
from server.workflows.steps import incidents
from tests.api.exam_pages import act, log_in
from tests.attacks.unseen_seats import JPEG, Guarded, Seat
from tests.builders import Hall
from tests.realtime.looked_at import OWN, STRANGER, fails_once, measured

NUMBER = "24-0001"


@pytest.fixture
def seat(hall: Hall) -> Seat:
    seat = Seat(Guarded(hall), NUMBER)
    seat.connect()
    seat.guarded.wait(30, seat.every(5, seat.show))
    return seat


def test_one_picture_every_forty_seconds_calls_a_proctor(seat: Seat):
    seat.guarded.wait(80, seat.every(40, seat.show))
    assert (seat.status, seat.incidents()) == ("running", [])
    seat.guarded.wait(40)
    assert (seat.status, seat.incidents(), decided(seat)) == ("running", ["unseen"], ["told"])


def test_a_log_in_of_ones_own_in_between_wipes_nothing_out(seat: Seat):
    for _ in range(2):
        seat.guarded.wait(40)
        log_in(seat.guarded.hall, NUMBER, seat.page)
        seat.guarded.wait(2)
        pass_the_gate(seat)
        seat.disconnect()
        seat.connect()
        seat.show()
        seat.guarded.wait(1)
    seat.guarded.wait(27)
    assert "unseen" in seat.incidents()


def test_outages_just_under_the_limit_again_and_again_end_at_a_check(seat: Seat):
    """An outage of three minutes less a little again and again ends at a face check."""
    for _ in range(2):
        go_offline(seat, 170)
    assert (seat.status, seat.incidents()) == ("running", [])
    go_offline(seat, 60)
    told = seat.page.get("/api/exam/state").get_json()
    assert (told["status"], told["needs_face_check"], seat.incidents()) == ("paused", True, ["unseen"])


def test_while_our_workers_are_down_no_silence_is_remembered(seat: Seat):
    for _ in range(5):
        seat.guarded.engine.refuses = True
        seat.guarded.wait(40)
        seat.guarded.engine.refuses = False
        seat.guarded.wait(10)
        seat.show()
        seat.guarded.wait(1)
    assert (seat.status, seat.incidents()) == ("running", [])


def test_who_passed_the_face_check_is_not_held_after_a_suspension(seat: Seat):
    """The incident stays on the proctor's list; it stops nobody a second time. What only called somebody is not answered."""
    told = [("camera_changed", seat.guarded.hall.clock.now)]
    seat.guarded.hall.works.write(page_events.keep, told, by=Applicant(seat.sitting))
    go_offline(seat, 200)
    pass_the_gate(seat)
    kinds = dict(zip(seat.incidents(), decided(seat), strict=True))
    assert (seat.status, kinds) == ("running", {"camera_changed": "told", "unseen": "checked"})

    suspend_and_resume(seat)

    assert seat.page.get("/api/exam/state").get_json()["needs_face_check"], "the page takes a face check and goes on by itself"
    pass_the_gate(seat)
    assert seat.status == "running"


def test_whom_a_silence_stopped_still_waits_after_a_suspension(seat: Seat):
    seat.guarded.wait(50)
    assert (seat.status, decided(seat)) == ("paused", ["paused"])
    suspend_and_resume(seat)
    assert not seat.page.get("/api/exam/state").get_json()["needs_face_check"]


@pytest.mark.parametrize("pauses", [True, False])
def test_whom_nobody_stopped_is_not_held_after_a_suspension(hall: Hall, pauses: bool):
    """A call for too many silences, and a site that wants an alert only."""
    seat = Seat(Guarded(hall, pauses=pauses), NUMBER)
    seat.connect()
    seat.guarded.wait(130 if pauses else 60, seat.every(40, seat.show) if pauses else lambda second: None)
    assert (seat.status, seat.incidents()) == ("running", ["unseen"])
    suspend_and_resume(seat)
    assert seat.page.get("/api/exam/state").get_json()["needs_face_check"]


def test_a_silence_after_an_answered_one_is_an_incident_of_its_own(seat: Seat):
    go_offline(seat, 200)
    pass_the_gate(seat)
    seat.guarded.wait(50)
    assert (seat.status, seat.incidents(), sorted(decided(seat))) == ("paused", ["unseen", "unseen"], ["checked", "paused"])


def test_a_call_that_becomes_a_pause_tells_both_reasons(seat: Seat):
    seat.guarded.wait(80, seat.every(40, seat.show))
    seat.guarded.wait(50)
    [row] = rows(seat)
    assert ([one["key"] for one in row.why], row.decided) == (["why_unseen_often", "why_unseen_online"], "paused")


# Evidence that was lost stays an alert until somebody has dealt with it.


def test_a_later_incident_that_was_kept_mends_no_lost_evidence(seat: Seat):
    lose_the_trace(seat)
    assert "evidence_lost" in seat.tile["alerts"]
    watch, sign = seat.guarded.identity, Decision(IncidentKind.CAMERA_CHANGED, seat.guarded.hall.clock.now, ())
    record = WatchLog(seat.guarded.hall.works, watch.presence, watch.policy)
    assert record.incident(seat.sitting, watch.sittings[seat.sitting], None, sign), "kept in full"
    assert "evidence_lost" in seat.tile["alerts"]
    fresh_check_by_oneself(seat)
    assert "evidence_lost" in seat.tile["alerts"], "nor does a face check"


def test_whoever_closes_the_incident_has_dealt_with_it(seat: Seat):
    lose_the_trace(seat)
    [mismatch] = [row.id for row in rows(seat) if row.kind == "mismatch"]
    close(seat, mismatch)
    assert "evidence_lost" not in seat.tile["alerts"]


def test_what_a_closed_incident_loses_is_no_alert_nobody_can_end(seat: Seat):
    """Pictures that follow it are still kept; of a closed one nobody could take the alert away."""
    lose_the_trace(seat)
    [mismatch] = [row.id for row in rows(seat) if row.kind == "mismatch"]
    close(seat, mismatch)
    failed = fails_once(seat.guarded.hall, incidents.add_frames)
    seat.show()
    assert failed
    assert "evidence_lost" not in seat.tile["alerts"]


def test_closing_another_incident_deals_with_nothing(seat: Seat):
    lose_the_trace(seat)
    seat.guarded.hall.works.write(
        incidents.raise_incident, seat.sitting, incidents.Raised("camera_changed", 1, (), None, None), by=FACE_CHECKS
    )
    [other] = [row.id for row in rows(seat) if row.kind == "camera_changed"]
    close(seat, other)
    assert "evidence_lost" in seat.tile["alerts"]


def test_whoever_lets_the_sitting_go_on_has_dealt_with_it(seat: Seat):
    lose_the_trace(seat)
    told = act(seat.guarded.hall, "ketua", "resume", [seat.sitting], check="by_sight")
    assert told["refused"] == []
    assert "evidence_lost" not in seat.tile["alerts"]


def test_what_was_never_written_stays_until_somebody_looks(seat: Seat):
    """A mismatch was decided and not written, and is not decided again: the stranger has left."""
    failed = fails_once(seat.guarded.hall, face_checks.raise_decided)
    while not failed:
        seat.guarded.wait(1, lambda second: seat.show(measured(STRANGER, f"stranger {seat.sequence}")))
    fails_once(seat.guarded.hall, face_checks.raise_unseen)
    seat.guarded.wait(60)
    assert seat.incidents() == ["unseen"]
    assert "evidence_lost" in seat.tile["alerts"]
    act(seat.guarded.hall, "ketua", "resume", [seat.sitting], check="by_sight")
    assert "evidence_lost" not in seat.tile["alerts"]


def go_offline(seat: Seat, seconds: int) -> None:
    seat.disconnect()
    seat.guarded.wait(seconds)
    seat.connect()
    seat.show()
    seat.guarded.wait(2)


def pass_the_gate(seat: Seat) -> None:
    found = GateResult(Verdict.MATCH, {"limit": 0.5}, [GateFrame(JPEG, 0.1)], OWN)
    seat.guarded.hall.works.write(pass_gate, Gate.RESUME, found, by=Applicant(seat.sitting))


def fresh_check_by_oneself(seat: Seat) -> None:
    log_in(seat.guarded.hall, NUMBER, seat.page)
    if seat.page.get("/api/exam/state").get_json()["needs_face_check"]:
        pass_the_gate(seat)
    seat.guarded.wait(2)


def suspend_and_resume(seat: Seat) -> None:
    for name in ("suspend", "resume"):
        asked = {"act": name, "reason": {"code": "power" if name == "suspend" else "problem_solved", "text": ""}}
        answer = seat.guarded.chief.post(f"/api/monitor/slots/{seat.guarded.hall.slot}/acts", asked)
        assert answer.status_code == 204, answer.get_json()


def lose_the_trace(seat: Seat) -> None:
    failed = fails_once(seat.guarded.hall, incidents.keep_trace)
    while not failed:
        seat.guarded.wait(1, lambda second: seat.show(measured(STRANGER, f"stranger {seat.sequence}")))
    assert seat.status == "paused"


def close(seat: Seat, incident: UUID) -> None:
    answer = seat.guarded.chief.post(f"/api/monitor/incidents/{incident}/close", {"note": "sudah dilihat"})
    assert answer.status_code == 204, answer.get_json()


def rows(seat: Seat) -> list[IncidentRow]:
    found = seat.guarded.hall.works.read(lambda work: work.identity.incidents(seat.guarded.hall.slot))
    return [row for row in found if row.sitting_id == seat.sitting]


def decided(seat: Seat) -> list[str | None]:
    return [row.decided for row in rows(seat)]
