"""Second pictures of somebody of whom tests have one photo: another expression and light, by computer.

A copy of the photo, however it is cropped, turned or relit as a whole, is refused wherever a face is checked
(`server/faces/copies.py`), so tests in which somebody passes need pictures that differ as those of another day do: brow,
eyes and mouth are each moved by their own way, and the light comes from another side.
"""

from functools import cache

import cv2
import numpy as np

from tests.packages import ROOT

MATERIAL = ROOT / "tests" / "material"
_PLACES = 7  # of the field that moves the face, across and down
_QUALITY = 88


@cache
def another_day(name: str, day: int = 1, moment: int = 0, width: int = 480) -> bytes:
    """The same numbers are the same picture; day 0 is the photo's own. A moment later all has moved by half a pixel or more."""
    photo = cv2.imread(str(MATERIAL / name))
    scale = width / photo.shape[1]
    return _taken(cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), day, moment)


def of_another_day(jpeg: bytes, day: int = 1) -> bytes:
    """The same of a picture at hand."""
    return _taken(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), day, 0)


def _taken(picture: np.ndarray, day: int, moment: int) -> bytes:
    changed = _moved(_relit(picture, day), day, moment)
    grain = np.random.default_rng((day, moment)).normal(0, 1.5, changed.shape)
    seen = np.clip(changed + grain, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def moments(name: str, day: int = 1, count: int = 3, width: int = 480) -> list[bytes]:
    """What a camera takes of one check."""
    return [another_day(name, day, moment, width) for moment in range(count)]


@cache
def clip() -> list[bytes]:
    """Every picture of the clip of a man who talks, as large as a page sends them."""
    capture, pictures = cv2.VideoCapture(str(MATERIAL / "carphone_pristine.mp4")), []
    while (read := capture.read())[0]:
        wide = cv2.resize(read[1], (480, 480 * read[1].shape[0] // read[1].shape[1]), interpolation=cv2.INTER_CUBIC)
        pictures.append(cv2.imencode(".jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
    capture.release()
    return pictures


def _relit(picture: np.ndarray, day: int) -> np.ndarray:
    if not day:
        return picture
    across = np.linspace(0.85, 1.08, picture.shape[1]) if day % 2 else np.linspace(1.08, 0.85, picture.shape[1])
    return np.clip(picture * across[np.newaxis, :, np.newaxis], 0, 255)


def _moved(picture: np.ndarray, day: int, moment: int) -> np.ndarray:
    height, width = picture.shape[:2]
    reach = 0.011 * width if day else 0.0
    random = np.random.default_rng(day)
    field = [_smooth(random.normal(0, reach, (_PLACES, _PLACES)), width, height) for _ in "xy"]
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    sway = (0.6 * moment, 0.4 * moment)
    return cv2.remap(
        picture.astype(np.float32), across + field[0] + sway[0], down + field[1] + sway[1], cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip


def _smooth(places: np.ndarray, width: int, height: int) -> np.ndarray:
    return cv2.resize(places.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
