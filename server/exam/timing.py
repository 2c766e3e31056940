"""How much time a block has left, whatever a browser believes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockClock:
    started_at: datetime
    allowed: timedelta
    credited: timedelta = NONE  # given back by the ledger
    stopped_at: datetime | None = None  # the clock stands since then; the ledger credits the standstill when it ends
    stands_at_most: timedelta | None = None  # and runs again after that; None: for as long as the standstill lasts
    hard_end: datetime | None = None  # no credit reaches beyond
    hard_end_suspended_since: datetime | None = None  # the slot stands since then, and its hard end moves away with it

    def ends_at(self, now: datetime) -> datetime:
        """The end as things stand; while the clock is stopped it moves away with `now`."""
        end = self.started_at + self.allowed + self.credited + self._standing(now)
        hard_end = self.hard_end_at(now)
        return end if hard_end is None else min(end, hard_end)

    def stands(self, now: datetime) -> bool:
        if self.stopped_at is None:
            return False
        return self.stands_at_most is None or now - self.stopped_at < self.stands_at_most

    def hard_end_at(self, now: datetime) -> datetime | None:
        if self.hard_end is None or self.hard_end_suspended_since is None:
            return self.hard_end
        return self.hard_end + max(now - self.hard_end_suspended_since, NONE)

    def is_hard_over(self, now: datetime) -> bool:
        hard_end = self.hard_end_at(now)
        return hard_end is not None and now >= hard_end

    def left(self, now: datetime) -> timedelta:
        """Never more than what was given, even when the machine's clock was put back before the start."""
        return min(max(self.ends_at(now) - now, NONE), self.allowed + self.credited)

    def is_over(self, now: datetime) -> bool:
        return self.left(now) == NONE

    def _standing(self, now: datetime) -> timedelta:
        if self.stopped_at is None:
            return NONE
        standing = max(now - self.stopped_at, NONE)
        return standing if self.stands_at_most is None else min(standing, self.stands_at_most)
