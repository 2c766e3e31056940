"""The only reader of the machine's clocks."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _wall() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """Seconds that nobody sets and that a sleeping machine still counts."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Clock:
    """The wall clock as it was read once, and from then on the steady one.

    Whoever sets the machine's clock, by hand or by NTP, moves nobody's time: `ahead` tells of it, `set_to_wall` gives in.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall, steady: Callable[[], float] = _steady) -> None:
        self._wall, self.steady = wall, steady
        self.set_to_wall()

    def now(self) -> datetime:
        """The present, in UTC, to the millisecond: what is stored is what was compared."""
        moment = self._exact()
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def ahead(self) -> timedelta:
        """Of the machine's wall clock; negative: behind it."""
        return self._exact() - self._wall()

    def set_to_wall(self, ahead: timedelta = timedelta()) -> None:
        self._anchor, self._since = self._wall() + ahead, self.steady()

    def _exact(self) -> datetime:
        return self._anchor + timedelta(seconds=self.steady() - self._since)


the_clock = Clock()


def now() -> datetime:
    return the_clock.now()


def wall_seconds() -> float:
    """What the machine's clock says by itself, for a library that compares with that: never for anybody's time."""
    return _wall().timestamp()
