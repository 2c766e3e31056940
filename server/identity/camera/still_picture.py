"""A face that does not move at all: every picture of minutes shows it at the same place to a fraction of a pixel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import fmean, pstdev
from typing import Protocol

from server.identity.camera.sign_limits import SignLimits


class ThumbnailLike(Protocol):
    @property
    def columns(self) -> int: ...

    @property
    def greys(self) -> bytes: ...


Box = tuple[float, ...]  # left, top, width, height as shares of the picture
_LEAST_CELLS = 9


@dataclass(frozen=True, slots=True)
class Still:
    """How long the face has not moved, counted from the picture it is compared with; `size` cells in all, grey levels 0..255."""

    columns: int = 0
    size: int = 0
    cells: tuple[int, ...] = ()  # of the thumbnail, within the face
    first: tuple[float, ...] = ()  # their greys in the first picture, evened out
    since: datetime | None = None
    last: datetime | None = None
    looks: int = 0

    def is_due(self, limits: SignLimits) -> bool:
        """Still for long enough, and seen so in enough pictures."""
        return self.looks >= limits.still_looks and self.seconds >= limits.still_after.total_seconds()

    @property
    def seconds(self) -> float:
        """From the first picture of the run to the last; 0 without one."""
        return (self.last - self.since).total_seconds() if self.last and self.since else 0.0


def still_after(state: Still, thumbnail: ThumbnailLike, face: Box, at: datetime, limits: SignLimits) -> Still:
    """Compared with the first picture of the run, not with the last: a slow movement is a movement.

    Parameters
    ----------
    seen : row by row, one byte a cell; as many cells as `columns` divides.
    face : left, top, width, height as shares of the picture, 0..1; only cells wholly within it are compared.
    at : when the server received the picture, not before `state.last`.

    Returns
    -------
    The run with this picture; a new one where the face moved (`SignLimits.still_within`, root mean square of grey levels, light
    and contrast evened out), where the silence was too long, or the size changed; none at all where fewer than 9 cells lie
    within the face or it has too little contrast for a movement to show.

    Notes
    -----
    A photo in a hand sways and is not told; somebody asleep may be. A face that moves to and fro by half a pixel is alive here:
    docs/liveness.md, "Passive signs in the exam".
    """
    if state.last is not None and at - state.last <= limits.gap and _is_like(state, thumbnail, limits):
        return Still(state.columns, state.size, state.cells, state.first, state.since, at, state.looks + 1)
    cells = _inside(thumbnail, face)
    greys = [thumbnail.greys[cell] for cell in cells]
    if len(cells) < _LEAST_CELLS or pstdev(greys) < limits.still_contrast:
        return Still()
    return Still(thumbnail.columns, len(thumbnail.greys), cells, _evened(greys), at, at, 1)


def _is_like(state: Still, thumbnail: ThumbnailLike, limits: SignLimits) -> bool:
    if (thumbnail.columns, len(thumbnail.greys)) != (state.columns, state.size):
        return False
    greys = [thumbnail.greys[cell] for cell in state.cells]
    spread = pstdev(state.first)
    now = _evened(greys, spread)
    return sqrt(fmean((one - other) ** 2 for one, other in zip(state.first, now, strict=True))) <= limits.still_within


def _evened(greys: Sequence[float], spread: float | None = None) -> tuple[float, ...]:
    """Without what a lamp or the camera's own exposure does: about zero, and as contrasty as before."""
    mean = fmean(greys)
    stretch = 1.0 if spread is None else spread / max(pstdev(greys), 1.0)
    return tuple((grey - mean) * stretch for grey in greys)


def _inside(thumbnail: ThumbnailLike, face: Box) -> tuple[int, ...]:
    """The cells that lie wholly within the face."""
    rows = len(thumbnail.greys) // thumbnail.columns
    left, top, width, height = face
    across = range(_ceil(left * thumbnail.columns), int((left + width) * thumbnail.columns))
    down = range(_ceil(top * rows), int((top + height) * rows))
    return tuple(
        row * thumbnail.columns + column
        for row in down
        if 0 <= row < rows
        for column in across
        if 0 <= column < thumbnail.columns
    )


def _ceil(number: float) -> int:
    return -int(-number // 1)
