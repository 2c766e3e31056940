"""An applicant who would like the clock to stand: to think, to look something up, to wait for help."""

from datetime import timedelta

import pytest

from server.exam.actors import FACE_CHECKS, Applicant
from server.identity.choices import Gate, Verdict
from server.realtime.timekeeper import turn
from server.workflows.seat import face_check
from server.workflows.seat.face_check import GateResult
from server.workflows.steps import gate as steps_gate
from server.workflows.steps import incidents
from tests.api.exam_pages import act, at_work, log_in, pass_time, state_of
from tests.builders import Hall, Page

AYU = "24-0001"
WHOLE = 100 * 60


def left_s(page: Page) -> float:
    left: float = state_of(page)["time"]["left_ms"] / 1000
    return left


def gate(hall: Hall, verdict: Verdict) -> None:
    hall.works.write(face_check.pass_gate, Gate.RESUME, GateResult(verdict, {}, [], ()), by=Applicant(hall.sittings[AYU]))


def come_back(hall: Hall) -> None:
    """The camera knows the face again. (No picture is kept: these applicants have none.)"""
    hall.works.write(lambda work: steps_gate.let_in(work, work.sittings.get_one(hall.sittings[AYU]), by=FACE_CHECKS))


def log_in_again(hall: Hall, page: Page, seconds: float) -> None:
    log_in(hall, AYU, page)
    hall.clock.go(seconds=seconds)
    come_back(hall)


def open_kinds(hall: Hall) -> list[str]:
    return [row.kind for row in hall.works.read(lambda work: work.identity.incidents(hall.slot)) if row.closed_at is None]


def resume(hall: Hall, check: str = "by_sight") -> None:
    told = act(hall, "ketua", "resume", [hall.sittings[AYU]], check=check, reason={"code": "problem_solved", "text": ""})
    assert told["refused"] == [], told


def test_a_log_in_of_ones_own_gives_a_minute_once_however_long_it_takes(hall: Hall) -> None:
    page = at_work(hall, AYU)

    log_in_again(hall, page, seconds=600)

    assert left_s(page) == WHOLE - 600 + 60
    assert open_kinds(hall) == []


def test_who_logs_in_again_and_again_works_on_own_time_and_is_noticed(hall: Hall) -> None:
    """Whoever logs in again and again works on their own time and is noticed."""
    page = at_work(hall, AYU)
    log_in_again(hall, page, seconds=20)
    assert left_s(page) == WHOLE

    for _ in range(3):
        log_in_again(hall, page, seconds=50)

    assert left_s(page) == WHOLE - 150
    assert open_kinds(hall) == ["logged_in_again"]


def test_a_gate_that_is_never_passed_lets_the_time_run_out(hall: Hall) -> None:
    page = at_work(hall, AYU)
    log_in(hall, AYU, page)

    pass_time(hall, minutes=100, seconds=59)
    assert state_of(page)["status"] == "paused"
    pass_time(hall, seconds=1)

    assert state_of(page)["status"] == "closed_by_time"


def test_a_move_by_a_proctor_stops_the_clock_from_the_move_on(hall: Hall) -> None:
    page = at_work(hall, AYU)
    log_in_again(hall, page, seconds=30)
    log_in(hall, AYU, page)
    hall.clock.go(minutes=3)  # the second log-in: on their own time
    free = hall.officer("ketua").get(f"/api/monitor/slots/{hall.slot}/free-seats").get_json()["seats"][0]["id"]

    told = act(hall, "ketua", "move", [hall.sittings[AYU]], seat=free, reason={"code": "computer_broken", "text": ""})
    assert told["refused"] == [], told
    hall.clock.go(minutes=5)
    come_back(hall)

    [row] = [row for row in hall.works.read(lambda work: work.ledger.rows(hall.sittings[AYU])) if row.cause == "seat_change"]
    assert (row.lost, row.credited) == (timedelta(minutes=5), timedelta(minutes=5))
    clock = hall.works.read(
        lambda work: work.ledger.clock(work.sittings.get_one(hall.sittings[AYU]), work.slots.get_one(hall.slot))
    )
    assert clock.left(hall.clock.now) == timedelta(minutes=97)


@pytest.mark.parametrize("cause", ["mismatch", "second_person"])
def test_a_face_check_that_was_allowed_is_not_put_off_for_nothing(hall: Hall, cause: str) -> None:
    page = at_work(hall, AYU)
    raised = incidents.Raised(cause, 3, (), None, cause)
    hall.works.write(incidents.raise_incident, hall.sittings[AYU], raised, [], by=FACE_CHECKS)
    hall.clock.go(minutes=4)  # the camera's mistake, perhaps: given back whole
    resume(hall, check="fresh")
    assert left_s(page) == WHOLE

    hall.clock.go(minutes=30)
    come_back(hall)

    assert left_s(page) == WHOLE - 30 * 60 + 120


def test_after_a_suspension_nobody_waits_for_ever_with_the_clock_standing(hall: Hall) -> None:
    page = at_work(hall, AYU)
    address, ketua = f"/api/monitor/slots/{hall.slot}/acts", hall.officer("ketua")
    assert ketua.post(address, {"act": "suspend", "reason": {"code": "power", "text": ""}}).status_code == 204
    hall.clock.go(minutes=40)
    assert ketua.post(address, {"act": "resume", "reason": {"code": "problem_solved", "text": ""}}).status_code == 204
    assert left_s(page) == WHOLE

    hall.clock.go(minutes=12)
    come_back(hall)

    assert left_s(page) == WHOLE - 10 * 60


def test_a_face_refused_at_the_gate_is_a_proctors_to_end_and_costs_nothing(hall: Hall) -> None:
    page = at_work(hall, AYU)
    log_in_again(hall, page, seconds=60)
    log_in(hall, AYU, page)
    hall.clock.go(seconds=30)

    gate(hall, Verdict.NO_MATCH)
    hall.clock.go(minutes=5)
    told = act(hall, "ketua", "confirm_identity", [hall.sittings[AYU]])

    assert told["refused"] == []
    assert left_s(page) == WHOLE - 30


@pytest.mark.parametrize("kind", ["reloaded", "fullscreen_left", "offline", "camera_missing", "hidden"])
def test_what_a_page_says_of_itself_stops_no_clock(hall: Hall, kind: str) -> None:
    page = at_work(hall, AYU)
    sent = {"events": [{"kind": kind, "at": hall.clock.now.isoformat()}]}
    assert page.post("/api/exam/events", sent).status_code == 204

    pass_time(hall, minutes=5)

    assert left_s(page) == WHOLE - 300


def test_the_toilet_and_a_closed_socket_stop_no_clock(hall: Hall) -> None:
    page = at_work(hall, AYU)
    page.post("/api/exam/leave")
    hall.clock.go(minutes=5)
    log_in(hall, AYU, page)
    hall.clock.go(minutes=5)
    come_back(hall)

    hall.works.write(turn)

    assert left_s(page) == WHOLE - 600


def test_a_move_in_the_middle_of_a_log_in_wipes_out_nothing_of_it(hall: Hall) -> None:
    """What the log-in cost stands in the ledger, so that the next one of one's own gives no second minute."""
    page = at_work(hall, AYU)
    log_in(hall, AYU, page)
    hall.clock.go(seconds=20)
    free = hall.officer("ketua").get(f"/api/monitor/slots/{hall.slot}/free-seats").get_json()["seats"][0]["id"]

    told = act(hall, "ketua", "move", [hall.sittings[AYU]], seat=free, reason={"code": "computer_broken", "text": ""})

    assert told["refused"] == []
    [entry] = hall.works.read(lambda work: work.ledger.entries(hall.sittings[AYU]))
    assert (entry.cause, entry.credited) == ("log_in", timedelta(seconds=20))


def test_no_face_check_is_asked_for_while_the_slot_stands(hall: Hall) -> None:
    page = at_work(hall, AYU)
    log_in(hall, AYU, page)
    assert state_of(page)["needs_face_check"]

    answer = hall.officer("ketua").post(
        f"/api/monitor/slots/{hall.slot}/acts", {"act": "suspend", "reason": {"code": "power", "text": ""}}
    )

    assert answer.status_code == 204, answer.get_json()
    assert not state_of(page)["needs_face_check"]
