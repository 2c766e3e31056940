"""How long nobody has been seen at a seat whose exam runs: silence is an event, whoever is silent.

Only a picture the server has measured itself ends it. Time in which the fault is ours does not count; time without a socket
counts apart, towards a bound of its own. Silences that end in time are remembered: too many of them are an event too.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from server.identity.camera.silences import NONE, Memory, MemoryLimits
from server.identity.incidents import Decision, IncidentKind


@dataclass(frozen=True, slots=True)
class UnseenLimits:
    """How long a seat may go unseen before something follows."""

    grey_after: timedelta = timedelta(seconds=15)  # three pictures: the tile says so
    alert_after: timedelta = timedelta(seconds=25)
    pause_after: timedelta = timedelta(seconds=45)
    offline_most: timedelta = timedelta(minutes=3)  # worked on unseen without a socket: the next contact takes a face check
    longest_turn: timedelta = timedelta(seconds=5)  # a longer one is our own standstill, or a clock that was set
    noticed_within: timedelta = timedelta(seconds=18)  # a dead socket looks open for so long
    memory: MemoryLimits = field(default_factory=MemoryLimits)

    @property
    def offline_in_all(self) -> timedelta:
        """No less than a site allows at a stretch."""
        return max(self.memory.offline_most, self.offline_most)


class Stage(StrEnum):
    SEEN = "seen"
    GREY = "grey"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Turn:
    """How things stand for one sitting at one moment; all times by the server's clock."""

    at: datetime
    seen_at: datetime | None  # when the last picture came that we have measured
    is_online: bool  # its socket is open
    last_request_at: datetime | None = None  # its last request over HTTP
    is_ours: bool = False  # no workers, too much for them, the server has just started


@dataclass(frozen=True, slots=True)
class Unseen:
    """How long one sitting has been unseen by now."""

    at: datetime | None = None  # the last turn
    seen_at: datetime | None = None
    online: timedelta = NONE  # unseen while its socket was open
    offline: timedelta = NONE  # and while it was not
    active_offline: bool = False  # heard over HTTP without a socket, since it was last seen
    forgiven: timedelta = NONE  # of it, what had gathered when the fault was last ours: no silence to remember
    is_notified: bool = False
    is_remembered: bool = False
    memory: Memory = field(default_factory=Memory)

    @property
    def lasted(self) -> timedelta:
        """Unseen in all, with a socket or without."""
        return self.online + self.offline

    def stage(self, limits: UnseenLimits) -> Stage:
        """A seat whose network is down is shown as offline already; one that works on over HTTP alone is worth an alert."""
        if self.counts >= limits.alert_after or self.offline >= limits.offline_most:
            return Stage.ALERT
        return Stage.GREY if self.lasted >= limits.grey_after else Stage.SEEN

    @property
    def counts(self) -> timedelta:
        """What an alert is measured by: without a socket only where the exam is worked on all the same."""
        return self.lasted if self.active_offline else self.online

    def left(self, limits: UnseenLimits) -> Memory:
        """What stays when this silence is over, or the exam is paused in the middle of it."""
        if self.at is None:
            return self.memory
        memory = self.memory if self.is_notified else self.memory.offline(self.at, self.offline)
        return memory.after(self.at, limits.memory)


@dataclass(frozen=True, slots=True)
class UnseenNotice:
    """What is to be done about it."""

    decision: Decision
    needs_face_check: bool  # the page takes a face check and goes on by itself; else a proctor lets it on
    pauses: bool = True  # else a proctor looks


def turned(state: Unseen, turn: Turn, limits: UnseenLimits) -> tuple[Unseen, UnseenNotice | None]:
    """The state after one more turn, and what it comes to: one pause until the person is seen again, one call for too many.

    Parameters
    ----------
    turn : every few seconds, in order. Of the time since the last at most `longest_turn` is counted, and none of a turn
        that is ours or goes back.

    Returns
    -------
    The state, and None or a notice: 45 s online, 3 min offline at a stretch or 6 min of 30 in all pause; the third silence
    of 15 min calls a proctor (`UnseenLimits`, `MemoryLimits`).

    Notes
    -----
    It counts time without a measured picture, not why: a network that fails, a camera that gives nothing and a page that is kept
    silent look alike.
    """
    if state.at is None:
        return Unseen(turn.at, turn.seen_at, memory=state.memory), None
    if turn.seen_at is not None and turn.seen_at != state.seen_at:
        return _measured_again(state, turn, limits)
    passed = min(max(turn.at - state.at, NONE), limits.longest_turn)
    if turn.is_ours:
        return _suppressed(state, turn, limits), None
    online = replace(state, at=turn.at, online=state.online + passed)
    counted = _remembered(online if turn.is_online else _offline(state, turn, passed, limits), limits)
    notice = None if counted.is_notified else _due(counted, state, turn, limits)
    if notice is not None:
        return _paused(counted, notice, turn.at), notice
    if counted.is_remembered and not state.is_remembered and counted.memory.is_often(limits.memory):
        return _called(counted), _too_often(counted, turn.at, limits)
    return counted, None


def retract(after: Unseen, before: Unseen) -> Unseen:
    """It could not be written down: it is decided again at the next turn."""
    return replace(after, is_notified=before.is_notified, is_remembered=before.is_remembered, memory=before.memory)


def _measured_again(state: Unseen, turn: Turn, limits: UnseenLimits) -> tuple[Unseen, UnseenNotice | None]:
    """Whoever was gone for too long takes the face check, even if a picture is as quick as we are to notice the contact."""
    notice = None if state.is_notified or turn.is_ours else _offline_too_long(state, turn.at, limits)
    if notice is None:
        return Unseen(turn.at, turn.seen_at, memory=state.left(limits)), None
    return _paused(replace(state, at=turn.at, seen_at=turn.seen_at), notice, turn.at), notice


def _remembered(state: Unseen, limits: UnseenLimits) -> Unseen:
    """A silence that is an alert counts once, if it is one without what was ours."""
    if state.is_remembered or state.at is None or state.counts - state.forgiven < limits.alert_after:
        return state
    return replace(state, is_remembered=True, memory=state.memory.silent(state.at))


def _paused(state: Unseen, notice: UnseenNotice, at: datetime) -> Unseen:
    """A face check pays for all time without a socket so far."""
    memory = replace(state.memory, outages=()) if notice.needs_face_check else state.memory.offline(at, state.offline)
    return replace(state, is_notified=True, memory=memory)


def _called(state: Unseen) -> Unseen:
    """Whoever was told of these needs not be told of them again."""
    return replace(state, memory=replace(state.memory, silences=()))


def _suppressed(state: Unseen, turn: Turn, limits: UnseenLimits) -> Unseen:
    """What had gathered shrinks to what a page needs to be seen again: nobody is paused as soon as we are back."""
    waived = replace(state, at=turn.at, online=min(state.online, limits.grey_after))
    return replace(waived, forgiven=waived.lasted)


def _offline(state: Unseen, turn: Turn, passed: timedelta, limits: UnseenLimits) -> Unseen:
    """The socket was dead for a while before anybody noticed: that time was the network's already."""
    moved = min(state.online, limits.noticed_within) if state.offline == NONE else NONE
    return replace(
        state,
        at=turn.at,
        online=state.online - moved,
        offline=state.offline + moved + passed,
        active_offline=state.active_offline or _had_request(state, turn),
    )


def _had_request(state: Unseen, turn: Turn) -> bool:
    return turn.last_request_at is not None and state.at is not None and turn.last_request_at > state.at


def _due(counted: Unseen, before: Unseen, turn: Turn, limits: UnseenLimits) -> UnseenNotice | None:
    contact = turn.is_online or _had_request(before, turn)
    gone = _offline_too_long(counted, turn.at, limits) if contact else None
    if gone is None and turn.is_online and counted.online >= limits.pause_after:
        return _notice(turn.at, "why_unseen_online", seconds=_seconds(counted.online), needs_face_check=False)
    return gone


def _offline_too_long(state: Unseen, at: datetime, limits: UnseenLimits) -> UnseenNotice | None:
    """At a stretch, or in all with what went before."""
    if state.offline >= limits.offline_most:
        return _notice(at, "why_unseen_offline", seconds=_seconds(state.lasted), needs_face_check=True)
    in_all = state.offline + state.memory.offline_in_all(at, limits.memory)
    if state.offline == NONE or in_all <= limits.offline_in_all:
        return None
    minutes = _minutes(limits.memory.offline_within)
    return _notice(at, "why_unseen_offline_often", seconds=_seconds(in_all), minutes=minutes, needs_face_check=True)


def _too_often(state: Unseen, at: datetime, limits: UnseenLimits) -> UnseenNotice:
    notice = _notice(
        at,
        "why_unseen_often",
        times=limits.memory.most,
        seconds=_seconds(limits.alert_after),
        minutes=_minutes(limits.memory.within),
        needs_face_check=False,
    )
    return replace(notice, pauses=False)


def _notice(at: datetime, why: str, *, needs_face_check: bool, **words: int) -> UnseenNotice:
    return UnseenNotice(Decision(IncidentKind.UNSEEN, at, ((why, words),)), needs_face_check)


def _seconds(lasted: timedelta) -> int:
    return round(lasted.total_seconds())


def _minutes(lasted: timedelta) -> int:
    return lasted // timedelta(minutes=1)
