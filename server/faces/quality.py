"""How good a picture of a face is: light, sharpness, and where the head points."""

from math import atan, atan2, cos, degrees, hypot, sin

import cv2
import numpy as np
import numpy.typing as npt

from server.faces.detector import ImagePoint, KeyPoints, Picture
from server.faces.measurement import Box

Grey = npt.NDArray[np.uint8]
_NEARLY_WHITE = 250
# A generic head: how far the nose tip stands out, against half the width between the ears and against eye-to-mouth height,
# and how far down from eyes to mouth it sits when one looks straight into the camera. Figures: docs/decisions/0004.
_NOSE_TO_HALF_WIDTH = 1.1
_NOSE_TO_FACE_HEIGHT = 0.6
_NOSE_DOWN_WHEN_LEVEL = 0.52


def brightness(grey: Grey) -> float:
    """Mean grey level, 0..255, of a (height, width) uint8 picture; 0 of an empty one."""
    return float(cv2.mean(grey)[0])


def contrast(grey: Grey) -> float:
    """The standard deviation of grey levels, 0..127.5, of a (height, width) uint8 picture; cv2.error for an empty one.

    Asked of a small copy: in one averaged down, sensor noise no longer looks like a scene. A covered lens has next to none,
    but so has a bare wall.
    """
    return float(cv2.meanStdDev(grey)[1][0, 0])


def sharpness(grey: Grey) -> float:
    """The variance of the Laplacian, >= 0, of a (height, width) uint8 picture that is not empty.

    From its sum of squares: OpenCV finds a deviation of 16 bits five times slower.
    """
    edges = cv2.Laplacian(grey, cv2.CV_16S)
    return float(cv2.norm(edges, cv2.NORM_L2SQR) / edges.size - cv2.mean(edges)[0] ** 2)


def overexposed(grey: Grey) -> float:
    """The share of nearly white pixels (250 and more of 255), 0..1; NaN of an empty picture."""
    return float(np.count_nonzero(grey >= _NEARLY_WHITE) / grey.size)


def grey_of(picture: Picture) -> Grey:
    """(height, width, 3) uint8, RGB, as (height, width) uint8."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def inside(grey: Grey, box: Box) -> Grey:
    """A view of what lies in the box, in pixels of the picture; empty where the box lies wholly outside."""
    return grey[max(box.y, 0) : box.y + box.height, max(box.x, 0) : box.x + box.width]


def is_truncated(points: KeyPoints, width: int, height: int) -> bool:
    """A key point, guessed by the detector, lies outside the picture (`width` by `height` pixels): what is left is too little
    of a face."""
    return not all(0 <= point.x < width and 0 <= point.y < height for point in points)


def pose(points: KeyPoints) -> tuple[float, float, float]:
    """Yaw, pitch and roll, from six points alone: good enough to tell a turned head, not to measure one.

    Parameters
    ----------
    points : in pixels of the picture.

    Returns
    -------
    Degrees. Yaw, -90..90: positive when the nose points to the right of the picture; pitch, -90..90: positive downwards;
    roll, -180..180: positive clockwise in the picture.

    Notes
    -----
    It errs by up to 8 degrees (docs/decisions/0004-face-pipeline.md). The points follow what a face should look like: a photo
    tilted by 50 degrees measures as a head turned by 10 to 15 (docs/liveness.md), so a movement of them shows no depth.
    """
    roll = atan2(points.right_eye.y - points.left_eye.y, points.right_eye.x - points.left_eye.x)
    ears = _middle(points.left_ear, points.right_ear)
    half_width = max(hypot(points.right_ear.x - points.left_ear.x, points.right_ear.y - points.left_ear.y) / 2, 1e-6)
    nose_right, _ = _turned_back(ears, points.nose, roll)
    eyes = _middle(points.left_eye, points.right_eye)
    _, nose_down = _turned_back(eyes, points.nose, roll)
    _, mouth_down = _turned_back(eyes, points.mouth, roll)
    yaw = atan(nose_right / half_width / _NOSE_TO_HALF_WIDTH)
    pitch = atan((nose_down / max(mouth_down, 1e-6) - _NOSE_DOWN_WHEN_LEVEL) / _NOSE_TO_FACE_HEIGHT)
    return degrees(yaw), degrees(pitch), degrees(roll)


def _middle(one: ImagePoint, other: ImagePoint) -> ImagePoint:
    return ImagePoint((one.x + other.x) / 2, (one.y + other.y) / 2)


def _turned_back(origin: ImagePoint, point: ImagePoint, roll: float) -> tuple[float, float]:
    """To the right of and below the origin, in the head's own axes."""
    x, y = point.x - origin.x, point.y - origin.y
    return x * cos(roll) + y * sin(roll), y * cos(roll) - x * sin(roll)
