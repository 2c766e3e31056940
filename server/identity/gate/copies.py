"""When the pictures of a check are no pictures of now: the registration photo or the desk picture again, or one picture twice."""

from dataclasses import dataclass
from typing import Protocol


class DifferenceLike(Protocol):
    @property
    def shift(self) -> float: ...

    @property
    def change(self) -> float: ...


class ComparisonLike(Protocol):
    @property
    def likeness(self) -> tuple[float, ...]: ...

    @property
    def apart(self) -> "tuple[DifferenceLike, ...]": ...


@dataclass(frozen=True, slots=True)
class CopyLimits:
    """Where the figures come from: docs/liveness.md, "Pictures shown again"."""

    likeness: float = 0.945  # of -1..1: from here on a picture is an earlier one again
    shift: float = 0.03  # pixels of pictures 240 wide: nobody alive is as still for a third of a second
    change: float = 0.08  # of the face's contrast, root mean square


COPY_LIMITS = CopyLimits()
PHOTO_AGAIN, PICTURE_TWICE = "photo_again", "picture_twice"


def copy_hint(compared: ComparisonLike, limits: CopyLimits = COPY_LIMITS) -> str | None:
    """What the person is told; None: nothing speaks against the pictures. One copy among them is enough.

    Parameters
    ----------
    compared : as the worker measured it: likeness -1..1, shift in pixels of pictures 240 wide, change as a share of contrast.

    Notes
    -----
    None is no proof of life: a photo that nobody here keeps is no copy, and a film moves. Pictures of somebody who does not
    move at all for seconds can be called copies (10 of 855 pairs, docs/liveness.md).
    """
    if is_copy(compared, limits):
        return PHOTO_AGAIN
    if any(one.shift <= limits.shift and one.change <= limits.change for one in compared.apart):
        return PICTURE_TWICE
    return None


def is_copy(compared: ComparisonLike, limits: CopyLimits = COPY_LIMITS) -> bool:
    """Whether the likest of the pictures reaches the limit; False where there was nothing to compare with."""
    return max(compared.likeness, default=0.0) >= limits.likeness
