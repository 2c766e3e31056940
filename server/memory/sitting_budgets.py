"""What one sitting may ask of the server: told before any work is done, so that one page never slows the others down."""

from uuid import UUID

from server.memory.rate_limits import REQUESTS, Limit, Limits

REMEMBERED = 20_000


class SittingBudgets:
    """Log-ins that were found good are remembered: who makes up cookies takes nobody's place, and gets no bucket."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sittings: dict[bytes, UUID] = {}

    def learn(self, token: bytes, sitting_id: UUID) -> None:
        if len(self._sittings) >= REMEMBERED:
            self._sittings.clear()  # they are found good again with their next request; the buckets stay
        self._sittings[token] = sitting_id

    def count(self, token: bytes | None, limit: Limit = REQUESTS, cost: int = 1) -> None:
        sitting_id = self._sittings.get(token) if token else None
        if sitting_id is not None:
            self._limits.count(limit, str(sitting_id), cost=cost)
