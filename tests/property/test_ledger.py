"""Whatever happens in whatever order: no second is given back twice, and nobody works longer than allowed and granted."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.exam.ledger import (
    CAUSES,
    Cause,
    Entry,
    GrantLimits,
    book,
    book_standstill,
    credit_of,
    credit_outage,
    given_of,
    grant,
    stops,
)
from server.exam.rights import Role
from server.exam.timing import NONE, BlockClock, Span

START = datetime(2024, 10, 16, 1, tzinfo=UTC)
LIMITS = GrantLimits(chief_proctor=timedelta(minutes=60))
ALLOWED = timedelta(minutes=100)

moments = st.integers(-600, 9000).map(lambda second: START + timedelta(seconds=second))
spans = st.tuples(moments, moments).map(lambda pair: Span(min(pair), max(pair)))
happenings = st.lists(st.tuples(st.sampled_from([cause for cause in CAUSES if cause is not Cause.GRANTED]), spans), max_size=12)


def booked(found: list[tuple[Cause, Span]], block: Span) -> list[Entry]:
    entries: list[Entry] = []
    for cause, span in found:
        entry = book(cause, span, block=block, entries=entries)
        if entry is not None:
            entries.append(entry)
    return entries


def stopped_seconds(found: list[tuple[Cause, Span]], block: Span) -> int:
    """Counted second by second, as nobody would in earnest."""
    inside = [span for cause, span in found if stops(cause)]
    seconds = int((block.ended - block.began).total_seconds())
    moments = (block.began + timedelta(seconds=second) for second in range(seconds))
    return sum(any(span.began <= moment < span.ended for span in inside) for moment in moments)


@given(found=happenings, ended=st.integers(1, 8000))
def test_what_is_given_back_is_the_time_the_clock_should_have_stood(found: list[tuple[Cause, Span]], ended: int) -> None:
    """What is given back is exactly the time the clock should have stood."""
    block = Span(START, START + timedelta(seconds=ended))
    entries = booked(found, block)

    assert credit_of(entries).total_seconds() == stopped_seconds(found, block)
    assert all(NONE <= entry.credited <= entry.lost <= entry.ended - entry.began for entry in entries)
    assert all(block.began <= entry.began < entry.ended <= block.ended for entry in entries)


@given(found=happenings, extras=st.lists(st.integers(1, 900), max_size=5), now=st.integers(0, 8000))
def test_nobody_has_more_time_than_allowed_and_granted(found: list[tuple[Cause, Span]], extras: list[int], now: int) -> None:
    block = Span(START, START + timedelta(seconds=now))
    entries = booked(found, block)
    for extra in extras:
        if given_of(entries) + timedelta(seconds=extra) <= LIMITS.chief_proctor:
            wanted = timedelta(seconds=extra)
            entries.append(grant(Role.CHIEF_PROCTOR, wanted, at=block.ended, already_given=given_of(entries), limits=LIMITS))

    clock = BlockClock(started_at=START, allowed=ALLOWED, credited=credit_of(entries))
    worked = timedelta(seconds=now - stopped_seconds(found, block))
    granted = credit_of(entry for entry in entries if entry.cause is Cause.GRANTED)
    given_in_all = ALLOWED + granted

    assert granted <= LIMITS.chief_proctor
    assert clock.left(block.ended) == max(given_in_all - worked, NONE)


@given(
    limit=st.integers(0, 900),
    began=st.integers(0, 4000),
    lasted=st.integers(0, 4000),
    gap=st.tuples(st.integers(0, 4000), st.integers(0, 4000)),
)
def test_a_pause_with_a_limit_and_a_gap_in_it_give_each_second_once(
    limit: int, began: int, lasted: int, gap: tuple[int, int]
) -> None:
    """Counted by the second: the clock stands for `limit` seconds of the pause, and while the server is down after that."""
    pause = Span(START + timedelta(seconds=began), START + timedelta(seconds=began + lasted))
    at_most, block = timedelta(seconds=limit), Span(START, pause.ended)
    down_from = min(began + gap[0], began + lasted)
    down_to = min(down_from + gap[1], began + lasted)
    down = Span(START + timedelta(seconds=down_from), START + timedelta(seconds=down_to))
    clock = BlockClock(started_at=START, allowed=timedelta(hours=9), stopped_at=pause.began, stands_at_most=at_most)

    gone = credit_outage(down, clock=clock, closed_at=None, entries=[])
    entries = [] if gone is None else [gone]
    entries += book_standstill(Cause.PROCTOR, pause, at_most=at_most, block=block, entries=entries)

    stood = set(range(began, min(began + limit, began + lasted))) | set(range(down_from, down_to))
    assert credit_of(entries).total_seconds() == len(stood)
    if gone is None:
        assert clock.ends_at(pause.ended) - START == timedelta(hours=9) + credit_of(entries)


@given(gap=spans, stopped=st.none() | st.integers(0, 8000), closed=st.none() | st.integers(0, 8000))
def test_a_gap_never_gives_more_than_it_took_from_the_block(gap: Span, stopped: int | None, closed: int | None) -> None:
    """A gap of the server never gives more than the time it took from the block."""
    stopped_at, closed_at = (None if second is None else START + timedelta(seconds=second) for second in (stopped, closed))
    clock = BlockClock(started_at=START, allowed=ALLOWED, stopped_at=stopped_at)

    entry = credit_outage(gap, clock=clock, closed_at=closed_at, entries=[])

    if entry is not None:
        ends = [moment for moment in (gap.ended, stopped_at, closed_at) if moment is not None]
        assert entry.credited == min(ends) - max(gap.began, START)
        assert gap.began < START + ALLOWED or stopped_at is not None
