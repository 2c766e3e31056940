"""How far two pictures of one check lie apart: a live face has moved a little within a third of a second, a copy has not.

The face is cut out of both at the same place. Their difference is explained by a shift as well as it can be (least squares,
Lucas and Kanade's one step): of a breathing person a tenth of a pixel and more, of a picture stored anew, with other noise or
another light, next to nothing.
"""

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from server.faces.measurement import Apart, Box
from server.faces.quality import Grey

Floats = npt.NDArray[np.float32]
_WIDTH = 240  # pixels of the pictures compared
_NOISE = 1.0  # pixels: finer than this is the camera's


def all_apart(greys: Sequence[Grey], boxes: Sequence[Box | None]) -> tuple[Apart, ...]:
    """Of each two of the pictures in which a face was found, in the order of `itertools.combinations`.

    Parameters
    ----------
    greys : each (height, width) uint8.
    boxes : one for each, in its pixels; None where no face was found. Both pictures of two are cut by the box of the first.

    Returns
    -------
    n * (n - 1) / 2 of n faces. `shift`, >= 0: pixels of pictures 240 wide; `change`, >= 0: root mean square of the difference,
    where the face's own contrast is 1. Pictures of two shapes are as far apart as can be: 240 and 1.

    Raises
    ------
    cv2.error
        Where a box lies wholly outside its picture.

    Notes
    -----
    One step from one place: true of fractions of a pixel, no measure of large movements. Somebody alive and a film of them
    move alike: only one picture sent twice is told. Figures: docs/liveness.md, "Pictures shown again".
    """
    found = [(_small(grey), box, grey.shape[1]) for grey, box in zip(greys, boxes, strict=True) if box is not None]
    return tuple(_apart(one, box, width, other) for (one, box, width), (other, *_) in combinations(found, 2))


def _apart(one: Floats, box: Box, width: int, other: Floats) -> Apart:
    if one.shape != other.shape:
        return Apart(float(_WIDTH), 1.0)
    scale = _WIDTH / width
    rows = slice(max(round(box.y * scale), 0), round((box.y + box.height) * scale))
    columns = slice(max(round(box.x * scale), 0), round((box.x + box.width) * scale))
    before, after = _evened(one[rows, columns]), _evened(other[rows, columns])
    middle, change = (before + after) / 2, after - before
    across, down = cv2.Sobel(middle, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(middle, cv2.CV_32F, 0, 1) / 8
    slopes = np.array([[(across * across).sum(), (across * down).sum()], [(across * down).sum(), (down * down).sum()]])
    shift = np.linalg.solve(slopes + 1e-3 * np.eye(2), [(across * change).sum(), (down * change).sum()])
    return Apart(float(np.hypot(*shift)), float(np.sqrt((change * change).mean())))


def _small(grey: Grey) -> Floats:
    size = (_WIDTH, round(grey.shape[0] * _WIDTH / grey.shape[1]))
    return np.asarray(cv2.GaussianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32), (0, 0), _NOISE))


def _evened(part: Floats) -> Floats:
    """About zero, and with a spread of one."""
    return np.asarray((part - part.mean()) / max(float(part.std()), 1.0), np.float32)
