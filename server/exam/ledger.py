"""Every second a sitting lost or was given, with its cause; which causes stop the clock is one table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.exam.errors import GrantForChief, GrantNotPositive, GrantTooLarge
from server.exam.rights import Role
from server.exam.timing import NONE, BlockClock, Span


class Cause(StrEnum):
    SERVER_DOWN = "server_down"
    POWER = "power"
    SUSPENDED = "suspended"  # the room or the slot
    SEAT_CHANGE = "seat_change"
    MISMATCH = "mismatch"
    SECOND_PERSON = "second_person"
    PROCTOR = "proctor"
    NO_FACE = "no_face"
    CAMERA_COVERED = "camera_covered"
    AWAY = "away"
    OFFLINE = "offline"  # questions stay visible
    UNVERIFIED = "unverified"  # our checks failed; nobody is stopped for that
    LATE_ANSWERS = "late_answers"  # kept after the end by the rule for outages; costs and gives nothing, is to be seen
    GRANTED = "granted"


class Clock(StrEnum):
    STOPS = "stops"
    RUNS = "runs"  # until somebody grants time


CAUSES: Mapping[Cause, Clock] = {
    Cause.SERVER_DOWN: Clock.STOPS,
    Cause.POWER: Clock.STOPS,
    Cause.SUSPENDED: Clock.STOPS,
    Cause.SEAT_CHANGE: Clock.STOPS,
    Cause.MISMATCH: Clock.STOPS,
    Cause.SECOND_PERSON: Clock.STOPS,
    Cause.PROCTOR: Clock.STOPS,
    Cause.NO_FACE: Clock.RUNS,
    Cause.CAMERA_COVERED: Clock.RUNS,
    Cause.AWAY: Clock.RUNS,
    Cause.OFFLINE: Clock.RUNS,
    Cause.UNVERIFIED: Clock.RUNS,
    Cause.LATE_ANSWERS: Clock.RUNS,
    Cause.GRANTED: Clock.RUNS,
}


@dataclass(frozen=True, slots=True)
class Entry:
    cause: Cause
    began: datetime
    ended: datetime
    lost: timedelta  # while the clock ran for the block, so never twice for two causes that stop it
    credited: timedelta


@dataclass(frozen=True, slots=True)
class GrantLimits:
    """The most a role may grant one sitting in all, whoever granted the time before."""

    proctor: timedelta = timedelta(minutes=10)
    chief_proctor: timedelta = timedelta(minutes=60)

    def of(self, role: Role) -> timedelta:
        return {Role.PROCTOR: self.proctor, Role.CHIEF_PROCTOR: self.chief_proctor}.get(role, NONE)


def stops(cause: Cause) -> bool:
    return CAUSES[cause] is Clock.STOPS


def book(cause: Cause, span: Span, *, block: Span, entries: Sequence[Entry]) -> Entry | None:
    """What `span` cost the block, after what `entries` already gave back; None when it cost nothing."""
    began, ended = max(span.began, block.began), min(span.ended, block.ended)
    stopped = [Span(entry.began, entry.ended) for entry in entries if stops(entry.cause)]
    lost = max(ended - began, NONE) - _covered(Span(began, ended), stopped)
    if lost <= NONE:
        return None
    return Entry(cause, began, ended, lost, lost if stops(cause) else NONE)


def book_gap(gap: Span, *, clock: BlockClock, closed_at: datetime | None, entries: Sequence[Entry]) -> Entry | None:
    """A gap of the server, as far as the block's clock ran in it: not before its start, after its end, nor while it stood."""
    if clock.is_over(gap.began):
        return None
    ended = min(moment for moment in (gap.ended, closed_at, clock.stopped_at) if moment is not None)
    return book(Cause.SERVER_DOWN, gap, block=Span(clock.started_at, ended), entries=entries)


def credit_of(entries: Iterable[Entry]) -> timedelta:
    return sum((entry.credited for entry in entries), NONE)


def granted_of(entries: Iterable[Entry]) -> timedelta:
    return credit_of(entry for entry in entries if entry.cause is Cause.GRANTED)


def may_grant(role: Role, already_granted: timedelta, extra: timedelta, limits: GrantLimits) -> bool:
    return extra > NONE and already_granted + extra <= limits.of(role)


def grant(role: Role, extra: timedelta, *, at: datetime, already_granted: timedelta, limits: GrantLimits) -> Entry:
    """`already_granted` counts every block of the sitting."""
    if extra <= NONE:
        raise GrantNotPositive(seconds=int(extra.total_seconds()))
    if not may_grant(role, already_granted, extra, limits):
        remaining = max(limits.of(role) - already_granted, NONE)
        refused = GrantForChief if may_grant(Role.CHIEF_PROCTOR, already_granted, extra, limits) else GrantTooLarge
        raise refused(seconds=int(extra.total_seconds()), remaining=int(remaining.total_seconds()))
    return Entry(Cause.GRANTED, at, at, NONE, extra)


def _covered(span: Span, others: Iterable[Span]) -> timedelta:
    """How much of the span the others cover together, each moment counted once."""
    covered, reached = NONE, span.began
    for other in sorted(others, key=lambda each: each.began):
        began, ended = max(other.began, reached), min(other.ended, span.ended)
        if ended > began:
            covered += ended - began
            reached = ended
    return covered
