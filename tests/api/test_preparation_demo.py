"""The demo is always in the middle of its day, and a visitor can live through it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.demo import hall as halls
from server.demo.rolling import Demo, roll
from server.exam.actors import CLOCK, SERVER_START
from server.exam.sittings import Status
from server.exam.slots import SlotStatus
from server.workflows.access import officer
from server.workflows.desk import check_in
from server.workflows.exam import timekeeping
from server.workflows.steps import at_desk
from tests.builders import COMMAND, ROOT, RULES, START, Clock, Hall, Page, rule_set, settings
from tests.builders import create_app as made


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """An empty house an hour into the afternoon."""
    clock = Clock(START + timedelta(hours=6))
    app = made(settings(tmp_path), now=clock)
    built = Hall(app, clock, *(None,) * 2, {}, None, {})  # type: ignore[arg-type]
    yield built
    built.close()


def rolled(hall: Hall) -> Demo:
    return roll(hall.works, rule_set(RULES), ROOT / "question_bank" / "sample", by=COMMAND)


def slots(hall: Hall) -> list[tuple[str, dict[str, int]]]:
    return hall.works.read(lambda work: [(slot.status, work.sittings.count_by_status(slot.id)) for slot in work.slots.all()])


def test_one_slot_is_at_work_and_one_at_the_desk(hall: Hall):
    rolled(hall)

    (working, sitters), (desk, guests) = slots(hall)

    assert (working, desk) == (SlotStatus.OPEN, SlotStatus.PREPARED)
    assert sitters == {"submitted": 3, "seated": 1, "away": 1, "paused": 1, "running": 10, "expected": 2}
    assert guests == {Status.EXPECTED: 18}


def test_what_they_answered_is_what_the_events_say(hall: Hall):
    rolled(hall)

    told = hall.app.test_cli_runner().invoke(args=["result", "rebuild"]).output

    assert "36 peserta dihitung ulang; 0 berbeda." in told


def test_a_second_run_keeps_everything(hall: Hall):
    first = rolled(hall)
    before = slots(hall)
    hall.clock.go(minutes=20)

    again = rolled(hall)

    assert slots(hall) == before
    assert [one.number for one in again.to_try] == [one.number for one in first.to_try]


def test_the_day_rolls_on_when_its_people_are_done(hall: Hall):
    rolled(hall)
    hall.clock.go(hours=2)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    hall.clock.go(hours=20)

    rolled(hall)
    hall.clock.go(hours=2)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    rolled(hall)

    statuses = [status for status, _ in slots(hall)]
    assert statuses == [SlotStatus.CLOSED, SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.OPEN]


def test_time_the_server_was_down_costs_the_demo_nothing(hall: Hall):
    rolled(hall)
    hall.works.write(timekeeping.heartbeat, by=CLOCK)
    hall.clock.go(hours=9)

    rolled(hall)
    assert len(slots(hall)) == 2

    hall.works.write(timekeeping.book_server_gap, hall.clock.now, by=SERVER_START)
    assert hall.works.write(timekeeping.close_expired, by=CLOCK) == []


def test_a_visitor_gets_from_the_desk_to_the_first_question(hall: Hall):
    """Whenever they come: here three hours after the demo was made. The desk's camera is another test's business."""
    visitor = rolled(hall).to_try[0]
    hall.clock.go(hours=3)
    pin = hall.works.write(_let_in, visitor.number)

    page, chief = Page(hall.app.test_client()), Page(hall.app.test_client())
    assert page.post("/api/seat/pair", {"code": visitor.code}).get_json()["seat"]["number"] == visitor.seat
    assert page.post("/api/exam/login", {"number": visitor.number, "pin": pin}).status_code == 200
    chief.log_in("ketua", halls.PASSWORD)
    slot = next(one for one in chief.get("/api/monitor/slots").get_json()["slots"] if one["status"] == "prepared")
    sitting = hall.works.read(lambda work: str(work.sittings.by_number_anywhere(visitor.number)[0].id))
    seen = {"act": "confirm_identity", "sittings": [sitting], "reason": {"code": "same_person_seen", "text": ""}}
    seen |= {"second": {"account": "pengawas", "password": halls.PASSWORD}, "no_picture": "no_camera"}
    assert chief.post("/api/monitor/acts", seen).get_json()["refused"] == []
    assert chief.post(f"/api/monitor/slots/{slot['id']}/acts", {"act": "open"}).status_code == 204

    started = page.post("/api/exam/start").get_json()

    assert (started["status"], started["time"]["left_ms"]) == ("running", 100 * 60_000)
    assert sum(len(section["items"]) for section in started["paper"]["sections"]) == 110


def _let_in(work, number: str) -> str:
    row = work.sittings.by_number_anywhere(number)[0]
    slot = work.slots.get_one(row.slot_id)
    at_desk.check_may_come_in(work, row, slot)
    desk = officer(work, work.staff.by_account("meja1").id)
    return check_in.check_in(work, row, slot, by=desk)


def test_the_command_prints_addresses_accounts_and_whom_to_be(hall: Hall):
    told = hall.app.test_cli_runner().invoke(args=["demo"]).output

    for expected in (
        "http://127.0.0.1:8000/meja",
        "/ujian",
        "/kamera",
        "/pantau",
        ":8001/papan",
        halls.PASSWORD,
        "meja2",
        "ketua",
        "kode kursi",
    ):
        assert expected in told
