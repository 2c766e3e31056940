"""Camera films for Chromium's fake camera: real faces on a plain wall, with a frame counter that survives the snapshot's JPEG.

Chromium plays `--use-file-for-fake-video-capture=film.mjpeg` at a fixed 30 frames a second and begins anew at its end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import pi, sin
from pathlib import Path

import cv2
import numpy as np

from server.faces.detector import Detector
from server.faces.known_files import BLAZE_FACE

RATE = 30
SIZE = (640, 480)
_DRAWN_EVERY = 3  # frames; the counter alone changes on each
_QUALITY = 58
_MODELS = Path(__file__).parents[1] / "instance" / "models"
_BITS = 16
_BLOCKS = _BITS + 4  # white, black, the bits, their parity, white
_BLOCK_HEIGHT = 14


@dataclass(frozen=True)
class Scene:
    """What the camera sees for a while; without a face, an empty room."""

    seconds: float
    face: Path | None = None  # a photo, or a clip that fills the picture
    face_height: int = 170  # of the detector's box, in a picture 480 high
    second: Path | None = None
    second_height: int = 0
    light: float = 1.0  # 0 is a black picture
    lens_covered: bool = False
    blur: float = 0.0  # of the lens, in pixels
    frozen: bool = False  # the camera hangs: the same picture again and again


@dataclass(frozen=True)
class Film:
    path: Path
    scenes: tuple[Scene, ...]
    starts: tuple[int, ...]  # first frame of each scene
    frames: int

    def scene_at(self, counter: int) -> int:
        return sum(counter >= start for start in self.starts) - 1


def person(face: Path, seconds: float) -> Scene:
    return Scene(seconds, face)


def empty(seconds: float) -> Scene:
    return Scene(seconds)


def black(seconds: float) -> Scene:
    return Scene(seconds, light=0.0)


def near_second(face: Path, second: Path, seconds: float) -> Scene:
    return Scene(seconds, face, 180, second, 150)


def far_second(face: Path, second: Path, seconds: float) -> Scene:
    """A neighbour: seen by the detector, but not half as near as the sitter."""
    return Scene(seconds, face, 215, second, 100)


def film(path: Path, scenes: Sequence[Scene], *, frame_counter: bool = True) -> Film:
    """Writes about 0.6 MB a second."""
    lengths = [round(scene.seconds * RATE) for scene in scenes]
    starts = (0, *accumulate(lengths))
    with path.open("wb") as file:
        for scene, start, length in zip(scenes, starts, lengths, strict=False):
            drawn = _drawn(scene)
            for number in range(start, start + length):
                if (number - start) % _DRAWN_EVERY == 0:
                    picture = next(drawn)
                file.write(_encoded(_counted(picture, number) if frame_counter else picture))
    return Film(path, tuple(scenes), starts[:-1], starts[-1])


def pictures(scene: Scene) -> Iterator[bytes]:
    """What the camera sees of a scene, ten times a second, without a frame counter and without an end."""
    return map(_encoded, _drawn(scene))


def read_counter(jpeg: bytes) -> int | None:
    """The number of the film's frame that a snapshot shows, at any size; None where there is none to read."""
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return None
    row = round(_BLOCK_HEIGHT / 2 / SIZE[1] * grey.shape[0])
    columns = [round((block + 0.5) / _BLOCKS * grey.shape[1]) for block in range(_BLOCKS)]
    lit = [bool(grey[max(row - 1, 0) : row + 2, column - 2 : column + 3].mean() > 127) for column in columns]
    bits, parity = lit[2:-2], lit[-2]
    if (lit[0], lit[1], lit[-1]) != (True, False, True) or sum(bits) % 2 != parity:
        return None
    return sum(bit << place for place, bit in enumerate(bits))


def _counted(picture: np.ndarray, number: int) -> np.ndarray:
    bits = [bool(number >> place & 1) for place in range(_BITS)]
    blocks = [True, False, *bits, bool(sum(bits) % 2), True]
    row = np.repeat(np.array(blocks, np.uint8) * 255, SIZE[0] // _BLOCKS)
    counted = picture.copy()
    counted[:_BLOCK_HEIGHT] = row[np.newaxis, :, np.newaxis]
    return counted


def _encoded(picture: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _drawn(scene: Scene) -> Iterator[np.ndarray]:
    random = np.random.default_rng(7)
    noise = [_grain(random) for _ in range(11)]
    clip = _clip(scene.face) if scene.face is not None and scene.face.suffix == ".mp4" else None
    step = 0
    while True:
        seen = clip[_back_and_forth(step, len(clip))] if clip else _composed(scene, step)
        seen = cv2.GaussianBlur(seen, (0, 0), scene.blur) if scene.blur else seen
        yield np.clip(seen * scene.light + noise[step % len(noise)], 0, 255).astype(np.uint8)
        step += 0 if scene.frozen else 1


def _grain(random: np.random.Generator) -> np.ndarray:
    """Coarse, as a cheap webcam's own compression leaves it, and cheap to compress again."""
    coarse = random.normal(0, 2.0, (SIZE[1] // 4, SIZE[0] // 4)).astype(np.float32)
    return cv2.resize(coarse, SIZE).round().astype(np.int16)[..., np.newaxis]


def _composed(scene: Scene, step: int) -> np.ndarray:
    if scene.lens_covered:
        return np.full((SIZE[1], SIZE[0], 3), (30, 35, 60), np.uint8)
    picture = plain_room().copy()
    if scene.face is not None:
        middle = 320 if scene.second is None else 200
        picture = _placed(picture, scene.face, scene.face_height, (middle, 250), step)
    if scene.second is not None:
        picture = _placed(picture, scene.second, scene.second_height, (490, 230), step + 5)
    return picture


def _placed(picture: np.ndarray, photo: Path, height: int, middle: tuple[int, int], step: int) -> np.ndarray:
    """Somebody who sits, but breathes: a few pixels and a degree of movement."""
    head, mask, box_height = _head(photo)
    scale = height / box_height * (1 + 0.015 * sin(step / 9))
    sway = (5 * sin(2 * pi * step / 31), 3 * sin(2 * pi * step / 23))
    turn = cv2.getRotationMatrix2D((head.shape[1] / 2, head.shape[0] / 2), 1.2 * sin(step / 13), scale)
    turn[:, 2] += (middle[0] + sway[0] - head.shape[1] / 2, middle[1] + sway[1] - head.shape[0] / 2)
    laid = cv2.warpAffine(head, turn, SIZE, flags=cv2.INTER_AREA)
    share = cv2.warpAffine(mask, turn, SIZE)[..., np.newaxis]
    return (laid * share + picture * (1 - share)).astype(np.uint8)


@lru_cache(maxsize=16)
def _head(photo: Path) -> tuple[np.ndarray, np.ndarray, float]:
    """Head and shoulders cut out around the face, a mask that fades at the border, and the height of the face in it."""
    picture = cv2.imread(str(photo))
    box = Detector(_MODELS / BLAZE_FACE.name).find([np.ascontiguousarray(picture[..., ::-1])])[0][0].box
    reach, middle = round(1.25 * box.height), (box.x + box.width // 2, box.y + box.height // 2)
    padded = cv2.copyMakeBorder(picture, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    head = padded[middle[1] : middle[1] + 2 * reach, middle[0] : middle[0] + 2 * reach]
    smaller = min(1.0, 500 / head.shape[0])
    head = cv2.resize(head, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)
    half = head.shape[0] // 2
    mask = np.zeros(head.shape[:2], np.float32)
    cv2.ellipse(mask, (half, half), (round(0.72 * half), round(0.92 * half)), 0, 0, 360, 1.0, -1)
    return head, cv2.GaussianBlur(mask, (0, 0), half / 14), box.height * smaller


@lru_cache(maxsize=2)
def _clip(path: Path) -> list[np.ndarray]:
    """Every third picture of the clip, so that it moves as it was filmed."""
    capture, pictures = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        wide = cv2.resize(read[1], (SIZE[0], SIZE[0] * read[1].shape[0] // read[1].shape[1]), interpolation=cv2.INTER_CUBIC)
        spare = (wide.shape[0] - SIZE[1]) // 2
        pictures.append(wide[spare : spare + SIZE[1]])
    capture.release()
    return pictures[::_DRAWN_EVERY]


def _back_and_forth(step: int, length: int) -> int:
    """A clip that ends where it began, without a jump."""
    at = step % (2 * length - 2)
    return at if at < length else 2 * length - 2 - at


@lru_cache(maxsize=1)
def plain_room() -> np.ndarray:
    """A wall that grows darker downwards, a door and a shelf: plain, but no covered lens."""
    shade = np.linspace(190, 120, SIZE[1])[:, np.newaxis, np.newaxis]
    room = np.broadcast_to(shade * np.array([0.96, 1.0, 1.0]), (SIZE[1], SIZE[0], 3)).astype(np.uint8).copy()
    cv2.rectangle(room, (20, 60), (110, 480), (70, 95, 120), -1)
    cv2.rectangle(room, (540, 90), (630, 130), (90, 80, 60), -1)
    return room
