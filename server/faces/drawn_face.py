"""A face that is nobody's: a picture every worker that is well measures from end to end."""

from functools import cache

import cv2
import numpy as np

_WALL, _SKIN, _SHADE, _HAIR = (178, 170, 160), (140, 170, 215), (100, 130, 180), (35, 40, 50)
_LIPS, _WHITE = (90, 90, 180), (245, 245, 245)
_WHOLE, _UPPER, _LOWER = (0, 360), (180, 360), (0, 180)


@cache
def drawn_face() -> bytes:
    """A JPEG of 640 x 480 with one face."""
    picture = np.full((480, 640, 3), _WALL, np.uint8)
    cv2.rectangle(picture, (260, 360), (380, 480), _SHADE, -1)
    _oval(picture, (320, 250), (95, 125), _SKIN)
    _oval(picture, (320, 160), (100, 60), _HAIR, _UPPER)
    for x in (282, 358):
        _oval(picture, (x, 228), (18, 9), _WHITE)
        _oval(picture, (x, 228), (8, 8), _HAIR)
        _oval(picture, (x, 208), (24, 7), _HAIR, _UPPER)
    cv2.line(picture, (320, 232), (312, 275), _SHADE, 5)
    _oval(picture, (320, 280), (16, 7), _SHADE, _LOWER)
    _oval(picture, (320, 315), (34, 12), _LIPS)
    return cv2.imencode(".jpg", cv2.GaussianBlur(picture, (0, 0), 3), [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def _oval(
    picture: np.ndarray,
    centre: tuple[int, int],
    half: tuple[int, int],
    colour: tuple[int, int, int],
    part: tuple[int, int] = _WHOLE,
) -> None:
    cv2.ellipse(picture, centre, half, 0, *part, colour, -1)
