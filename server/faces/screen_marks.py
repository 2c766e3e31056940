"""What a screen or a print held before the camera leaves in a picture: a straight border around the face, and moire on it.

`border`: the face lies in a rectangle of straight edges; on each of its four sides the best straight line, tilted by 10 degrees
at most, is looked for, and how much of its length is an edge of one sign. The worst side counts.
`moire`: the pixels of a screen and those of a camera beat against each other, which stands out of the spectrum as a point.
"""

import cv2
import numpy as np
import numpy.typing as npt

from server.faces.measurement import Box, ScreenMarks
from server.faces.thumbnail import Grey

Floats = npt.NDArray[np.float64]

_WIDTH = 160  # pixels: the border is looked for in a copy as small as this
_STRIPS = 14  # a line is judged in this many pieces
_SLOPES = np.tan(np.radians(np.arange(-10, 11, 2.5)))
_EDGE = 11.0  # grey levels over two pixels
_AWAY = 0.1  # of the face's width: nearer lines are the head's own
_LONGER = 0.15  # of the face's height: the line reaches past it at both ends

_SPAN = 128  # pixels of the picture about the middle of the face
_WINDOW = np.outer(np.hanning(_SPAN), np.hanning(_SPAN)).astype(np.float32)
_DOWN, _ACROSS = np.meshgrid(np.fft.fftfreq(_SPAN) * _SPAN, np.arange(_SPAN // 2 + 1), indexing="ij")
_RADIUS = np.hypot(_DOWN, _ACROSS)
# Not the face itself, which is coarse, and not the axes, where JPEG's own squares are.
_COUNTS = (_RADIUS >= 10) & (_RADIUS <= 62) & (np.abs(_DOWN) > 2) & (np.abs(_ACROSS) > 2)
_RINGS = (_RADIUS[_COUNTS] / 4).astype(np.intp)
_RING_SIZES = np.maximum(np.bincount(_RINGS), 1)


def screen_marks(grey: Grey, face: Box) -> ScreenMarks:
    """`grey`: (height, width) uint8; `face` in its pixels. `border` is 0..1; `moire` >= 0, a ratio of spectral magnitudes."""
    return ScreenMarks(border=_border_score(grey, face), moire=_moire_score(grey, face))


def _border_score(grey: Grey, face: Box) -> float:
    scale = _WIDTH / grey.shape[1]
    small = np.asarray(cv2.resize(grey, (_WIDTH, round(grey.shape[0] * scale)), interpolation=cv2.INTER_AREA), np.uint8)
    left, top, width, height = (length * scale for length in (face.x, face.y, face.width, face.height))
    right, bottom, longer = left + width, top + height, _LONGER * height
    upright = _lines(small, (top - longer, bottom + longer), (left - _AWAY * width, right + _AWAY * width))
    lying = _lines(small.T, (left - longer, right + longer), (top - 2 * _AWAY * height, bottom + _AWAY * height))
    # A rectangle is tilted as a whole: what leans to the right upright, falls to the left lying.
    return float(np.minimum(upright.min(0), lying.min(0)[::-1]).max())


def _lines(grey: Grey, along: tuple[float, float], around: tuple[float, float]) -> Floats:
    """How much of the best line along these rows is an edge: of lines before the columns `around`, and after them, by tilt."""
    first, last = max(round(along[0]), 0), min(round(along[1]), grey.shape[0])
    before, after = max(round(around[0]) - 1, 0), max(round(around[1]) - 1, 0)
    if last - first < 2 * _STRIPS or before < 1 or after >= grey.shape[1] - 2:
        return np.zeros((2, len(_SLOPES)))
    cuts = np.linspace(first, last, _STRIPS + 1).astype(np.intp)
    strips = np.add.reduceat(grey[:last].astype(np.float32), cuts[:-1], axis=0) / np.diff(cuts)[:, None]
    steps = strips[:, 2:] - strips[:, :-2]
    aside = np.round(_SLOPES[:, None] * ((cuts[:-1] + cuts[1:] - first - last) / 2)).astype(np.intp)
    columns = np.clip(np.arange(steps.shape[1]) + aside[:, :, None], 0, steps.shape[1] - 1)
    tilted = steps[np.arange(_STRIPS)[:, None], columns]
    best = np.maximum((tilted > _EDGE).mean(1), (tilted < -_EDGE).mean(1))
    sides = np.stack([best[:, :before].max(1), best[:, after:].max(1)])
    # Seen a little from the side, no two edges are quite parallel.
    wider = np.pad(sides, ((0, 0), (1, 1)))
    by_tilt: Floats = np.maximum(np.maximum(wider[:, :-2], wider[:, 2:]), sides)
    return by_tilt


def _moire_score(grey: Grey, face: Box) -> float:
    """The strongest point of the spectrum against the mean of those as fine; 0 in a picture too small to have one."""
    if min(grey.shape) < _SPAN:
        return 0.0
    x = min(max(face.x + (face.width - _SPAN) // 2, 0), grey.shape[1] - _SPAN)
    y = min(max(face.y + (face.height - _SPAN) // 2, 0), grey.shape[0] - _SPAN)
    cut = grey[y : y + _SPAN, x : x + _SPAN].astype(np.float32)
    spectrum = cv2.dft((cut - cv2.mean(cut)[0]) * _WINDOW, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : _SPAN // 2 + 1]
    strengths = cv2.magnitude(spectrum[..., 0], spectrum[..., 1])[_COUNTS]
    usual = np.bincount(_RINGS, strengths) / _RING_SIZES
    return float((strengths / np.maximum(usual[_RINGS], 1.0)).max())
