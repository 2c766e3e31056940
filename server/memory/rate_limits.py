"""How often something may be tried. Whoever tries too often waits for the next try, and holds nobody else up."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.edge_refusals import TooManyTries
from server.token_bucket import TokenBucket

REMEMBERED = 20_000  # of each kind
_SHARED = ("shared by those nobody has room to remember",)
_SWEPT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and one more each time `every` has passed."""

    kind: str
    at_once: int
    every: timedelta


def _limit(kind: str, at_once: int, every_s: float) -> Limit:
    return Limit(kind, at_once, timedelta(seconds=every_s))


PIN_TRIES = _limit("pin", 5, 24)  # of one number at one seat
SEAT_TRIES = _limit("seat", 20, 6)  # of all numbers at one seat
ELSEWHERE_TRIES = _limit("elsewhere", 10, 30)  # of one number at seats that are not its own
STRANGERS_TRIES = _limit("stranger", 30, 2)  # of all accounts from one address, from browsers nobody knows
PASSWORD_TRIES = _limit("password", 8, 5)  # of one account from one address, from browsers nobody knows
KNOWN_TRIES = _limit("known", 8, 5)  # of one account from one browser that it has logged in from
SECOND_TRIES = _limit("second", 8, 15)  # of one account as second officer, on the screen of one first officer
UNKNOWN_TRIES = _limit("unknown", 10, 1)  # of accounts that do not exist, all together: what is worked for them
CODE_TRIES = _limit("code", 5, 30)  # of the second factor of one account, from browsers nobody knows together or from one known
MISSING_PROOFS = _limit("missing proof", 2, 60)  # of one seat from one address: each load of a page sends one
LIVENESS_TRIES = _limit("liveness", 8, 15)
LOOKS = _limit("look", 4, 0.5)
CHECKS = _limit("check", 8, 7.5)  # of a face at a gate: each puts up to five pictures before everybody's

# What one sitting may ask of the server, far above human speed: 110 answers kept through an outage pass in one go.
ANSWERS = _limit("answers", 600, 0.5)
EVENTS = _limit("events", 300, 0.5)
REQUESTS = _limit("requests", 200, 0.25)


class Limits:
    """Kept in memory, each kind apart; a restart forgets, which favours people over attackers for one window.

    No key pushes another one out: when a kind is full, newcomers share one bucket until somebody's is full again.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._kinds: dict[str, dict[tuple[str, ...], TokenBucket]] = {}
        self._swept_at: dict[str, float] = {}

    def count(self, limit: Limit, *who: str, cost: int = 1) -> None:
        """Count one try, or what `cost` says; raise TooManyTries with the seconds to wait."""
        wait = self.wait(limit, *who, cost=cost)
        if wait:
            raise TooManyTries(seconds=math.ceil(wait))

    def wait(self, limit: Limit, *who: str, cost: int = 1) -> float:
        """The same for whoever wants to go on in another way: 0.0 is counted, anything else is not."""
        now_s = self._now().timestamp()
        return self._bucket(limit, who, now_s).wait_for(cost, now_s)

    def forget(self, limit: Limit, *who: str) -> None:
        """It went well: start counting anew."""
        self._kinds.get(limit.kind, {}).pop(who, None)

    def _bucket(self, limit: Limit, who: tuple[str, ...], now_s: float) -> TokenBucket:
        buckets = self._kinds.setdefault(limit.kind, {})
        if who not in buckets and len(buckets) >= REMEMBERED:
            self._sweep(limit.kind, now_s)
            if len(buckets) >= REMEMBERED:
                who = _SHARED
        if who not in buckets:
            buckets[who] = TokenBucket(1 / limit.every.total_seconds(), limit.at_once, counted_at=now_s)
        return buckets[who]

    def _sweep(self, kind: str, now_s: float) -> None:
        if 0 <= now_s - self._swept_at.get(kind, -math.inf) < _SWEPT_EVERY_S:
            return
        self._swept_at[kind] = now_s
        buckets = self._kinds[kind]
        for who in [who for who, bucket in list(buckets.items()) if bucket.is_full(now_s)]:
            del buckets[who]
