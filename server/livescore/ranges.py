"""A running score as the public may read it: a wide range whose place is drawn by a secret, not by the score alone."""

import math
from dataclasses import dataclass

STEP = 5  # points: ends of ranges are multiples of it


@dataclass(frozen=True, slots=True)
class ShownRange:
    low: int
    high: int
    counted: int  # items the range speaks of


def width_of(share: float, maximum: int) -> int:
    """How many points wide the ranges of an exam are."""
    return max(STEP, math.ceil(share * maximum / STEP) * STEP)


def shown_range(points: int, most: int, width: int, draw: bytes) -> tuple[int, int]:
    """The range of `width` points that holds the score, on a grid shifted by `draw`, cut off at 0 and at `most`.

    The shift is uniform and secret, so wherever the score lies in the range is equally likely. `draw` must be the same
    whenever the same answers are shown again, or the ranges of two drawings laid over each other would be narrower.
    """
    shift = STEP * (int.from_bytes(draw) % (width // STEP))
    low = (points + shift) // width * width - shift
    return max(0, low), min(most, low + width)
