"""No key leaks: the attack, played, and what remains of it (docs/decisions/0005)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.livescore.projection import BoardPolicy, Published, step, unseen
from tests.unit.livescore.rows import score_row

POLICY = BoardPolicy()
BEGIN = datetime(2026, 10, 19, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OPTION_POINTS = (0, 0, 5, 0, 0)  # the third option is the key


class Hall:
    """One applicant answers, a feed looks every second, an accomplice reads the board every second."""

    def __init__(self, chance: float = 0.5) -> None:
        self.now = BEGIN
        self.points = 0
        self.state = "working"
        self.published = unseen(self.now, chance, POLICY)
        self.readings: list[tuple[datetime, int | None]] = []

    def run(self, seconds: int, answer=None) -> None:
        for second in range(seconds):
            if answer:
                answer(self, second)
            self.published, _ = step(self.published, [score_row(1, (self.points, 0, 0), state=self.state)], self.now, POLICY)
            row = self.published.rows.get("row00001")
            self.readings.append((self.now, row.total if row else None))
            self.now += SECOND

    def changes(self) -> list[datetime]:
        return [at for (_, before), (at, after) in pairwise(self.readings) if before is not None and before != after]


def flip_every(seconds: int):
    def answer(hall: Hall, second: int) -> None:
        if second % seconds == 0:
            hall.points = OPTION_POINTS[second // seconds % 5]

    return answer


@pytest.mark.parametrize("every", [1, 2, 3, 5, 6, 7, 10, 29, 30, 31, 60])
@pytest.mark.parametrize("chance", [0.0, 0.37, 0.99])
def test_flipping_an_answer_for_ten_minutes_shows_one_change_a_window_at_most(every, chance):
    hall = Hall(chance)
    hall.run(600, flip_every(every))
    changes = hall.changes()
    assert len(changes) <= 600 / 30
    assert all(later - earlier >= POLICY.window for earlier, later in pairwise(changes))


def test_a_quick_trip_through_all_options_shows_nothing_of_the_options_between():
    hall = Hall()
    hall.run(100)
    before = len(hall.changes())

    def through_all_options(hall: Hall, second: int) -> None:
        if second < 5:
            hall.points = OPTION_POINTS[second]

    hall.run(100, through_all_options)
    assert len(hall.changes()) == before


@given(st.integers(0, 599), st.floats(0, 0.999))
def test_the_moment_of_a_change_says_nothing_about_the_moment_of_the_answer(answered_at, chance):
    """Whenever the one answer comes, changes may only show on the grid the slot had anyway."""

    def once(hall: Hall, second: int) -> None:
        if second == answered_at:
            hall.points = 5

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


def test_what_remains_one_option_a_window_for_the_patient():
    """Written down so that nobody believes more: with an accomplice and 30 seconds an option, the key is found."""
    hall = Hall(chance=0)
    hall.run(31)
    shown = []
    for option in range(5):
        hall.points = OPTION_POINTS[option]
        hall.run(30)
        shown.append(hall.published.rows["row00001"].total)
    assert shown == [0, 0, 5, 0, 0]


def test_after_a_restart_scores_wait_a_whole_window():
    restarted = unseen(BEGIN, 0.0, POLICY)
    after, changed = step(restarted, [score_row(1, (5, 0, 0))], BEGIN + 29 * SECOND, POLICY)
    assert (after.rows, changed) == ({}, ())
    after, changed = step(restarted, [score_row(1, (5, 0, 0))], BEGIN + 30 * SECOND, POLICY)
    assert [row.total for row in changed] == [5]


def test_before_anyone_works_the_list_is_shown_at_once_and_the_first_score_still_waits():
    published, changed = step(unseen(BEGIN, 0.4, POLICY), [score_row(1, state="expected")], BEGIN, POLICY)
    assert len(changed) == 1
    for seconds in range(1, 42):
        published, changed = step(published, [score_row(1, (5, 0, 0))], BEGIN + seconds * SECOND, POLICY)
        assert changed == ()
    _, changed = step(published, [score_row(1, (5, 0, 0))], BEGIN + 42 * SECOND, POLICY)
    assert [row.total for row in changed] == [5]


def test_a_sitting_that_left_the_slot_leaves_the_board():
    due = Published(next_at=BEGIN)
    shown, _ = step(due, [score_row(1), score_row(2)], BEGIN, POLICY)
    after, changed = step(shown, [score_row(2)], BEGIN + POLICY.window, POLICY)
    assert set(after.rows) == {"row00002"}
    assert changed == ()
