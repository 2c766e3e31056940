"""A token bucket: how much somebody may use at once, and how fast it comes back."""

from dataclasses import dataclass


@dataclass(slots=True)
class TokenBucket:
    """Seconds come from outside, so that tests and the hall's clock can give them; a clock that goes back gives nothing."""

    per_second: float
    at_once: float
    used: float = 0.0
    counted_at: float = 0.0

    def wait_for(self, cost: float, now_s: float) -> float:
        """Takes `cost` and returns 0.0, or takes nothing and returns the seconds until there will be enough."""
        self.used = max(0.0, self.used - max(0.0, now_s - self.counted_at) * self.per_second)
        self.counted_at = now_s
        if self.used + cost > self.at_once:
            return (self.used + cost - self.at_once) / self.per_second
        self.used += cost
        return 0.0

    def wait_before(self, cost: float, now_s: float) -> float:
        """The same seconds, and nothing is taken."""
        return TokenBucket(self.per_second, self.at_once, self.used, self.counted_at).wait_for(cost, now_s)

    def is_full(self, now_s: float) -> bool:
        """Nothing is remembered of somebody whose bucket is full again."""
        return self.used - max(0.0, now_s - self.counted_at) * self.per_second <= 0.0
