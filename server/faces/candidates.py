"""From the detector's raw output to faces: every anchor that is sure enough is a candidate, and those of one face are merged.

There are seldom more than twenty, and numpy's many small calls on so few took three times as long as plain numbers do.
"""

from collections.abc import Iterator, Sequence
from itertools import compress
from math import exp
from operator import mul
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SIDE = 128  # pixels of the square the network sees
VALUES = 16  # of an anchor: the middle of its box, its width and height, then six key points
_MOST_OVERLAP = 0.3  # of the boxes of two faces; MediaPipe's


class Grid(NamedTuple):
    """Anchors of one output, `cells` by `cells` over the square."""

    cells: int  # of a side
    anchors: int  # of a cell, all in its middle


GRIDS = (Grid(16, 2), Grid(8, 6))


class Candidate(NamedTuple):
    """In pixels of the square."""

    score: float
    places: list[float]  # left, top, right, bottom, then x and y of the six points


def faces_in(outputs: Sequence[npt.NDArray[np.float32]]) -> Iterator[Candidate]:
    """Of one picture, the surest first; a face lies in the mean of its candidates and is as sure as the surest of them.

    Parameters
    ----------
    outputs : one float32 array for each of `GRIDS`, shape (anchors * (1 + VALUES), cells, cells): logits, then offsets in pixels.

    References
    ----------
    V. Bazarevsky et al., "BlazeFace: Sub-millisecond neural face detection on mobile GPUs", 2019, arXiv:1907.05047.
    """
    found = [each for output, grid in zip(outputs, GRIDS, strict=True) for each in _candidates(output, grid)]
    found.sort(key=lambda each: each.score, reverse=True)
    while found:
        overlaps = [_overlap(each.places, found[0].places) > _MOST_OVERLAP for each in found]
        yield Candidate(found[0].score, _mean(list(compress(found, overlaps))))
        found = [each for each, overlap in zip(found, overlaps, strict=True) if not overlap]


def _candidates(output: npt.NDArray[np.float32], grid: Grid) -> Iterator[Candidate]:
    pixels = SIDE // grid.cells
    for at in np.flatnonzero(output[: grid.anchors] >= 0).tolist():  # sure by half or more
        anchor, row, column = at // grid.cells**2, at // grid.cells % grid.cells, at % grid.cells
        first = grid.anchors + VALUES * anchor
        across, down, width, height, *points = output[first : first + VALUES, row, column].tolist()
        if width <= 0 or height <= 0:
            continue
        x, y = (column + 0.5) * pixels, (row + 0.5) * pixels
        left, top = x + across - width / 2, y + down - height / 2
        points[::2], points[1::2] = [x + value for value in points[::2]], [y + value for value in points[1::2]]
        yield Candidate(1 / (1 + exp(-output[anchor, row, column])), [left, top, left + width, top + height, *points])


def _overlap(one: list[float], other: list[float]) -> float:
    """What both boxes cover by what either covers."""
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in (one[:4], other[:4])]
    return width * height / (sum(areas) - width * height)


def _mean(same: list[Candidate]) -> list[float]:
    total = sum(each.score for each in same)
    weights = [each.score / total for each in same]
    return [sum(map(mul, weights, values)) for values in zip(*(each.places for each in same), strict=True)]
