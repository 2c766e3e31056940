"""What stops the clock, what a gap of the server costs, who may give how much back."""

from datetime import timedelta

import pytest

from server.exam.errors import GrantForChief, GrantNotPositive, GrantTooLarge
from server.exam.ledger import (
    CAUSES,
    Cause,
    ClockEffect,
    Entry,
    GrantLimits,
    book,
    credit_of,
    credit_outage,
    given_of,
    grant,
    may_grant,
    stops,
)
from server.exam.rights import Role
from server.exam.timing import NONE, BlockClock, Span
from tests.unit.exam.samples import TEN, at

BLOCK = Span(at(0), at(100))
LIMITS = GrantLimits(chief_proctor=timedelta(minutes=30))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_our_fault_power_mismatch_and_proctor_stop_the_clock() -> None:
    assert all(stops(cause) for cause in (Cause.SERVER_DOWN, Cause.POWER, Cause.MISMATCH, Cause.PROCTOR))


def test_no_face_covered_camera_and_visible_questions_let_it_run() -> None:
    assert not any(stops(cause) for cause in (Cause.NO_FACE, Cause.CAMERA_COVERED, Cause.OFFLINE, Cause.UNSEEN, Cause.AWAY))


def test_every_cause_says_what_the_clock_does() -> None:
    assert set(CAUSES) == set(Cause)
    assert CAUSES[Cause.UNVERIFIED] is ClockEffect.RUNS  # our own failure pauses nobody


def test_only_a_pause_that_stops_the_clock_is_given_back() -> None:
    """A pause that stops the clock is given back and one that does not is only noted."""
    mismatch = book(Cause.MISMATCH, Span(at(10), at(13)), block=BLOCK, entries=[])
    covered = book(Cause.CAMERA_COVERED, Span(at(20), at(22)), block=BLOCK, entries=[])

    assert mismatch is not None
    assert covered is not None
    assert (mismatch.lost, mismatch.credited) == (minutes(3), minutes(3))
    assert (covered.lost, covered.credited) == (minutes(2), NONE)


def test_a_power_cut_during_a_pause_that_gave_nothing_is_given_back() -> None:
    away = book(Cause.AWAY, Span(at(10), at(20)), block=BLOCK, entries=[])
    assert away is not None

    cut = book(Cause.POWER, Span(at(12), at(16)), block=BLOCK, entries=[away])

    assert cut is not None
    assert cut.credited == minutes(4)


def test_a_power_cut_during_a_pause_is_not_given_back_twice() -> None:
    pause = book(Cause.MISMATCH, Span(at(10), at(20)), block=BLOCK, entries=[])
    assert pause is not None

    cut = book(Cause.POWER, Span(at(15), at(26)), block=BLOCK, entries=[pause])

    assert cut is not None
    assert cut.credited == minutes(6)
    assert credit_of([pause, cut]) == minutes(16)
    assert book(Cause.POWER, Span(at(12), at(19)), block=BLOCK, entries=[pause]) is None


def test_a_gap_of_the_server_counts_only_while_the_block_ran() -> None:
    clock = BlockClock(started_at=TEN, allowed=minutes(100))

    before = credit_outage(Span(at(-9), at(4)), clock=clock, closed_at=None, entries=[])
    after_submission = credit_outage(Span(at(50), at(60)), clock=clock, closed_at=at(52), entries=[])
    over = credit_outage(Span(at(101), at(110)), clock=clock, closed_at=None, entries=[])

    assert before is not None
    assert before.credited == minutes(4)
    assert after_submission is not None
    assert after_submission.credited == minutes(2)
    assert over is None


def test_a_gap_over_the_end_leaves_what_was_left() -> None:
    """A gap over the end gives back all of it so that what was left is left still."""
    clock = BlockClock(started_at=TEN, allowed=minutes(100))

    gap = credit_outage(Span(at(95), at(115)), clock=clock, closed_at=None, entries=[])

    assert gap is not None
    assert BlockClock(started_at=TEN, allowed=minutes(100), credited=gap.credited).left(at(115)) == minutes(5)


def test_a_gap_in_a_pause_with_a_stopped_clock_costs_nothing_more() -> None:
    clock = BlockClock(started_at=TEN, allowed=minutes(100), stopped_at=at(30))

    assert credit_outage(Span(at(35), at(40)), clock=clock, closed_at=None, entries=[]) is None


def test_a_gap_in_a_pause_counts_from_when_its_clock_ran_again() -> None:
    clock = BlockClock(started_at=TEN, allowed=minutes(100), stopped_at=at(30), stands_at_most=minutes(2))

    def credited(began: float, ended: float) -> timedelta:
        return credit_of(filter(None, [credit_outage(Span(at(began), at(ended)), clock=clock, closed_at=None, entries=[])]))

    assert [credited(*gap) for gap in ((31, 31.5), (31, 34), (35, 40))] == [NONE, minutes(2), minutes(5)]


def test_what_an_officer_does_counts_towards_the_cap_and_nothing_else() -> None:
    """Whatever an officer does counts towards the cap and nothing else does."""
    given = {cause for cause in Cause if given_of([Entry(cause, at(1), at(2), minutes(1), minutes(1))])}

    assert given == {Cause.PROCTOR, Cause.POWER, Cause.SEAT_CHANGE, Cause.GRANTED}


def test_a_proctor_gives_ten_minutes_in_all_and_the_chief_more() -> None:
    assert may_grant(Role.PROCTOR, minutes(4), minutes(6), LIMITS)
    assert not may_grant(Role.PROCTOR, minutes(4), minutes(6.1), LIMITS)
    assert may_grant(Role.CHIEF_PROCTOR, minutes(10), minutes(20), LIMITS)
    assert not may_grant(Role.CHIEF_PROCTOR, minutes(10), minutes(21), LIMITS)
    assert not may_grant(Role.DESK_OFFICER, NONE, minutes(1), LIMITS)


def test_a_grant_is_an_entry_of_the_ledger() -> None:
    entry = grant(Role.PROCTOR, minutes(3), at=at(40), already_given=NONE, limits=LIMITS)

    assert entry.cause is Cause.GRANTED
    assert (entry.lost, entry.credited) == (NONE, minutes(3))
    assert given_of([entry]) == minutes(3)


def test_too_much_is_refused_with_what_may_still_be_given() -> None:
    with pytest.raises(GrantTooLarge) as refused:
        grant(Role.PROCTOR, minutes(8), at=at(40), already_given=minutes(7), limits=LIMITS)

    assert refused.value.parameters == {"seconds": 480, "remaining": 180}


def test_a_proctor_is_sent_to_the_chief_only_for_what_the_chief_may_give() -> None:
    with pytest.raises(GrantForChief):
        grant(Role.PROCTOR, minutes(20), at=at(40), already_given=minutes(10), limits=LIMITS)
    with pytest.raises(GrantTooLarge) as refused:
        grant(Role.PROCTOR, minutes(21), at=at(40), already_given=minutes(10), limits=LIMITS)

    assert refused.type is GrantTooLarge


def test_time_is_never_taken() -> None:
    for extra in (NONE, minutes(-1)):
        with pytest.raises(GrantNotPositive):
            grant(Role.CHIEF_PROCTOR, extra, at=at(40), already_given=NONE, limits=LIMITS)
