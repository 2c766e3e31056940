"""The feed pushes to real boards, finds its way back after failures, and never makes the server wait."""

import json
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from server import clock
from server.livescore.feed import BoardRefused, Feed, FeedPlan, SlotRows, Surroundings, post
from server.livescore.projection import BoardPolicy
from server.livescore.snapshot import sign
from tests.api.board_process import BoardProcess
from tests.unit.livescore.rows import head, score_row

WINDOW = timedelta(seconds=1)


class Over(BaseException):
    """Ends the feed's endless loops with the test."""


class Hall:
    """The server the feed lives in: its scores, and threads that end with the test."""

    def __init__(self, *addresses: str, key) -> None:
        self.rows = [score_row(seat, state="expected") for seat in range(5)]
        self.closed = False
        self.broken = False
        self.fetches = 0
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        plan = FeedPlan(boards=addresses, key=key, policy=BoardPolicy(window=WINDOW))
        around = Surroundings(now=clock.now, sleep=self._sleep, spawn=self._spawn, chance=lambda: 0.5)
        self.feed = Feed(self._fetch, plan, around)

    def answer(self, seat: int, *scores: int, state="working", passed=None, answered=0) -> None:
        new = score_row(seat, scores, state, passed, answered=answered)
        self.rows = [new if row.public_id == new.public_id else row for row in self.rows]

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()

    def _fetch(self):
        self.fetches += 1
        if self.broken:
            raise RuntimeError("the database is away")
        return [SlotRows(head(closed=self.closed), tuple(self.rows))]

    def _sleep(self, seconds: float) -> None:
        if self._stop.wait(min(seconds, 0.2)):
            raise Over

    def _spawn(self, target, *args) -> None:
        def until_over() -> None:
            with suppress(Over):
                target(*args)

        thread = threading.Thread(target=until_over)
        self._threads.append(thread)
        thread.start()


@pytest.fixture
def board(tmp_path, free_port):
    process = BoardProcess(tmp_path, free_port)
    yield process
    process.kill()


@pytest.fixture
def hall(board):
    hall = Hall(board.address, key=board.key)
    hall.feed.start()
    yield hall
    hall.stop()


def eventually(claim, within: float = 120):
    deadline = time.monotonic() + within
    while not (found := claim()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def totals(board: BoardProcess):
    answer = board.get("/api/board/slot-1")
    return [row["total"] for row in answer.json["rows"]] if answer.status == 200 else None


def test_scores_reach_the_board(board, hall):
    eventually(lambda: totals(board) == [0, 0, 0, 0, 0])
    hall.answer(2, 5, 10, 20, answered=12)
    eventually(lambda: totals(board) == [0, 0, None, 0, 0])
    assert board.get("/api/board/slot-1").json["rows"][2]["answered"] == 12
    hall.answer(2, 5, 10, 24, state="finished", passed=False)
    eventually(lambda: totals(board) == [0, 0, 39, 0, 0])
    assert board.get("/api/board/slot-1").json["rows"][2]["passed"] is False


def test_a_board_that_was_killed_gets_what_it_missed(board, hall):
    eventually(lambda: totals(board))
    board.kill()
    hall.answer(1, 5, 0, 0, state="finished")
    fetches = hall.fetches
    eventually(lambda: hall.fetches > fetches + 10)
    board.start()
    eventually(lambda: totals(board) == [0, 5, 0, 0, 0])


def test_a_board_that_lost_its_data_gets_the_whole_slot(board, hall):
    eventually(lambda: totals(board))
    board.kill()
    for file in (board.folder / "store").iterdir():
        file.unlink()
    board.start()
    eventually(lambda: totals(board) == [0, 0, 0, 0, 0])


def test_a_board_ahead_of_our_clock_is_caught_up_with(board):
    ahead = int(clock.now().timestamp()) + 5_000
    assert board.feed(ahead, [score_row(1)]).status == 204
    hall = Hall(board.address, key=board.key)
    hall.feed.start()
    try:
        eventually(lambda: totals(board) == [0, 0, 0, 0, 0])
        assert board.get("/api/board/slot-1").json["version"] > ahead
    finally:
        hall.stop()


def test_a_dead_board_holds_up_no_other(board):
    hall = Hall("http://127.0.0.1:9", board.address, key=board.key)
    hall.feed.start()
    try:
        eventually(lambda: totals(board))
        hall.answer(1, 5, 0, 0, state="finished")
        eventually(lambda: totals(board) == [0, 5, 0, 0, 0])
    finally:
        hall.stop()


def test_an_unreadable_database_stops_the_feed_only_while_it_lasts(board, hall):
    eventually(lambda: totals(board))
    hall.broken = True
    fetches = hall.fetches
    eventually(lambda: hall.fetches > fetches + 2)
    hall.broken = False
    hall.answer(1, 5, 0, 0, state="finished")
    eventually(lambda: totals(board) == [0, 5, 0, 0, 0])


def test_a_quiet_slot_still_says_per_when_and_a_closed_one_keeps_its_time(board, hall):
    """A quiet running slot still says per when and a closed one keeps its time."""
    first = eventually(lambda: totals(board) and board.get("/api/board/slot-1").json)["as_of"]
    eventually(lambda: board.get("/api/board/slot-1").json["as_of"] > first)
    hall.closed = True
    final = eventually(lambda: (answer := board.get("/api/board/slot-1").json)["closed"] and answer)
    fetches = hall.fetches
    eventually(lambda: hall.fetches > fetches + 15)
    assert board.get("/api/board/slot-1").json == final


def test_a_signed_body_that_is_no_snapshot_is_refused_and_reported(board):
    body = json.dumps({"slot": "no snapshot"}).encode()
    with pytest.raises(BoardRefused, match="status 400"):
        post(board.address, body, sign(board.key, body))
