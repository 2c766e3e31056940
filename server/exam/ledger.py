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
    SEAT_CHANGE = "seat_change"  # by a proctor
    LOG_IN = "log_in"  # the applicant's own, in the middle of the exam
    FACE_CHECK = "face_check"  # a proctor lets the sitting go on as soon as the camera knows the face
    REOPENED = "reopened"  # from its end until it was opened again
    MISMATCH = "mismatch"
    SECOND_PERSON = "second_person"
    PROCTOR = "proctor"
    NO_FACE = "no_face"
    CAMERA_COVERED = "camera_covered"
    UNSEEN = "unseen"  # no picture came
    AWAY = "away"
    OFFLINE = "offline"  # questions stay visible
    UNVERIFIED = "unverified"  # our checks failed; nobody is stopped for that
    CLOCK_JUMP = "clock_jump"  # the machine's clock was set; costs and gives nothing, is to be seen
    LATE_ANSWERS = "late_answers"  # kept after the end by the rule for outages; costs and gives nothing, is to be seen
    GRANTED = "granted"


class ClockEffect(StrEnum):
    STOPS = "stops"
    RUNS = "runs"  # until somebody grants time


CAUSES: Mapping[Cause, ClockEffect] = {
    Cause.SERVER_DOWN: ClockEffect.STOPS,
    Cause.POWER: ClockEffect.STOPS,
    Cause.SUSPENDED: ClockEffect.STOPS,
    Cause.SEAT_CHANGE: ClockEffect.STOPS,
    Cause.LOG_IN: ClockEffect.STOPS,
    Cause.FACE_CHECK: ClockEffect.STOPS,
    Cause.REOPENED: ClockEffect.STOPS,
    Cause.MISMATCH: ClockEffect.STOPS,
    Cause.SECOND_PERSON: ClockEffect.STOPS,
    Cause.PROCTOR: ClockEffect.STOPS,
    Cause.NO_FACE: ClockEffect.RUNS,
    Cause.CAMERA_COVERED: ClockEffect.RUNS,
    Cause.UNSEEN: ClockEffect.RUNS,
    Cause.AWAY: ClockEffect.RUNS,
    Cause.OFFLINE: ClockEffect.RUNS,
    Cause.UNVERIFIED: ClockEffect.RUNS,
    Cause.CLOCK_JUMP: ClockEffect.RUNS,
    Cause.LATE_ANSWERS: ClockEffect.RUNS,
    Cause.GRANTED: ClockEffect.RUNS,
}


# What an officer's act gives one sitting, by whatever name: one cap holds for all of it (GrantLimits).
BY_OFFICERS = frozenset({Cause.PROCTOR, Cause.POWER, Cause.SEAT_CHANGE, Cause.GRANTED})
OWN_TIME = (Cause.LOG_IN, Cause.FACE_CHECK)  # pauses the applicant could have ended
# How long the clock stands for what the applicant alone can draw out; from then on it runs.
OWN_LOG_IN = timedelta(seconds=60)  # once a sitting
FACE_CHECK_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Entry:
    cause: Cause
    began: datetime
    ended: datetime
    lost: timedelta  # while the clock ran for the block, so never twice for two causes that stop it
    credited: timedelta


@dataclass(frozen=True, slots=True)
class GrantLimits:
    """The most a role may give one sitting in all, by pauses and by grants, whoever gave the time before."""

    proctor: timedelta = timedelta(minutes=10)
    chief_proctor: timedelta = timedelta(minutes=60)

    def of(self, role: Role) -> timedelta:
        return {Role.PROCTOR: self.proctor, Role.CHIEF_PROCTOR: self.chief_proctor}.get(role, NONE)


def stops(cause: Cause) -> bool:
    return CAUSES[cause] is ClockEffect.STOPS


def book(cause: Cause, span: Span, *, block: Span, entries: Sequence[Entry], credits: bool | None = None) -> Entry | None:
    """What `span` cost the block, after what `entries` already gave back; None when it cost nothing.

    `credits`: whether the clock stood; None: as the cause says.
    """
    began, ended = max(span.began, block.began), min(span.ended, block.ended)
    credited_spans = [Span(entry.began, entry.ended) for entry in entries if entry.credited > NONE]
    lost = max(ended - began, NONE) - _covered(Span(began, ended), credited_spans)
    if lost <= NONE:
        return None
    return Entry(cause, began, ended, lost, lost if (stops(cause) if credits is None else credits) else NONE)


def book_standstill(cause: Cause, span: Span, *, at_most: timedelta | None, block: Span, entries: Sequence[Entry]) -> list[Entry]:
    """The same for a pause whose clock stands for `at_most` and runs from then on."""
    if at_most is None or not stops(cause):
        whole = book(cause, span, block=block, entries=entries)
        return [] if whole is None else [whole]
    until = min(span.ended, span.began + at_most)
    credited_spans = book(cause, Span(span.began, until), block=block, entries=entries)
    ran = book(cause, Span(until, span.ended), block=block, entries=entries, credits=False)
    return [entry for entry in (credited_spans, ran) if entry is not None]


def credit_outage(gap: Span, *, clock: BlockClock, closed_at: datetime | None, entries: Sequence[Entry]) -> Entry | None:
    """A gap of the server, as far as the block's clock ran in it: not before its start, after its end, nor while it stood."""
    if clock.is_over(gap.began):
        return None
    stopped_at = clock.stopped_at
    if stopped_at is not None and clock.stands_at_most is not None:
        gap, stopped_at = Span(max(gap.began, stopped_at + clock.stands_at_most), gap.ended), None
    ended = min(moment for moment in (gap.ended, closed_at, stopped_at) if moment is not None)
    return book(Cause.SERVER_DOWN, gap, block=Span(clock.started_at, ended), entries=entries)


def credit_of(entries: Iterable[Entry]) -> timedelta:
    return sum((entry.credited for entry in entries), NONE)


def given_of(entries: Iterable[Entry]) -> timedelta:
    """What officers gave, by grants and by pauses."""
    return credit_of(entry for entry in entries if entry.cause in BY_OFFICERS)


def left_to_give(role: Role, already_given: timedelta, limits: GrantLimits) -> timedelta:
    return max(limits.of(role) - already_given, NONE)


def left_for_log_in(entries: Iterable[Entry]) -> timedelta:
    """How long the clock stands for a log-in of the applicant's own; for the second one it does not stand at all."""
    return NONE if any(entry.cause is Cause.LOG_IN for entry in entries) else OWN_LOG_IN


def may_grant(role: Role, already_given: timedelta, extra: timedelta, limits: GrantLimits) -> bool:
    return extra > NONE and already_given + extra <= limits.of(role)


def grant(role: Role, extra: timedelta, *, at: datetime, already_given: timedelta, limits: GrantLimits) -> Entry:
    """`already_given` counts every block of the sitting."""
    if extra <= NONE:
        raise GrantNotPositive(seconds=int(extra.total_seconds()))
    if not may_grant(role, already_given, extra, limits):
        remaining = left_to_give(role, already_given, limits)
        refused = GrantForChief if may_grant(Role.CHIEF_PROCTOR, already_given, extra, limits) else GrantTooLarge
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
