"""How often something may be tried: per (seat, number) and per account, never by address alone, for a hall is one address."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.web.errors import TooManyTries

REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    tries: int
    within: timedelta


PIN_TRIES = Limit(5, timedelta(minutes=2))
PASSWORD_TRIES = Limit(8, timedelta(minutes=5))
LIVENESS_TRIES = Limit(8, timedelta(minutes=2))
CHECKS = Limit(8, timedelta(minutes=1))  # of a face at a gate: each puts up to five pictures before everybody's
LOOKS = Limit(4, timedelta(seconds=2))


class Limits:
    """Counts recent tries in memory; a restart forgets them, which favours people over attackers for one window."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tries: OrderedDict[tuple[str, ...], list[datetime]] = OrderedDict()

    def count(self, limit: Limit, *who: str) -> None:
        """Count one try; raise TooManyTries when there were too many lately."""
        now = self._now()
        recent = [at for at in self._tries.pop(who, []) if now - at < limit.within]
        self._tries[who] = recent
        if len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)
        if len(recent) >= limit.tries:
            wait = limit.within - (now - recent[0])
            raise TooManyTries(seconds=max(1, round(wait.total_seconds())))
        recent.append(now)

    def forget(self, *who: str) -> None:
        """It went well: start counting anew."""
        self._tries.pop(who, None)
