"""The clock of a block as the server counts it."""

from datetime import timedelta

from server.exam.timing import NONE, BlockClock
from tests.unit.exam.samples import TEN, at

HUNDRED = timedelta(minutes=100)


def test_a_block_is_over_exactly_at_its_end() -> None:
    clock = BlockClock(started_at=TEN, allowed=HUNDRED)

    assert clock.left(at(99.5)) == timedelta(seconds=30)
    assert not clock.is_over(at(100) - timedelta(milliseconds=1))
    assert clock.is_over(at(100))
    assert clock.left(at(500)) == NONE


def test_a_stopped_clock_keeps_what_is_left_however_long_it_stands() -> None:
    clock = BlockClock(started_at=TEN, allowed=HUNDRED, stopped_at=at(60))

    assert [clock.left(at(minutes)) for minutes in (60, 61, 600)] == [timedelta(minutes=40)] * 3
    assert clock.ends_at(at(70)) == at(110)


def test_credited_time_moves_the_end() -> None:
    clock = BlockClock(started_at=TEN, allowed=HUNDRED, credited=timedelta(minutes=7))

    assert clock.ends_at(at(0)) == at(107)


def test_no_credit_and_no_standstill_reaches_beyond_the_hard_end() -> None:
    credited = BlockClock(started_at=TEN, allowed=HUNDRED, credited=HUNDRED, hard_end=at(120))
    stopped = BlockClock(started_at=TEN, allowed=HUNDRED, stopped_at=at(90), hard_end=at(120))

    assert credited.left(at(110)) == timedelta(minutes=10)
    assert stopped.left(at(100)) == timedelta(minutes=10)
    assert stopped.left(at(115)) == timedelta(minutes=5)
    assert stopped.is_over(at(120))


def test_while_the_slot_stands_its_hard_end_moves_away() -> None:
    clock = BlockClock(started_at=TEN, allowed=HUNDRED, stopped_at=at(30), hard_end=at(120), hard_end_suspended_since=at(30))

    assert clock.left(at(600)) == timedelta(minutes=70)
    assert clock.hard_end_at(at(600)) == at(690)
    assert not clock.is_hard_over(at(600))


def test_a_machine_whose_clock_is_put_back_gives_nobody_more_time() -> None:
    assert BlockClock(started_at=TEN, allowed=HUNDRED).left(at(-30)) == HUNDRED
    assert BlockClock(started_at=TEN, allowed=HUNDRED, stopped_at=at(20)).left(at(10)) == timedelta(minutes=90)
