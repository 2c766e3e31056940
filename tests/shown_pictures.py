"""Pictures as an exam camera sends them: a clip of a man, and by computation photos held before it and pictures on screens."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from tests import films, flat_films

SIZE = (480, 360)
Picture = np.ndarray
Place = Callable[[Picture], tuple[tuple[float, float], float]]  # where a photo's face is: its middle, and its height
_SHARP = 4  # points a side in which light falls on one pixel of the computed camera


def jpeg(picture: Picture, quality: int = 70) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def noisy(picture: Picture, level: float, random: np.random.Generator) -> Picture:
    return np.clip(picture + random.normal(0, level, picture.shape), 0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def clip(path: Path) -> tuple[Picture, ...]:
    """Enlarged: it is 176 pixels wide."""
    capture, pictures = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        pictures.append(cv2.resize(read[1], (SIZE[0], 393), interpolation=cv2.INTER_CUBIC)[16:376])
    capture.release()
    return tuple(pictures)


def portrait(photo: Path, place: Place, size: tuple[int, int] = SIZE) -> Picture:
    """Head and shoulders, the face as large as before a desk."""
    middle, height = place(cv2.imread(str(photo)))
    return cv2.resize(flat_films.cut_out(photo, middle, height), size, interpolation=cv2.INTER_AREA)


def held(picture: Picture, count: int, sway: float, random: np.random.Generator) -> Iterator[bytes]:
    """A photo before a real camera: its noise is new each time, the lamp flickers, and the hand sways by so many pixels."""
    for _ in range(count):
        turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), random.normal(0, sway / 10), 1 + random.normal(0, sway / 500))
        turn[:, 2] += random.normal(0, max(sway, 1e-9), 2)
        moved = cv2.warpAffine(picture, turn, SIZE, borderMode=cv2.BORDER_REPLICATE) if sway else picture
        yield jpeg(noisy(moved * random.uniform(0.95, 1.05), 3, random), int(random.integers(60, 81)))


def in_a_border(picture: Picture, shape: tuple[int, int], border: tuple[int, int], tilt: float, room: Picture) -> Picture:
    """A telephone, tablet or print of this shape; its border: how wide and how grey; tilted by so many degrees, before a room."""
    wide, tall = shape
    scale = max(wide / picture.shape[1], tall / picture.shape[0])
    shown = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    left, top = (shown.shape[1] - wide) // 2, (shown.shape[0] - tall) // 2
    edge, grey = border
    shown = cv2.copyMakeBorder(shown[top : top + tall, left : left + wide], *(edge,) * 4, cv2.BORDER_CONSTANT, value=(grey,) * 3)
    turn = cv2.getRotationMatrix2D((shown.shape[1] / 2, shown.shape[0] / 2), tilt, 1)
    turn[:, 2] += (320 - shown.shape[1] / 2, 240 - shown.shape[0] / 2)
    whole = cv2.warpAffine(shown, turn, (640, 480), room.copy(), borderMode=cv2.BORDER_TRANSPARENT)
    return cv2.resize(cv2.GaussianBlur(whole, (0, 0), 0.6), SIZE, interpolation=cv2.INTER_AREA)


def on_a_screen(picture: Picture, pixels: float, tilt: float, blur: float) -> Picture:
    """Filmed from a screen of which so many pixels, in red, green and blue stripes, fall on one of the camera's."""
    wide, tall = 640, 480
    source = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_CUBIC)
    across, down = np.meshgrid(np.arange(wide * _SHARP) / _SHARP - wide / 2, np.arange(tall * _SHARP) / _SHARP - tall / 2)
    angle = np.radians(tilt)
    columns = ((np.cos(angle) * across + np.sin(angle) * down) * pixels).astype(np.float32)
    rows = ((np.cos(angle) * down - np.sin(angle) * across) * pixels).astype(np.float32)
    at = [(np.floor(place) + 0.5) / pixels + half for place, half in ((columns, wide / 2), (rows, tall / 2))]
    lit = cv2.remap(source, *(each.astype(np.float32) for each in at), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    within, between = columns - np.floor(columns), rows - np.floor(rows) < 0.85
    stripes = [(within >= start) & (within < start + 0.28) & between for start in (0.03, 0.36, 0.69)]
    light = lit.astype(np.float32) * np.stack(stripes, -1) * 3.8
    seen = cv2.resize(cv2.GaussianBlur(light, (0, 0), blur * _SHARP), (wide, tall), interpolation=cv2.INTER_AREA)
    return cv2.resize(np.clip(seen, 0, 255).astype(np.uint8), SIZE, interpolation=cv2.INTER_LINEAR)


def rooms(photos: Path) -> list[Picture]:
    """A plain wall with a door, and two rooms with things in them."""
    wall = films.plain_room()
    busy = [cv2.resize(cv2.imread(str(photos / name)), (640, 480))[:, ::-1] for name in ("obama3.jpg", "astronaut.png")]
    return [wall, *(cv2.GaussianBlur(each, (0, 0), 2) for each in busy)]
