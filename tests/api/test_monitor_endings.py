"""Ending a sitting before its time, and opening an ended one again."""

import pytest

from server.exam.actors import CLOCK
from server.workflows.exam import timekeeping
from tests.api.proctored import act, in_room, refusal, running, state, status, tile, well
from tests.builders import PASSWORD, Hall

MINUTE = 60


@pytest.fixture
def number(hall: Hall) -> str:
    return in_room(hall, "Melati")[0]


def of(hall: Hall, number: str):
    return hall.sittings[number]


def second(account: str, password: str = PASSWORD) -> dict[str, object]:
    return {"account": account, "password": password}


def test_two_persons_reopen_a_terminated_sitting_with_its_time_left(hall, number):
    """A terminated sitting is reopened by two persons with the time that was left."""
    page, chief = running(hall, number), hall.officer("ketua")
    hall.clock.go(minutes=40)
    well(act(chief, "terminate", of(hall, number), reason={"code": "conduct"}))
    assert (state(page)["status"], state(page)["scores"]) == ("terminated", None)
    hall.clock.go(minutes=15)
    why = {"reason": {"code": "decision"}}
    assert refusal(act(chief, "reopen", of(hall, number), **why)) == "second_person_needed"
    assert refusal(act(chief, "reopen", of(hall, number), second=second("ketua"), **why)) == "second_person_needed"
    assert refusal(act(chief, "reopen", of(hall, number), second=second("ketua2", "salah"), **why)) == "second_officer_refused"
    assert refusal(act(chief, "reopen", of(hall, number), second=second("meja1"), **why)) == "not_allowed"
    well(act(chief, "reopen", of(hall, number), second=second("ketua2"), **why))
    assert status(hall, number) == "paused"
    well(act(chief, "resume", of(hall, number), check="by_sight", reason={"code": "problem_solved"}))
    assert state(page)["time"]["left_ms"] == 60 * MINUTE * 1000


def test_a_score_that_was_shown_is_never_reopened(hall, number):
    page = running(hall, number)
    assert page.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    asked = {"second": second("ketua2"), "reason": {"code": "decision"}}
    assert refusal(act(hall.officer("ketua"), "reopen", of(hall, number), **asked)) == "score_already_shown"
    assert status(hall, number) == "submitted"


def test_a_sitting_closed_by_time_is_reopened_only_with_time(hall, number):
    running(hall, number)
    hall.clock.go(minutes=101)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    assert status(hall, number) == "closed_by_time"
    chief, why = hall.officer("ketua"), {"reason": {"code": "closed_by_mistake"}}
    assert refusal(act(chief, "reopen", of(hall, number), **why)) == "no_time_left"
    assert status(hall, number) == "closed_by_time"
    well(act(chief, "reopen", of(hall, number), seconds=10 * MINUTE, **why))
    hall.clock.go(minutes=3)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    assert (status(hall, number), tile(hall, number)["left_s"]) == ("paused", 10 * MINUTE)


def test_the_disqualified_stay_so_and_the_absent_may_still_be_let_in(hall):
    first, other = in_room(hall, "Melati")[:2]
    running(hall, first)
    chief = hall.officer("ketua")
    well(act(chief, "disqualify", of(hall, first), reason={"code": "impostor"}))
    assert refusal(act(chief, "reopen", of(hall, first), reason={"code": "decision"})) == "move_not_allowed"
    well(act(chief, "absent", of(hall, other), reason={"code": "not_come"}))
    well(act(chief, "admit_late", of(hall, other), reason={"code": "came_late"}))
    assert status(hall, other) == "expected"
    assert hall.works.read(lambda work: work.sittings.get_one(of(hall, other)).admitted_at) == hall.clock.now
    well(act(chief, "reschedule", of(hall, other), reason={"code": "health"}))
    assert status(hall, other) == "rescheduled"
