"""Whether one picture of a face is another one again: cropped, turned, warped a little, mirrored, relit, noisy or stored anew.

Both faces are cut out by the same five points; the fine lines of the one are laid over those of the other by the plane
transform that fits best (ECC, Evangelidis and Psarakis 2008), and what is left is compared place by place. A copy fits
everywhere, however it was transformed as a whole; of a second picture the eyes, the mouth or the light do not.

What the numbers cannot tell: two pictures taken within a second of somebody who does not move are as alike as a copy.
`docs/liveness.md` gives the figures.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import dlib
import numpy as np
import numpy.typing as npt

from server.faces.aligner import MEAN_FACE, similarity
from server.faces.detector import DetectedFace
from server.faces.quality import Grey

Floats = npt.NDArray[np.float32]

_SIDE = 112  # pixels of a cut-out face
_AROUND = 0.22  # of the mean face, on each side
_PLACES = tuple((point + _AROUND * (1 + 1j)) / (1 + 2 * _AROUND) * _SIDE for point in MEAN_FACE)
_DOWN, _ACROSS = np.mgrid[:_SIDE, :_SIDE].astype(np.float32)
_FACE = np.hypot((_ACROSS / _SIDE - 0.5) / 0.42, (_DOWN / _SIDE - 0.5) / 0.46) <= 1
_MASK = _FACE.astype(np.uint8) * 255
_FITS = ((3.0, 12.0, 25), (1.2, 6.0, 30))  # coarse lines first, then fine ones: finest and coarsest kept, steps at most
_COMPARED = (1.5, 6.0)
_NEARBY = 7.0  # pixels: what is compared as one place
_FLAT = 1.5  # grey levels: fainter lines are noise
_MOST_LOST, _LEAST_SEEN = 0.1, 0.3  # of a place's pixels, of the face's places
_WORST = 10  # per cent of the places may be worse than what is told


class FaceCutter:
    """Cuts faces out by dlib's five points, whichever network describes them here; `predictor`: dlib's file."""

    def __init__(self, predictor: Path) -> None:
        self._landmarks = dlib.shape_predictor(str(predictor))

    def cut_out(self, grey: Grey, found: DetectedFace) -> Floats:
        """The face upright, with a border around it.

        Parameters
        ----------
        grey : (height, width) uint8.
        found : the face, in its pixels.

        Returns
        -------
        (112, 112) float32, grey levels 0..255; beyond the picture its last pixels are repeated.
        """
        box = found.box
        seen = self._landmarks(grey, dlib.rectangle(box.x, box.y, box.x + box.width, box.y + box.height)).parts()
        turn, shift = similarity(_PLACES, [complex(point.x, point.y) for point in seen])
        smooth = cv2.GaussianBlur(grey, (0, 0), 0.45 * abs(turn)) if abs(turn) > 1.5 else grey
        rows = np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(smooth, rows, (_SIDE, _SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cut, np.float32)


def likeness(face: Floats, other: Floats) -> float:
    """How well the worse places of one cut-out face fit the other, as it is or mirrored.

    Parameters
    ----------
    face, other : (112, 112) float32, as `FaceCutter` cuts them.

    Returns
    -------
    -1..1: nine places in ten correlate by at least this. The limit of a copy is in `server/identity/gate/copies.py`.

    Notes
    -----
    It is no measure of who is shown: against a photo of another day a person reached 0.68 at most (docs/liveness.md). The
    order counts: the second is laid over the first.
    """
    return max(_fit(face, other), _fit(face, np.ascontiguousarray(other[:, ::-1])))


def likeness_to(faces: Sequence[Floats | None], earlier: Sequence[Floats | None]) -> tuple[float, ...]:
    """Of each face to the likest of the earlier ones, as `likeness`; None stands for a picture without a face.

    Returns
    -------
    One number a face, -1..1; 0 where nobody was found in it or in any earlier picture.
    """
    known = [other for other in earlier if other is not None]
    return tuple(max((likeness(face, other) for other in known), default=0.0) if face is not None else 0.0 for face in faces)


def _fit(face: Floats, other: Floats) -> float:
    plane = np.eye(3, dtype=np.float32)
    for finest, coarsest, steps in _FITS:
        end = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, steps, 1e-4)
        lines = _lines(face, finest, coarsest), _lines(other, finest, coarsest)
        try:
            _, plane = cv2.findTransformECC(*lines, plane, cv2.MOTION_HOMOGRAPHY, end, _MASK, 1)
        except cv2.error:  # it says so when no transform brings them nearer
            break
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(other, plane, (_SIDE, _SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return _worse_places(face, np.asarray(laid, np.float32))


def _lines(face: Floats, finest: float, coarsest: float) -> Floats:
    """Without light and contrast, which a copy may have changed from place to place."""
    band = cv2.GaussianBlur(face, (0, 0), finest) - cv2.GaussianBlur(face, (0, 0), coarsest)
    strength = np.sqrt(cv2.GaussianBlur(band * band, (0, 0), 10)) + _FLAT
    return np.asarray(band / strength, np.float32)


def _worse_places(face: Floats, other: Floats) -> float:
    """The correlation about each place of the face; nine in ten are at least this."""
    one, two = _lines(face, *_COMPARED), _lines(other, *_COMPARED)
    both, own, others = (cv2.GaussianBlur(product, (0, 0), _NEARBY) for product in (one * two, one * one, two * two))
    lost = cv2.GaussianBlur((_is_saturated(face) | _is_saturated(other)).astype(np.float32), (0, 0), _NEARBY)
    seen = _FACE & (lost < _MOST_LOST)
    fits = (both / (np.sqrt(own * others) + 1e-6))[seen if seen.sum() > _LEAST_SEEN * _FACE.sum() else _FACE]
    return float(np.percentile(fits, _WORST))


def _is_saturated(face: Floats) -> npt.NDArray[np.bool_]:
    """Or black: where a change of light has taken the lines away, nothing can be compared."""
    return (face >= 250) | (face <= 4)
