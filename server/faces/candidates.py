"""From the detector's raw output to faces: every anchor that is sure enough is a candidate, and those of one face are merged."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SIDE = 128  # pixels of the square the network sees
POINTS = 8  # of an anchor: the middle of its box, its width and height, then six key points
_MOST_OVERLAP = 0.3  # of the boxes of two faces; MediaPipe's


class Grid(NamedTuple):
    cells: int  # of a side
    anchors: int  # of a cell, all in its middle


GRIDS = (Grid(16, 2), Grid(8, 6))


def faces_in(outputs: Sequence[Floats]) -> Iterator[tuple[Floats, float]]:
    """Of each face left top and right bottom, then the six points, in pixels of the square; and its score. The surest first.

    As in MediaPipe's weighted suppression a face lies in the mean of its candidates and is as sure as the surest of them."""
    found = [_candidates(output[0], grid) for output, grid in zip(outputs, GRIDS, strict=True)]
    points, scores = (np.concatenate(both) for both in zip(*found, strict=True))
    order = np.argsort(-scores, kind="stable")
    points, scores = points[order], scores[order]
    while len(scores):
        same = _overlaps(points) > _MOST_OVERLAP
        same[0] = True  # a box without an area overlaps with nothing
        yield np.tensordot(scores[same] / scores[same].sum(), points[same], 1), float(scores[0])
        points, scores = points[~same], scores[~same]


def _candidates(output: Floats, grid: Grid) -> tuple[Floats, Floats]:
    cells = grid.cells**2
    logits = output[: grid.anchors].reshape(-1)
    sure = np.flatnonzero(logits >= 0)  # at least by half
    anchor, cell = np.divmod(sure, cells)
    values = output[grid.anchors :].reshape(grid.anchors, POINTS, 2, cells)[anchor, :, :, cell]
    middle = (np.stack((cell % grid.cells, cell // grid.cells), axis=1) + 0.5) * (SIDE / grid.cells)
    points = values + middle[:, np.newaxis].astype(np.float32)
    half = values[:, 1] / 2
    points[:, 1] = points[:, 0] + half
    points[:, 0] -= half
    whole = (half >= 0).all(axis=1)
    scores = 1 / (1 + np.exp(-logits[sure[whole]]))
    return points[whole], scores.astype(np.float32)


def _overlaps(points: Floats) -> Floats:
    """Of each box with the first: what both cover by what either covers."""
    starts, ends = points[:, 0], points[:, 1]
    both: Floats = np.maximum(np.minimum(ends, ends[0]) - np.maximum(starts, starts[0]), 0).prod(axis=1)
    areas: Floats = (ends - starts).prod(axis=1)
    share: Floats = both / np.maximum(areas + areas[0] - both, np.finfo(np.float32).tiny)
    return share
