"""A server that stands still in the middle of an exam: its parent ends it, and everybody goes on with what was acknowledged."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server import clock
from tests.browser.hall import RunningHall, children, command, opened, prepared, until
from tests.faults.test_kill import PEOPLE, seats

SILENT_AFTER_S = 5.0


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    folder: Path = tmp_path_factory.mktemp("frozen")
    with opened(folder, prepared(folder, PEOPLE, faces=None)) as running:
        yield running


def child(hall: RunningHall, ending: bytes) -> int | None:
    found = [pid for pid in children(hall._parent()) if ending in command(pid)]
    return found[0] if found else None


def test_a_frozen_server_is_replaced_and_loses_neither_answers_nor_time(hall: RunningHall):
    """A frozen server is replaced answers are kept and the time is booked."""
    busy = seats(hall)
    ends = time.monotonic() + 25
    threads = [threading.Thread(target=seat.answer_until, args=(ends,)) for seat in busy]
    for thread in threads:
        thread.start()
    time.sleep(3)
    frozen = child(hall, b"\0serve\0")
    began = clock.now()
    os.kill(frozen, signal.SIGSTOP)

    until(lambda: child(hall, b"\0serve\0") not in (None, frozen), 120, "nobody came in its place")
    replaced = clock.now() - began
    hall.wait_ready()
    for thread in threads:
        thread.join()

    assert replaced > timedelta(seconds=SILENT_AFTER_S - 1)  # how soon it starts again: tests/realtime/test_server_parent.py
    for seat in busy:
        kept = hall.read(lambda work, of=hall.hall.sittings[seat.number]: work.answers.current(of))
        newest = {row.item: (row.revision, row.option) for row in kept}
        for item, (revision, option) in seat.acknowledged.items():
            assert newest[item][0] >= revision
            assert newest[item][0] > revision or newest[item][1] == option
        entries = hall.read(lambda work, of=hall.hall.sittings[seat.number]: work.ledger.entries(of))
        gaps = [entry for entry in entries if entry.cause == "server_down"]  # a second one, where a loaded machine froze it again
        assert sum((gap.lost for gap in gaps), timedelta()) >= timedelta(seconds=SILENT_AFTER_S - 1)
        assert all(gap.credited == gap.lost for gap in gaps)
    assert {hall.sitting(person.number).status for person in PEOPLE} == {"running"}


def test_a_frozen_board_is_replaced_too(hall: RunningHall):
    frozen = child(hall, b"server.livescore")
    os.kill(frozen, signal.SIGSTOP)
    until(lambda: child(hall, b"server.livescore") not in (None, frozen), 120, "no board came in its place")
    hall.wait_ready()


def test_a_machine_that_stood_still_as_a_whole_ends_nobody(hall: RunningHall):
    both = [child(hall, b"\0serve\0"), child(hall, b"server.livescore")]
    processes = [hall._parent(), *both]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    time.sleep(3 * SILENT_AFTER_S)
    for process in processes:
        os.kill(process, signal.SIGCONT)
    time.sleep(SILENT_AFTER_S)
    assert [child(hall, b"\0serve\0"), child(hall, b"server.livescore")] == both
