"""What is remembered of a seat's earlier silences: how many there were, and how long it worked on without a socket in all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """How many silences, and how much time without a socket, are too many."""

    most: int = 3  # silences that are an alert each, the last one included
    within: timedelta = timedelta(minutes=15)
    offline_most: timedelta = timedelta(minutes=6)  # in all
    offline_within: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ConnectionOutage:
    """A time without a socket; `lasted` > 0."""

    ended: datetime
    lasted: timedelta


@dataclass(frozen=True, slots=True)
class Memory:
    """It outlives pauses: standing still for a moment wipes nothing out."""

    silences: tuple[datetime, ...] = ()  # when each became an alert
    outages: tuple[ConnectionOutage, ...] = ()

    def silent(self, at: datetime) -> "Memory":
        """With one more; `at` not before the last."""
        return replace(self, silences=(*self.silences, at))

    def offline(self, ended: datetime, lasted: timedelta) -> "Memory":
        """With one more outage; unchanged where it lasted no time."""
        return self if lasted <= NONE else replace(self, outages=(*self.outages, ConnectionOutage(ended, lasted)))

    def is_often(self, limits: MemoryLimits) -> bool:
        """Of the last few: a silence counts from when it became an alert."""
        last = self.silences[-limits.most :]
        return len(last) == limits.most and last[-1] - last[0] <= limits.within

    def offline_in_all(self, now: datetime, limits: MemoryLimits) -> timedelta:
        """Within the time that is remembered; of an outage that began before it, the rest."""
        since = now - limits.offline_within
        return sum((min(one.lasted, max(one.ended - since, NONE)) for one in self.outages), NONE)

    def after(self, now: datetime, limits: MemoryLimits) -> "Memory":
        """Without what is too old to count."""
        return Memory(
            tuple(at for at in self.silences if now - at <= limits.within),
            tuple(one for one in self.outages if now - one.ended < limits.offline_within),
        )
