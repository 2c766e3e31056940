"""How often pages send: in the ordinary way, slower when workers are busy, a picture a second while there is doubt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.identity.looks.decision import burst_for
from server.identity.policy import Policy
from server.memory.watch_state import WatchState
from server.realtime.protocol import BURST


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a page sends, in the ordinary way and on doubt."""

    every: timedelta
    burst_every: timedelta


@dataclass(frozen=True, slots=True)
class Bursts:
    pace: Pace
    policy: Policy
    notify: Callable[[UUID, str, dict[str, Any]], None]  # to the page of a sitting: event, payload

    def next_ms(self, *, bursting: bool, overloaded: bool) -> int:
        return milliseconds(self.pace.burst_every if bursting else self.pace.every * (2 if overloaded else 1))

    def counted(self, watched: WatchState, at: datetime) -> tuple[bool, bool]:
        """Whether there is doubt, and whether this picture goes beyond the ordinary pace. Only such a one may find no worker: a
        page can raise doubt by itself, and somebody else can use up what workers give to doubt."""
        bursting = watched.burst_until is not None and at < watched.burst_until
        extra = bursting and watched.ordinary_at is not None and at - watched.ordinary_at < self.pace.every
        watched.ordinary_at = watched.ordinary_at if extra else at
        return bursting, extra

    def on_doubt(self, sitting_id: UUID, watched: WatchState, now: datetime) -> None:
        self._ask(sitting_id, watched, now, burst_for(watched.state, self.policy))

    def on_another_camera(self, sitting_id: UUID, watched: WatchState, now: datetime) -> None:
        """Whatever the page does of its own accord: the face before the new camera is checked at once."""
        if watched.is_watched:
            self._ask(sitting_id, watched, now, self.policy.doubt_burst)

    def _ask(self, sitting_id: UUID, watched: WatchState, now: datetime, lasts: timedelta) -> None:
        left = timedelta() if watched.burst_until is None else max(watched.burst_until - now, timedelta())
        if lasts > 2 * left:  # renewed at half time, so that no doubt is left with a picture every five seconds
            watched.burst_until = now + lasts
            every = milliseconds(self.pace.burst_every)
            self.notify(sitting_id, BURST, {"every_ms": every, "for_ms": milliseconds(lasts)})


def milliseconds(duration: timedelta) -> int:
    return round(duration.total_seconds() * 1000)
