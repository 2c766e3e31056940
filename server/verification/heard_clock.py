"""A clock that stands while its own loop is late: what was not heard in that time was not silent."""

MOST_AT_ONCE = 0.5  # of a loop that looks five times a second


class HeardClock:
    def __init__(self, moment: float) -> None:
        self.now = 0.0
        self._last = moment

    def advance(self, moment: float) -> None:
        self.now += min(moment - self._last, MOST_AT_ONCE)
        self._last = moment
