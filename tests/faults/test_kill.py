"""`kill -9` in the middle of an exam: what was acknowledged is there, and everybody goes on."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from server import clock
from server.json_values import iso
from tests.api.exam_pages import PIN, check_in
from tests.api.proctored import SEEN_BY_TWO
from tests.browser.hall import RunningHall, children, command, opened, prepared, until
from tests.builders import PASSWORD, Applicant

PEOPLE = tuple(Applicant(f"24-{number:04}", f"Peserta {number}") for number in range(1, 9))
KILLS = 4


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    folder: Path = tmp_path_factory.mktemp("hall")
    with opened(folder, prepared(folder, PEOPLE, faces=None)) as running:
        yield running


@dataclass
class Seat:
    """An applicant's page without a browser: it sends an answer until the server says it is saved."""

    hall: RunningHall
    number: str
    web: requests.Session = field(default_factory=requests.Session)
    items: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)  # item -> revision and option, newest
    silences: int = 0

    def post(self, path: str, values: dict[str, Any] | None = None) -> Any:
        answer = self.web.post(self.hall.address + path, json=values or {}, timeout=10)
        assert answer.ok, answer.text
        told = answer.json() if answer.content else None
        if told and "csrf" in told:
            self.web.headers["X-Lugas-Csrf"] = told["csrf"]
        return told

    def sit_down(self, ketua: "Seat") -> None:
        self.web.headers["X-Lugas-Csrf"] = "none"
        check_in(self.hall.hall, self.number)
        sitting = self.hall.hall.sittings[self.number]
        self.post("/api/seat/pair", {"code": self.hall.pairing_code(self.hall.hall.seat_of(self.number))})
        self.post("/api/exam/login", {"number": self.number, "pin": PIN})
        reason = {"code": "same_person_seen", "text": ""}
        ketua.post("/api/monitor/acts", {"act": "confirm_identity", "sittings": [str(sitting)], "reason": reason, **SEEN_BY_TWO})

    def start(self) -> None:
        paper = self.post("/api/exam/start")["paper"]
        self.items = [item for section in paper["sections"] for item in section["items"]]

    def answer_until(self, ends: float) -> None:
        revision = 0
        while time.monotonic() < ends:
            revision += 1
            item = self.items[revision % len(self.items)]
            option = item["options"][revision % 5]["id"]
            sent = {"option": option, "doubtful": False, "revision": revision, "client_at": iso(clock.now())}
            if self.save(item["id"], sent, ends + 30):
                self.acknowledged[item["id"]] = (revision, option)

    def save(self, item: str, sent: dict[str, Any], ends: float) -> bool:
        while time.monotonic() < ends:
            try:
                answer = self.web.put(f"{self.hall.address}/api/exam/answers/{item}", json=sent, timeout=5)
            except requests.RequestException:
                self.silences += 1
                time.sleep(0.1)
                continue
            if answer.status_code == 429:  # far above human speed: it waits as a page does
                time.sleep(answer.json()["error"]["parameters"]["seconds"])
                continue
            assert answer.ok, answer.text
            return bool(answer.json()["revision"] == sent["revision"])
        return False


def seats(hall: RunningHall) -> list[Seat]:
    ketua = Seat(hall, "ketua")
    ketua.web.headers["X-Lugas-Csrf"] = "none"
    ketua.post("/api/staff/login", {"account": "ketua", "password": PASSWORD})
    all_seats = [Seat(hall, person.number) for person in PEOPLE]
    for seat in all_seats:
        seat.sit_down(ketua)
    hall.begin_now()
    ketua.post(f"/api/monitor/slots/{hall.hall.slot}/acts", {"act": "open", "reason": {"code": "other", "text": "uji"}})
    for seat in all_seats:
        seat.start()
    return all_seats


def test_no_acknowledged_answer_is_lost_however_often_the_server_dies(hall: RunningHall):
    """No acknowledged answer is lost when the server is killed again and again."""
    busy = seats(hall)
    ends = time.monotonic() + 8 * KILLS
    threads = [threading.Thread(target=seat.answer_until, args=(ends,)) for seat in busy]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(3)
        hall.kill_server()
        hall.wait_ready()
    for thread in threads:
        thread.join()

    assert sum(seat.silences for seat in busy) > 0, "nobody noticed the kills: they proved nothing"
    for seat in busy:
        assert len(seat.acknowledged) > 20
        kept = hall.read(lambda work, of=hall.hall.sittings[seat.number]: work.answers.current(of))
        newest = {row.item: (row.revision, row.option) for row in kept}
        for item, (revision, option) in seat.acknowledged.items():
            assert newest[item][0] >= revision
            if newest[item][0] == revision:
                assert newest[item][1] == option


def test_the_time_the_kills_cost_is_in_everybodys_ledger_and_given_back(hall: RunningHall):
    for number in (person.number for person in PEOPLE):
        entries = hall.read(lambda work, of=hall.hall.sittings[number]: work.ledger.entries(of))
        gaps = [entry for entry in entries if entry.cause == "server_down"]
        assert len(gaps) == KILLS
        assert all(gap.credited == gap.lost for gap in gaps)


def test_killed_workers_come_back_and_nobody_is_paused(hall: RunningHall):
    def workers() -> list[int]:
        [server] = [pid for pid in children(hall._parent()) if command(pid).endswith(b"\0serve\0")]
        return [pid for pid in children(server) if b"server.verification.worker" in command(pid)]

    until(lambda: len(workers()) == 1, 120, "no worker runs")
    [killed] = workers()

    os.kill(killed, signal.SIGKILL)

    until(lambda: workers() not in ([], [killed]), 120, "no worker came back")
    assert {hall.sitting(person.number).status for person in PEOPLE} == {"running"}
