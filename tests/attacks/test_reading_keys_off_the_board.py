"""A seat changes its answers and reads the board, alone or with decoys beside it: what the feed sends tells next to nothing."""

import json
from contextlib import suppress
from random import Random

import pytest

from server.livescore.feed import Feed, FeedPlan, Surroundings
from server.livescore.keys import signing_key
from server.livescore.projection import BoardPolicy
from server.workflows.views.board import PublicSlots
from server.workflows.views.running_ranges import RangeRule, RunningRanges
from tests.api.exam_pages import act, at_work, items_of, pass_time, state_of
from tests.builders import Hall, given

AYU, BAYU = "24-0001", "24-0002"
WINDOW_S = 95  # longer than an answer must stand, and than the board's window
ROUNDS = 25
WIDTH = 165


class Over(BaseException):
    """Ends one turn of a loop of the feed."""


class Outside:
    """Somebody who reads whatever one server process pushes to its boards."""

    def __init__(self, hall: Hall, folder, monkeypatch) -> None:
        self.rows: dict[str, dict] = {}
        self._loops = []
        key = signing_key(folder / "feed.pem", folder / "feed.pub")
        around = Surroundings(
            now=hall.clock, sleep=self._over, spawn=lambda loop, *what: self._loops.append((loop, what)), chance=lambda: 0.0
        )
        slots = PublicSlots(RunningRanges(RangeRule()), hall.parts.settings.late_answers_within)
        plan = FeedPlan(boards=("http://board",), key=key, policy=BoardPolicy())
        monkeypatch.setattr("server.livescore.feed.post", self._take)
        Feed(lambda: hall.works.read(slots), plan, around).start()
        self.reads("")  # the first windows begin

    def reads(self, number: str):
        for loop, what in self._loops:
            with suppress(Over):
                loop(*what)
        return self.rows.get(number)

    def _take(self, address, body, signature):
        self.rows |= {row["number"]: row for row in json.loads(body)["rows"]}
        return True, 0

    @staticmethod
    def _over(seconds):
        raise Over


@pytest.fixture
def outside(hall: Hall, tmp_path, monkeypatch):
    return lambda: Outside(hall, tmp_path, monkeypatch)


def answer_all(hall: Hall, page, items, options, revision):
    sent = [given(item, option, revision, hall.clock.now) for item, option in zip(items, options, strict=True)]
    told = page.post("/api/exam/answers", {"answers": sent})
    assert told.status_code == 200, told.get_json()
    return told.get_json()


def told_of_points(row):
    return (row["low"], row["high"], row["counted"], row["total"], row["passed"], *(part["score"] for part in row["sections"]))


def test_a_solver_that_flips_every_answer_is_given_one_wide_range(hall: Hall, outside):
    """A solver that changes every answer each window is given one wide range."""
    page, reader, chance = at_work(hall, AYU), outside(), Random(4)
    items, seen = items_of(page), []
    for revision in range(1, ROUNDS + 1):
        answer_all(hall, page, items, [chance.randrange(5) for _ in items], revision)
        pass_time(hall, seconds=WINDOW_S)
        row = reader.reads(AYU)
        assert (row["answered"], row["state"]) == (110, "working")
        if told_of_points(row) not in seen:
            seen.append(told_of_points(row))
    [(low, high, counted, *rest)] = seen
    assert counted == 66
    assert high - low == WIDTH or low == 0
    assert set(rest) == {None}


def test_a_server_started_again_draws_no_second_range(hall: Hall, outside):
    page, reader = at_work(hall, AYU), outside()
    items = items_of(page)
    answer_all(hall, page, items, [0] * 110, 1)
    pass_time(hall, seconds=WINDOW_S)
    before = told_of_points(reader.reads(AYU))
    assert before[0] is not None
    for revision in range(2, 8):
        answer_all(hall, page, items, [revision % 5] * 110, revision)
        anew = outside()
        pass_time(hall, seconds=WINDOW_S)
        assert told_of_points(anew.reads(AYU)) == before


def test_a_decoy_who_hands_in_tells_nothing_while_a_neighbour_works(hall: Hall, outside):
    decoy, beside = at_work(hall, AYU), at_work(hall, BAYU)
    reader = outside()
    answer_all(hall, decoy, items_of(decoy), [0] * 110, 1)
    assert decoy.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    pass_time(hall, seconds=WINDOW_S)
    early = reader.reads(AYU)
    assert early["state"] == "finished"
    assert set(told_of_points(early)[3:]) == {None}

    assert beside.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    pass_time(hall, minutes=20)  # whoever has not come by now may not begin any more
    late = reader.reads(AYU)
    assert late["total"] == state_of(decoy)["scores"]["total"]
    assert late["low"] is None


def test_whose_time_is_up_stands_there_once_the_page_showed_the_score(hall: Hall, outside):
    """Whose time is up stands there as soon as the page has shown the score."""
    page = at_work(hall, AYU)
    reader = outside()
    pass_time(hall, minutes=101)
    assert reader.reads(AYU)["total"] is None, "answers of an outage may still come"
    assert page.post("/api/exam/scores").status_code == 200
    pass_time(hall, seconds=WINDOW_S)
    assert reader.reads(AYU)["total"] == 0


def test_what_the_seat_is_told_says_nothing_of_points_before_the_end(hall: Hall):
    """What the seat itself is told says nothing of points before the end."""
    page = at_work(hall, AYU)
    items = items_of(page)
    told = answer_all(hall, page, items, [0] * 110, 1)
    pass_time(hall, seconds=WINDOW_S)
    state = state_of(page)
    assert state["scores"] is None
    assert set(told["saved"][0]) == {"item", "option", "doubtful", "revision", "saved_at", "late"}
    assert page.post("/api/exam/scores").status_code == 409
    for path in ("/api/board", "/api/board/slot", f"/api/board/{hall.slot}", "/feed", "/papan/api/board"):
        assert page.get(path).status_code == 404, "the exam's own address serves no board"


def test_exact_scores_wait_for_terminated_neighbours_until_the_close(hall: Hall, outside):
    """A terminated neighbour may be reopened so exact scores wait for the close."""
    decoy = at_work(hall, AYU)
    at_work(hall, BAYU)
    reader = outside()
    answer_all(hall, decoy, items_of(decoy), [0] * 110, 1)
    assert decoy.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    assert act(hall, "ketua", "terminate", [hall.sittings[BAYU]])["refused"] == []
    for _ in range(3):
        pass_time(hall, minutes=10)
        row = reader.reads(AYU)
    assert (row["state"], row["total"]) == ("finished", None)
