"""Cutting the face out upright, as the network that describes it was trained to see it."""

from collections.abc import Sequence
from math import ceil, floor
from pathlib import Path
from typing import Protocol

import cv2
import dlib
import numpy as np

from server.faces.detector import DetectedFace, Picture
from server.faces.face_model import CROP_SIZE, Alignment, FaceModel
from server.faces.known_files import FIVE_POINTS, checked
from server.faces.quality import Grey


class Aligner(Protocol):
    def crop(self, picture: Picture, grey: Grey, found: DetectedFace) -> Picture:
        """The aligned crop of a face.

        Parameters
        ----------
        picture : (height, width, 3) uint8, RGB.
        grey : (height, width) uint8, the same picture without its colours.

        Returns
        -------
        (size, size, 3) uint8, RGB; black where the crop lies wholly outside the picture.
        """


# dlib's mean face, from 0 to 1: outer and inner corner of either eye, bottom of the nose; and how much of a face is around it.
MEAN_FACE = (
    0.8595674595992 + 0.2134981538014j,
    0.6460604764104 + 0.2289674387677j,
    0.1205750620789 + 0.2137274526848j,
    0.3340850613712 + 0.2290642403242j,
    0.4901123135679 + 0.6277975316475j,
)
_AROUND = 0.25 + 0.25j
_MIDDLE = 0.5 + 0.5j  # of a pixel, which is where dlib reads it


class DlibAligner:
    """150 by 150, by five landmarks that dlib's own predictor finds, on the places where dlib puts them. It compares how light
    single pixels are, which it reads from a grey picture in three quarters of the time.

    References
    ----------
    V. Kazemi and J. Sullivan, "One millisecond face alignment with an ensemble of regression trees", CVPR 2014,
    doi:10.1109/CVPR.2014.241.
    """

    _TEMPLATE = tuple((point + _AROUND) / (1 + 2 * _AROUND.real) * CROP_SIZE - _MIDDLE for point in MEAN_FACE)

    def __init__(self, predictor: Path) -> None:
        self._landmarks = dlib.shape_predictor(str(predictor))

    def crop(self, picture: Picture, grey: Grey, found: DetectedFace) -> Picture:
        box = found.box
        landmarks = self._landmarks(grey, dlib.rectangle(box.x, box.y, box.x + box.width, box.y + box.height)).parts()
        turn, shift = similarity(self._TEMPLATE, [complex(point.x, point.y) for point in landmarks])
        return _read(picture, turn, shift, CROP_SIZE)


class FivePointAligner:
    """By the detector's own landmarks; the mouth is one here and the middle of two in ArcFace's template.

    References
    ----------
    J. Deng et al., "ArcFace: Additive angular margin loss for deep face recognition", CVPR 2019, arXiv:1801.07698.
    """

    _TEMPLATE = (38.2946 + 51.6963j, 73.5318 + 51.5014j, 56.0252 + 71.7366j, 56.1396 + 92.2848j)  # of 112 by 112 pixels

    def __init__(self, size: int) -> None:
        self._size = size
        self._wanted = [point * size / 112 for point in self._TEMPLATE]

    def crop(self, picture: Picture, grey: Grey, found: DetectedFace) -> Picture:
        points = found.key_points
        landmarks = [complex(*point) for point in (points.left_eye, points.right_eye, points.nose, points.mouth)]
        turn, shift = similarity(landmarks, self._wanted)  # nearest on the crop, as ArcFace's networks were trained
        back = 1 / (turn or 1)
        return _read(picture, back, -shift * back, self._size)


def aligner_for(model: FaceModel, models: Path) -> Aligner:
    """As the network was trained; ModelDamaged where dlib's predictor is needed and not whole in the folder."""
    return DlibAligner(checked(models, FIVE_POINTS)) if model.alignment is Alignment.DLIB else FivePointAligner(model.size)


def _read(picture: Picture, turn: complex, shift: complex, size: int) -> Picture:
    """The crop's place p is read from the picture's place turn * p + shift. A face more than twice as large is halved first:
    single pixels of it would be no mean of what lies between them."""
    if abs(turn) > 2 and min(picture.shape[:2]) > size:
        return _read(_halved(picture), turn / 2, (shift + _MIDDLE) / 2 - _MIDDLE, size)
    corners = [turn * size * corner + shift for corner in (0, 1, 1j, 1 + 1j)]
    left, right = _span([corner.real for corner in corners], picture.shape[1])
    top, bottom = _span([corner.imag for corner in corners], picture.shape[0])
    if left >= right or top >= bottom:
        return np.zeros((size, size, 3), np.uint8)
    part = cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_RGB2RGBA)  # OpenCV warps four channels in half the time
    rows = np.array([[turn.real, -turn.imag, shift.real - left], [turn.imag, turn.real, shift.imag - top]])
    crop = cv2.warpAffine(part, rows, (size, size), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGBA2RGB), np.uint8)


def _span(places: Sequence[float], length: int) -> tuple[int, int]:
    """The whole pixels of a side that are read from, those next to them included."""
    return max(floor(min(places)) - 1, 0), min(ceil(max(places)) + 2, length)


def _halved(picture: Picture) -> Picture:
    """Without a last odd row or column: with it, not every pixel would be the mean of four."""
    height, width = (side // 2 * 2 for side in picture.shape[:2])
    return np.asarray(cv2.resize(picture[:height, :width], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def similarity(points: Sequence[complex], places: Sequence[complex]) -> tuple[complex, complex]:
    """The similarity transform by complex least squares: of points as complex numbers (x + yi) a line's slope and intercept.

    Returns
    -------
    turn, shift : `turn * point + shift` lies nearest to the point's place; `turn` holds rotation and scale.
    """
    here, there = sum(points) / len(points), sum(places) / len(places)
    spread = sum(abs(point - here) ** 2 for point in points) or 1.0  # all in one place: nothing to turn by
    turn = sum((point - here).conjugate() * (place - there) for point, place in zip(points, places, strict=True)) / spread
    return turn, there - turn * here
