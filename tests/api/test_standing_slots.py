"""A slot that stands still through no fault of the applicants shuts nobody out and ends nobody's exam."""

from datetime import timedelta

import pytest

from server.exam.actors import CLOCK, SERVER_START
from server.workflows.before import slots
from server.workflows.exam import timekeeping
from tests.api.proctored import (
    act,
    in_room,
    opened,
    refusal,
    running,
    seated,
    slot_act,
    state,
    status,
    status_of_slot,
    tile,
    well,
)
from tests.builders import COMMAND, START, Hall

POWER, SOLVED, SEEN = {"code": "power"}, {"code": "problem_solved"}, {"code": "same_person_seen"}
HARD_END = START + timedelta(minutes=200)


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.works.write(lambda work: setattr(work.slots.get_one(hall.slot), "hard_end_at", HARD_END))
    return hall


def tick(hall: Hall) -> None:
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    hall.works.write(timekeeping.close_slots, by=CLOCK)


def of_chief(hall: Hall, name: str, **asked: object) -> None:
    assert slot_act(hall, hall.officer("ketua"), name, **asked).status_code == 204


def test_a_suspension_may_outlast_the_hard_end(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    hall.clock.go(minutes=20)
    of_chief(hall, "suspend", reason=POWER)
    hall.clock.now = HARD_END + timedelta(hours=2)
    tick(hall)
    assert (status(hall, number), status_of_slot(hall), tile(hall, number)["left_s"]) == ("paused", "suspended", 80 * 60)

    of_chief(hall, "resume", reason=SOLVED)
    tick(hall)
    well(act(hall.officer("ketua"), "resume", hall.sittings[number], check="by_sight", reason=SEEN))
    hall.clock.go(minutes=79)
    tick(hall)
    assert (status(hall, number), status_of_slot(hall)) == ("running", "open")
    hall.clock.go(minutes=2)
    tick(hall)
    assert status(hall, number) == "closed_by_time"


def test_an_exam_postponed_to_another_day_goes_on_with_its_time_left(hall):
    """An exam postponed to another day goes on with the time that was left."""
    number = in_room(hall, "Melati")[0]
    page = running(hall, number)
    hall.clock.go(minutes=20)
    of_chief(hall, "suspend", reason=POWER)
    of_chief(hall, "postpone", reason=POWER)
    hall.clock.now = HARD_END + timedelta(minutes=1)
    tick(hall)
    assert status(hall, number) == "paused"

    tomorrow = START + timedelta(days=1)
    hall.works.write(lambda work: slots.plan_again(work, work.slots.get_one(hall.slot), tomorrow, by=COMMAND))
    hall.clock.now = tomorrow
    tick(hall)
    of_chief(hall, "open")
    well(act(hall.officer("ketua"), "resume", hall.sittings[number], check="by_sight", reason=SEEN))
    assert state(page)["time"]["left_ms"] == 80 * 60_000


def test_the_hard_end_still_ends_a_slot_that_goes_on(hall):
    running(hall, in_room(hall, "Melati")[0])
    hall.clock.now = HARD_END
    tick(hall)
    assert status_of_slot(hall) == "closed"


def test_who_had_not_come_yet_may_come_later_by_what_the_slot_stood(hall):
    first, second, third = in_room(hall, "Melati")[:3]
    running(hall, first)
    hall.clock.go(minutes=5)
    of_chief(hall, "suspend", rooms=[str(hall.rooms["Kenanga"])], reason=POWER)
    hall.clock.go(minutes=30)
    of_chief(hall, "resume", rooms=[str(hall.rooms["Kenanga"])], reason=SOLVED)
    hall.clock.go(minutes=4)
    assert seated(hall, second).post("/api/exam/start").status_code == 200
    hall.clock.go(minutes=2)
    assert seated(hall, third).post("/api/exam/start").get_json()["error"]["code"] == "too_late_to_start"


def test_a_room_suspended_over_a_postponement_keeps_the_hard_end_away(hall):
    """A room that stayed suspended over a postponement keeps the hard end away."""
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    rooms = [str(hall.rooms["Melati"])]
    of_chief(hall, "suspend", rooms=rooms, reason=POWER)
    of_chief(hall, "suspend", reason=POWER)
    of_chief(hall, "postpone", reason=POWER)
    tomorrow = START + timedelta(days=1)
    hall.works.write(lambda work: slots.plan_again(work, work.slots.get_one(hall.slot), tomorrow, by=COMMAND))
    hall.clock.now = tomorrow
    of_chief(hall, "open")
    hall.clock.now = HARD_END + timedelta(days=1, hours=1)
    tick(hall)
    assert (status(hall, number), status_of_slot(hall)) == ("paused", "open")


def test_a_gap_of_the_server_makes_nobody_late_and_moves_the_hard_end(hall):
    first, second = in_room(hall, "Melati")[:2]
    opened(hall)
    hall.works.write(timekeeping.heartbeat, by=CLOCK)
    hall.clock.go(minutes=25)
    hall.works.write(timekeeping.book_server_gap, hall.clock.now, by=SERVER_START)
    running(hall, first)
    hall.clock.now = HARD_END + timedelta(minutes=24)
    tick(hall)
    assert status_of_slot(hall) == "open"
    hall.clock.go(minutes=2)
    tick(hall)
    assert status_of_slot(hall) == "closed"
    assert status(hall, second) == "absent"


def test_a_room_does_not_go_on_while_the_whole_slot_is_suspended(hall):
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    of_chief(hall, "suspend", reason=POWER)
    rooms = [str(hall.rooms["Melati"])]
    told = slot_act(hall, hall.officer("ketua"), "resume", rooms=rooms, reason=SOLVED)
    assert (told.status_code, told.get_json()["error"]["code"]) == (409, "slot_not_open")
    resumed = act(hall.officer("ketua"), "resume", hall.sittings[number], check="by_sight", reason=SEEN)
    assert refusal(resumed) == "slot_not_open"
