"""The server is killed, the cable is pulled: pages go on, no acknowledged answer is lost, every second is accounted for."""

import json
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Response, expect

from server import clock
from server.exam.ledger import Cause
from tests.browser import by_hand
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.hall import until, working_day
from tests.browser.wire import Wire
from tests.builders import RULES, Applicant, rule_set

KILLED = Applicant("24-0031", "Budi Listrik", photo="obama.jpg", kind="disabilitas", disability="netra")
CUT = Applicant("24-0032", "Budi Kabel", photo="obama.jpg", kind="disabilitas", disability="netra")
OVER = Applicant("24-0033", "Budi Telat", photo="obama.jpg")
RELOADS = Applicant("24-0034", "Budi Ulang", photo="obama.jpg", kind="disabilitas", disability="netra")
OUTAGE = timedelta(seconds=25)  # silence is noticed within 18
PATIENCE_S = 180  # ends a hang
_NOTE_SUMS = """() => {
  window.sums = [];
  new MutationObserver(() => {
    const sum = document.querySelector("table.scores .sum b")?.textContent;
    if (sum && sum !== window.sums.at(-1)) window.sums.push(sum);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


_IS_HELD = (
    "async () => Boolean((await navigator.serviceWorker.getRegistration('/ujian'))?.active && await caches.match('/ujian'))"
)
_COUNT = """([name, store]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction(store).objectStore(store).count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
  };
})"""
_COPIES, _OUTBOX = ["lugas-offline-copy", "copy"], ["lugas-outbox", "answers"]


def short_rules():
    """The real SKD in every number but the minutes: one, so that the end can be waited for, and 100 more for the impaired."""
    rules = deepcopy(rule_set(RULES))
    [block] = rules["blocks"]
    block["minutes"], block["extra"][0]["minutes"] = 1, 100
    return rules


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    with working_day(tmp_path_factory.mktemp("hall"), [KILLED, CUT, OVER, RELOADS], faces, short_rules()) as running:
        yield running


@dataclass
class Acknowledged:
    """What the server said it had saved, as the page heard it: item to revision."""

    revisions: dict[str, int]

    def hear(self, response: Response) -> None:
        if "/api/exam/answers" in response.url and response.ok:
            told = json.loads(response.text())
            for saved in told.get("saved", [told]):
                self.revisions[saved["item"]] = max(saved["revision"], self.revisions.get(saved["item"], 0))


def kept(hall, number):
    """Item to the newest answer event."""
    events = hall.read(lambda work: work.answers.events(hall.hall.sittings[number]))
    return {event.item: event for event in events}


def ledger(hall, number, cause):
    return [row for row in hall.read(lambda work: list(work.ledger.rows(hall.hall.sittings[number]))) if row.cause == cause]


def test_a_killed_server_loses_no_answer_and_gives_the_time_back(hall, genuine, at_seat):
    """A killed server loses no acknowledged answer and gives the time back."""
    seat = at_seat(genuine, hall.address)
    seat.sit_down(hall, KILLED.number)
    acknowledged = Acknowledged({})
    seat.page.on("response", acknowledged.hear)
    seat.page.evaluate("window.neverReloaded = true")
    choices = by_hand.plan(seed=31)
    questions = seat.answer_all(choices[:40])

    until(lambda: len(acknowledged.revisions) >= 30, PATIENCE_S)
    before_death = clock.now()
    died = hall.kill_server()
    known = dict(acknowledged.revisions)
    questions += seat.answer_all(choices[40:60], first=41)  # nobody listens; the person goes on
    hall.wait_ready()
    stored = kept(hall, KILLED.number)
    assert len(known) >= 30
    assert {item: stored[item].revision >= revision for item, revision in known.items()} == dict.fromkeys(known, True)

    questions += seat.answer_all(choices[60:], first=61)
    seat.expect_saved()
    until(lambda: len(kept(hall, KILLED.number)) == 110, PATIENCE_S)
    assert seat.page.evaluate("window.neverReloaded")
    expect(seat.page.locator(".watch")).to_contain_text("wajah dikenali", timeout=SLOW_MS)  # pictures flow again
    [gap] = ledger(hall, KILLED.number, Cause.SERVER_DOWN)
    assert before_death - timedelta(seconds=3) <= gap.began <= died
    assert gap.credited == gap.lost > timedelta()
    seat.finish()
    expected = by_hand.score(questions, choices)
    assert seat.scores() == {**expected, "Total": sum(expected.values())}


@dataclass
class CutOff:
    """Two PCs on one cable that is out."""

    seat: AtSeat
    late: AtSeat
    wire: Wire
    questions: list[by_hand.Question]  # of the late one
    choices: list[int | None]
    began: datetime


@dataclass
class AfterOutage(CutOff):
    """It was out for a while, for one of them over the end of the exam."""

    ended: datetime


@pytest.fixture(scope="module")
def cut_off(hall, genuine, at_seat_all_day) -> Iterator[CutOff]:
    """The cable is out, and stays out until a test asks for `outage`."""
    wire = Wire(hall.ports[0])
    seat, late = at_seat_all_day(genuine, wire.address), at_seat_all_day(genuine, wire.address)
    choices = by_hand.plan(seed=32)[:30]
    seat.sit_down(hall, CUT.number)
    seat.answer_all(choices[:10])
    late.sit_down(hall, OVER.number)
    questions = late.answer_all(choices[:10])
    for page in (seat, late):
        page.expect_saved()
    wire.cut()
    began = clock.now()
    questions += late.answer_all(choices[10:], first=11)
    seat.answer_all(choices[10:], first=11)
    expect(seat.page.locator(".bar")).to_contain_text("Teruskan saja: 20 jawaban aman di komputer ini", timeout=SLOW_MS)
    expect(seat.page.locator(".save-state")).to_have_text("jaringan terputus: 20 jawaban menunggu dikirim")
    assert len(kept(hall, OVER.number)) == len(kept(hall, CUT.number)) == 10
    late.page.evaluate(_NOTE_SUMS)
    yield CutOff(seat, late, wire, questions, choices, began)
    wire.close()


@pytest.fixture(scope="module")
def outage(hall, cut_off) -> AfterOutage:
    until(lambda: hall.sitting(OVER.number).status == "closed_by_time", PATIENCE_S)
    cut_off.late.expect_screen("closing")
    until(lambda: clock.now() - cut_off.began >= OUTAGE, PATIENCE_S)
    cut_off.wire.mend()
    return AfterOutage(**vars(cut_off), ended=clock.now())


def test_a_page_loaded_again_while_the_cable_is_out_goes_on(hall, genuine, at_seat, cut_off):
    """While the exam of somebody else on another cable comes to its end (`cut_off`)."""
    wire = Wire(hall.ports[0])
    seat = at_seat(genuine, wire.address)
    seat.sit_down(hall, RELOADS.number)
    choices = [0, 1, 2, 3, 4, 0, 1, 2]
    questions = seat.answer_all(choices[:5])
    seat.expect_saved()
    until(lambda: seat.page.evaluate(_IS_HELD), PATIENCE_S, "the page was never held")
    left, read = seat.seconds_left(), time.monotonic()
    wire.cut()
    seat.page.reload()
    seat.expect_screen("questions")
    assert seat.page.locator(".question h2").inner_text() == "Soal 6"
    assert 0 <= left - seat.seconds_left() <= time.monotonic() - read + 2
    questions += seat.answer_all(choices[5:], first=6)
    until(lambda: seat.page.evaluate(_COUNT, _OUTBOX) == 8, PATIENCE_S, "an answer just given is a moment from the disk")
    seat.page.reload()  # what was answered since is there too
    seat.expect_screen("questions")
    seat.go_to(6)
    assert seat.question() == questions[5]
    expect(seat.page.locator(".option").nth(choices[5])).to_have_attribute("aria-checked", "true")
    wire.mend()
    seat.expect_saved()
    until(lambda: len(kept(hall, RELOADS.number)) == 8, PATIENCE_S)
    seat.finish()
    assert seat.page.evaluate(_COUNT, _COPIES) == 0, "nothing of the paper stays on the PC"
    wire.close()


def test_after_a_time_without_network_the_page_sends_what_waited(hall, outage):
    outage.seat.expect_saved()
    until(lambda: len(kept(hall, CUT.number)) == 30, PATIENCE_S)
    assert not any(event.late for event in kept(hall, CUT.number).values())
    until(lambda: ledger(hall, CUT.number, Cause.OFFLINE)[0].ended, PATIENCE_S)
    [offline] = ledger(hall, CUT.number, Cause.OFFLINE)
    assert offline.credited == timedelta()  # the questions stayed visible
    assert offline.began <= outage.began + timedelta(seconds=20)
    assert outage.ended - timedelta(seconds=1) <= offline.ended <= outage.ended + timedelta(seconds=30)


def test_answers_that_waited_over_the_end_count_and_are_flagged(hall, outage):
    until(lambda: len(kept(hall, OVER.number)) == 30, PATIENCE_S)
    assert sum(event.late for event in kept(hall, OVER.number).values()) == 20
    outage.late.expect_screen("scores")
    expected = by_hand.score(outage.questions, outage.choices)
    expected["Total"] = sum(expected.values())
    until(lambda: outage.late.scores() == expected, PATIENCE_S)
    assert outage.late.page.evaluate("window.sums") == [str(expected["Total"])]  # no other one before, not for a moment
