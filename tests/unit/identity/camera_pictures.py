"""Pictures of a seat's camera as the signs need them, and what is told of a row of them."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from server.identity.camera.sign_limits import LIMITS
from server.identity.camera.signs import Picture, Signs, signs_after
from server.identity.incidents import IncidentKind
from tests.unit.identity.seen import at

FACE = (0.3, 0.3, 0.4, 0.4)


@dataclass(frozen=True)
class Thumbnail:
    columns: int
    greys: bytes


@dataclass(frozen=True)
class Marks:
    border: float = 0.5
    moire: float = 6.0


def waves(shift: float = 0.0, light: float = 1.0) -> Thumbnail:
    """A face as seen from afar: something light and dark, moved to the right by so many cells."""
    return Thumbnail(
        30, bytes(round(light * (120 + 60 * math.sin((x - shift) / 2) * math.cos(y / 3))) for y in range(22) for x in range(30))
    )


def picture(seconds: float, **changes: object) -> Picture:
    return replace(Picture(at(seconds), at(seconds), digest=f"{seconds}", face=FACE), **changes)


def told(pictures: Iterable[Picture]) -> list[IncidentKind]:
    state, kinds = Signs(), []
    for each in pictures:
        state, found = signs_after(state, each, LIMITS)
        kinds += [one.kind for one in found]
    return kinds


def first_why(pictures: Iterable[Picture]) -> tuple[str, object]:
    state = Signs()
    for each in pictures:
        state, found = signs_after(state, each, LIMITS)
        if found:
            return found[0].why[0]
    raise AssertionError("nothing was told")


def minutes(count: float, make: Callable[[float], Picture], every: float = 5.0) -> list[Picture]:
    return [make(every * number) for number in range(int(count * 60 / every) + 1)]
