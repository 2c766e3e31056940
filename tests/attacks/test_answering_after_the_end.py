"""Answering on when the time is over: by an old outage, by a socket closed on purpose, by changing what was sent."""

from datetime import datetime, timedelta
from typing import Any

from server.exam.actors import CLOCK
from server.realtime.timekeeper import recover
from server.workflows.exam import timekeeping
from tests.api.exam_pages import answer, at_work, items_of, pass_time
from tests.api.proctored import tile
from tests.builders import Hall, Page, given

AYU = "24-0001"


def outage(hall: Hall, seconds: float) -> datetime:
    """The socket is closed for so long; returns a moment in the middle of it."""
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    middle = hall.clock.now + timedelta(seconds=seconds / 2)
    pass_time(hall, seconds=seconds)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)
    return middle


def send(page: Page, items: list[dict[str, Any]], claimed: datetime, option: int = 1, revision: int = 7) -> dict[str, Any]:
    answers = [given(item, option, revision, claimed) for item in items]
    told: dict[str, Any] = page.post("/api/exam/answers", {"answers": answers}).get_json()
    return told


def test_an_outage_of_the_first_minute_opens_nothing_after_the_end(hall: Hall) -> None:
    page = at_work(hall, AYU)
    items = items_of(page)
    claimed = outage(hall, 5)
    pass_time(hall, minutes=101)

    told = send(page, items, claimed)

    assert told["saved"] == []
    assert {one["error"]["code"] for one in told["refused"]} == {"answer_too_late"}
    assert tile(hall, AYU)["alerts"] == []


def test_a_killed_server_opens_nothing_after_the_end(hall: Hall) -> None:
    page = at_work(hall, AYU)
    items = items_of(page)
    pass_time(hall, minutes=20)
    claimed = hall.clock.now + timedelta(seconds=2)
    hall.clock.go(seconds=5)  # nobody beats
    hall.works.write(recover)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)
    pass_time(hall, minutes=81)

    assert send(page, items, claimed)["saved"] == []


def test_an_outage_at_the_end_saves_once_and_a_proctor_sees_it(hall: Hall) -> None:
    """An outage at the end saves what was open once and a proctor sees it."""
    page = at_work(hall, AYU)
    first, second, third = items_of(page)[:3]
    pass_time(hall, minutes=98)
    answer(hall, page, first)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    claimed = hall.clock.now + timedelta(minutes=1)
    pass_time(hall, minutes=3)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)

    assert [one["late"] for one in send(page, [first, second], claimed)["saved"]] == [True, True]
    hall.clock.go(seconds=20)
    assert len(send(page, [first, second], claimed)["saved"]) == 2, "told again what is kept already, and nobody else is"
    again = send(page, [first, second], claimed, option=2, revision=8)
    hall.clock.go(seconds=41)
    too_slow = send(page, [third], claimed)

    assert (again["saved"], too_slow["saved"]) == ([], [])
    assert "late_answers" in tile(hall, AYU)["alerts"]
    [line] = [
        row for row in hall.works.read(lambda work: list(work.ledger.rows(hall.sittings[AYU]))) if row.cause == "late_answers"
    ]
    assert (line.lost, line.credited) == (timedelta(), timedelta())
    [noted] = [row for row, _ in hall.works.read(lambda work: work.audit.lines()) if row.action == "kept late answers"]
    assert noted.facts["answers"] == 2


def test_a_socket_closed_in_the_last_second_saves_a_handful_not_a_paper(hall: Hall) -> None:
    page = at_work(hall, AYU)
    items = items_of(page)
    pass_time(hall, minutes=80)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)  # the socket only: answers go on
    pass_time(hall, minutes=19, seconds=59)
    answer(hall, page, items[0])
    claimed = hall.clock.now + timedelta(milliseconds=500)
    pass_time(hall, minutes=4)

    saved = send(page, items[1:], claimed)["saved"]

    assert len(saved) == 4  # two in hand, and two for the one second
    assert "late_answers" in tile(hall, AYU)["alerts"]


def test_an_item_the_server_saw_after_the_outage_is_not_changed_in_it(hall: Hall) -> None:
    page = at_work(hall, AYU)
    seen, queued = items_of(page)[:2]
    pass_time(hall, minutes=99)
    claimed = outage(hall, 20)
    answer(hall, page, seen)
    pass_time(hall, seconds=40)

    told = send(page, [seen, queued], claimed)

    assert [one["item"] for one in told["saved"]] == [queued["id"]]
    assert [one["item"] for one in told["refused"]] == [seen["id"]]


def test_the_pages_word_about_its_clock_moves_nothing(hall: Hall) -> None:
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    pass_time(hall, minutes=98)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    pass_time(hall, minutes=4)

    sent = {"clock_offset_ms": 3 * 60_000, "answers": [given(item, 1, 1, hall.clock.now)]}
    told = page.post("/api/exam/answers", sent).get_json()

    assert [one["error"]["code"] for one in told["refused"]] == ["answer_too_late"]
