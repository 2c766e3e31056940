"""How often one sitting, or one log-in of the staff, may open a socket: each costs a look into the database and a line in it."""

import math
import time
from collections.abc import Hashable
from dataclasses import dataclass, field

from socketio.exceptions import ConnectionRefusedError as Refuse

from server.realtime.connections import refusal
from server.token_bucket import TokenBucket

PER_SECOND = 0.5  # a page that lost its line tries again every 3 seconds
AT_ONCE = 30
REMEMBERED = 5_000


@dataclass
class Comings:
    """Only who is known is counted, so nobody can fill it from outside."""

    _buckets: dict[Hashable, TokenBucket] = field(default_factory=dict)
    _log_ins: dict[bytes, Hashable] = field(default_factory=dict)

    def refuse_early(self, token: bytes) -> None:
        """Before the database is asked: a log-in it has found good, and that came too often, is refused without it.

        Nothing is counted here, so whoever has only somebody's cookie uses up nothing of theirs.
        """
        bucket = self._buckets.get(self._log_ins.get(token))
        if bucket is not None and (wait := bucket.wait_before(1, time.monotonic())):
            raise _too_often(wait)

    def learn(self, token: bytes, who: Hashable) -> None:
        if len(self._log_ins) >= REMEMBERED:
            self._log_ins.clear()  # they are found good again with their next coming
        self._log_ins[token] = who

    def count(self, who: Hashable) -> None:
        """Refuses the connection of whoever came too often."""
        now = time.monotonic()
        if who not in self._buckets and len(self._buckets) >= REMEMBERED:
            self._buckets = {known: bucket for known, bucket in self._buckets.items() if not bucket.is_full(now)}
        bucket = self._buckets.setdefault(who, TokenBucket(PER_SECOND, AT_ONCE, counted_at=now))
        wait = bucket.wait_for(1, now)
        if wait:
            raise _too_often(wait)


def _too_often(wait: float) -> Refuse:
    return Refuse(refusal("too_many_tries", seconds=math.ceil(wait)))
