"""How many pictures asked for on doubt may go through: a tenth of what the workers can do, so that no seat starves the others."""

from dataclasses import dataclass

SHARE = 0.1


@dataclass(slots=True)
class BurstShare:
    """A bucket that fills with the share of the capacity and holds one second of it, at least one picture."""

    filled_at: float
    pictures: float = 1.0

    def allows(self, now: float, capacity: float) -> bool:
        """`capacity` in pictures a second; none without workers."""
        rate = SHARE * capacity
        self.pictures = min(max(rate, 1.0), self.pictures + rate * (now - self.filled_at))
        self.filled_at = now
        if self.pictures < 1.0 or capacity <= 0:
            return False
        self.pictures -= 1.0
        return True
