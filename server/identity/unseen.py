"""How long nobody has been seen at a seat whose exam runs: silence is an event, whoever is silent.

Only a picture the server has measured itself ends it. Time in which the fault is ours does not count; time without a socket
counts apart, towards a bound of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from server.identity.incidents import Decision, IncidentKind

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class UnseenLimits:
    grey_after: timedelta = timedelta(seconds=15)  # three pictures: the tile says so
    alert_after: timedelta = timedelta(seconds=25)
    pause_after: timedelta = timedelta(seconds=45)
    offline_most: timedelta = timedelta(minutes=3)  # worked on unseen without a socket: the next contact takes a face check
    longest_turn: timedelta = timedelta(seconds=5)  # a longer one is our own standstill, or a clock that was set
    noticed_within: timedelta = timedelta(seconds=18)  # a dead socket looks open for so long


class Stage(StrEnum):
    SEEN = "seen"
    GREY = "grey"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Turn:
    """How things stand for one sitting at one moment."""

    at: datetime
    seen_at: datetime | None  # when the last picture came that we have measured
    is_online: bool  # its socket is open
    heard_at: datetime | None = None  # its last request over HTTP
    is_ours: bool = False  # no workers, too much for them, the server has just started


@dataclass(frozen=True, slots=True)
class Unseen:
    at: datetime | None = None  # the last turn
    seen_at: datetime | None = None
    online: timedelta = NONE  # unseen while its socket was open
    offline: timedelta = NONE  # and while it was not
    works_offline: bool = False  # heard over HTTP without a socket, since it was last seen
    is_told: bool = False

    @property
    def lasted(self) -> timedelta:
        return self.online + self.offline

    def stage(self, limits: UnseenLimits) -> Stage:
        """A seat whose network is down is shown as offline already; one that works on over HTTP alone is worth an alert."""
        counts = self.lasted if self.works_offline else self.online
        if counts >= limits.alert_after or self.offline >= limits.offline_most:
            return Stage.ALERT
        return Stage.GREY if self.lasted >= limits.grey_after else Stage.SEEN


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be done about it."""

    decision: Decision
    fresh_check: bool  # the page takes a face check and goes on by itself; else a proctor lets it on


def turned(state: Unseen, turn: Turn, limits: UnseenLimits) -> tuple[Unseen, Told | None]:
    """The state after one more turn, and what it comes to, once until the person is seen again."""
    if state.at is None:
        return Unseen(turn.at, turn.seen_at), None
    if turn.seen_at is not None and turn.seen_at != state.seen_at:
        return _seen_again(state, turn, limits)
    passed = min(max(turn.at - state.at, NONE), limits.longest_turn)
    if turn.is_ours:
        return _excused(state, turn, limits), None
    online = replace(state, online=state.online + passed)
    counted = online if turn.is_online else _offline(state, turn, passed, limits)
    told = None if counted.is_told else _due(counted, state, turn, limits)
    return replace(counted, at=turn.at, is_told=counted.is_told or told is not None), told


def untold(state: Unseen) -> Unseen:
    """It could not be written down: it is decided again at the next turn."""
    return replace(state, is_told=False)


def _seen_again(state: Unseen, turn: Turn, limits: UnseenLimits) -> tuple[Unseen, Told | None]:
    """Whoever was gone for too long takes the face check, even if a picture is as quick as we are to notice the contact."""
    if state.is_told or turn.is_ours or state.offline < limits.offline_most:
        return Unseen(turn.at, turn.seen_at), None
    told = _told("why_unseen_offline", state.lasted, turn.at, fresh_check=True)
    return replace(state, at=turn.at, seen_at=turn.seen_at, is_told=True), told


def _excused(state: Unseen, turn: Turn, limits: UnseenLimits) -> Unseen:
    """What had gathered shrinks to what a page needs to be seen again: nobody is paused as soon as we are back."""
    return replace(state, at=turn.at, online=min(state.online, limits.grey_after))


def _offline(state: Unseen, turn: Turn, passed: timedelta, limits: UnseenLimits) -> Unseen:
    """The socket was dead for a while before anybody noticed: that time was the network's already."""
    moved = min(state.online, limits.noticed_within) if state.offline == NONE else NONE
    return replace(
        state,
        online=state.online - moved,
        offline=state.offline + moved + passed,
        works_offline=state.works_offline or _is_heard(state, turn),
    )


def _is_heard(state: Unseen, turn: Turn) -> bool:
    return turn.heard_at is not None and state.at is not None and turn.heard_at > state.at


def _due(counted: Unseen, before: Unseen, turn: Turn, limits: UnseenLimits) -> Told | None:
    contact = turn.is_online or _is_heard(before, turn)
    if counted.offline >= limits.offline_most and contact:
        return _told("why_unseen_offline", counted.lasted, turn.at, fresh_check=True)
    if turn.is_online and counted.online >= limits.pause_after:
        return _told("why_unseen_online", counted.online, turn.at, fresh_check=False)
    return None


def _told(why: str, lasted: timedelta, at: datetime, *, fresh_check: bool) -> Told:
    return Told(Decision(IncidentKind.UNSEEN, at, ((why, {"seconds": round(lasted.total_seconds())}),)), fresh_check)
