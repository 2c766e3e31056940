"""Who sits where: drawn, never chosen, because arranged seats are how exams were sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.exam.errors import TooFewSeats
from server.exam.seeds import shuffler


@dataclass(frozen=True, slots=True)
class DrawnSeat:
    id: str
    spare: bool


def draw(sittings: Sequence[str], seats: Sequence[DrawnSeat], seed: bytes) -> dict[str, str]:
    """Sitting to seat; the same seed draws the same, in whatever order the lists come. Spare seats stay free."""
    free = sorted(seat.id for seat in seats if not seat.spare)
    if len(free) < len(sittings):
        raise TooFewSeats(needed=len(sittings), present=len(free))
    shuffler(seed, "seats").shuffle(free)
    return dict(zip(sorted(sittings), free, strict=False))
