"""The board gives little away: the attacks of `make bench-oracle` in small, and when rows may change (docs/decisions/0005)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.exam.running import SettlingRule
from server.livescore.projection import BoardPolicy, Published, step, unseen
from server.workflows.views.running_ranges import RangeRule
from tests.bench.oracle import Attack, at_random, play, the_best_guess
from tests.bench.oracle_keys import nothing_known, torn
from tests.unit.livescore.rows import score_row

POLICY = BoardPolicy()
BEGIN = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OPTION_POINTS = (0, 0, 5, 0, 0)  # the third option is the key
RUNS, STEPS = 30, 2_000
MUCH = 15.0  # points of 550, as much as the mean over 200 runs may be


@pytest.mark.parametrize(
    "attack",
    [
        Attack("nothing known, Mastermind", nothing_known(), the_best_guess, follows=True, rounds=8),
        Attack("torn on 40 %", torn(), at_random, rounds=8),
        Attack("five of a slot, torn", torn(), at_random, 5),
        Attack("three of a slot, two hand in early", torn(), at_random, 3, hands_in=True),
    ],
    ids=lambda attack: attack.name,
)
def test_the_best_attacks_gain_little_and_a_sitting_is_read_once(attack):
    gain, readings = play(attack, RangeRule(), RUNS, STEPS)
    assert readings == 1
    assert gain < MUCH


@pytest.mark.parametrize(
    ("rule", "sitters"),
    [(RangeRule(SettlingRule(share=0.1), width=0.0), 1), (RangeRule(width=0.0), 5)],
    ids=["ten small batches", "a narrow range, five of a slot"],
)
def test_the_same_attacks_gain_much_from_a_board_that_tells_more(rule, sitters):
    """Else they would be no measure."""
    gain, _ = play(Attack("torn on 40 %", torn(), at_random, sitters), rule, RUNS, STEPS)
    assert gain > MUCH


class Hall:
    """One applicant answers, a feed looks every second, an accomplice reads the board every second."""

    def __init__(self, chance: float = 0.5) -> None:
        self.now = BEGIN
        self.points = self.answered = 0
        self.state = "working"
        self.published = unseen(self.now, chance, POLICY)
        self.readings: list[tuple[datetime, int | None]] = []

    def run(self, seconds: int, answer=None) -> None:
        for second in range(seconds):
            if answer:
                answer(self, second)
            self.published, _ = step(self.published, [self.row()], self.now, POLICY)
            row = self.published.rows.get("row00001")
            self.readings.append((self.now, row.answered if row else None))
            self.now += SECOND

    def row(self):
        return score_row(1, (self.points, 0, 0), state=self.state, answered=self.answered)

    def changes(self) -> list[datetime]:
        return [at for (_, before), (at, after) in pairwise(self.readings) if before is not None and before != after]


def flip_every(seconds: int):
    def answer(hall: Hall, second: int) -> None:
        if second % seconds == 0:
            hall.points = OPTION_POINTS[second // seconds % 5]
            hall.answered = 1 if hall.points else 0  # answered and cleared: the count is what is seen of it

    return answer


@pytest.mark.parametrize("every", [1, 2, 3, 5, 6, 7, 10, 29, 30, 31, 60])
@pytest.mark.parametrize("chance", [0.0, 0.37, 0.99])
def test_flipping_an_answer_shows_one_change_a_window_at_most(every, chance):
    """Flipping an answer for ten minutes shows one change a window at most."""
    hall = Hall(chance)
    hall.run(600, flip_every(every))
    changes = hall.changes()
    assert len(changes) <= 600 / 30
    assert all(later - earlier >= POLICY.window for earlier, later in pairwise(changes))


def test_no_option_of_a_sitting_that_works_shows_however_long_it_stands():
    hall = Hall(chance=0)
    hall.answered = 1
    for points in OPTION_POINTS:
        hall.points = points
        hall.run(95)
        row = hall.published.rows["row00001"]
        assert (row.total, row.low, row.high, {score for _, score in row.sections}) == (None, None, None, {None})
    assert len(hall.changes()) == 0


@given(st.integers(0, 599), st.floats(0, 0.999))
def test_the_moment_of_a_change_does_not_tell_when_it_was_answered(answered_at, chance):
    """Whenever the one answer comes, changes may only show on the grid the slot had anyway."""

    def once(hall: Hall, second: int) -> None:
        if second == answered_at:
            hall.answered = 1

    quiet, hall = Hall(chance), Hall(chance)
    moments = []
    for _ in range(660):
        before = quiet.published.as_of
        quiet.run(1)
        if quiet.published.as_of != before:
            moments.append(quiet.published.as_of)
    hall.run(660, once)
    assert set(hall.changes()) <= set(moments)


def test_the_end_of_a_sitting_waits_for_its_window_too():
    hall = Hall(chance=0)
    hall.run(31)  # the first window has just ended: 0 points are shown
    hall.points, hall.state = 5, "finished"
    hall.run(29)
    assert hall.published.rows["row00001"].state == "working"
    hall.run(2)
    assert hall.published.rows["row00001"].state == "finished"
    assert hall.published.rows["row00001"].total == 5


def test_exact_scores_wait_for_the_last_who_may_still_answer():
    """The exact score of a decoy who handed in is a reading for a neighbour with the same items."""
    decoy, neighbour = score_row(1, (5, 10, 40), "finished", passed=False), score_row(2)
    shown, _ = step(Published(next_at=BEGIN), [decoy, neighbour], BEGIN, POLICY)
    row = shown.rows["row00001"]
    assert (row.state, row.total, row.passed, {score for _, score in row.sections}) == ("finished", None, None, {None})
    ended = score_row(2, (0, 0, 9), "finished", passed=False)
    shown, _ = step(shown, [decoy, ended], BEGIN + POLICY.window, POLICY)
    assert [row.total for row in shown.rows.values()] == [55, 9]


def test_after_a_restart_scores_wait_a_whole_window():
    restarted = unseen(BEGIN, 0.0, POLICY)
    after, changed = step(restarted, [score_row(1, (5, 0, 0))], BEGIN + 29 * SECOND, POLICY)
    assert (after.rows, changed) == ({}, ())
    after, changed = step(restarted, [score_row(1, answered=1)], BEGIN + 30 * SECOND, POLICY)
    assert [row.answered for row in changed] == [1]


def test_after_a_restart_who_has_not_begun_hurries_no_scores():
    rows = [score_row(1, state="expected"), score_row(2, answered=1)]
    assert step(unseen(BEGIN, 0.4, POLICY), rows, BEGIN, POLICY)[1] == ()


def test_the_list_is_shown_at_once_and_the_first_score_still_waits():
    """Before anyone works the list is shown at once and the first score still waits."""
    published, changed = step(unseen(BEGIN, 0.4, POLICY), [score_row(1, state="expected")], BEGIN, POLICY)
    assert len(changed) == 1
    for seconds in range(1, 42):
        published, changed = step(published, [score_row(1, (5, 0, 0))], BEGIN + seconds * SECOND, POLICY)
        assert changed == ()
    _, changed = step(published, [score_row(1, answered=1)], BEGIN + 42 * SECOND, POLICY)
    assert [row.answered for row in changed] == [1]


def test_a_sitting_that_left_the_slot_leaves_the_board():
    due = Published(next_at=BEGIN)
    shown, _ = step(due, [score_row(1), score_row(2)], BEGIN, POLICY)
    after, changed = step(shown, [score_row(2)], BEGIN + POLICY.window, POLICY)
    assert set(after.rows) == {"row00002"}
    assert changed == ()
