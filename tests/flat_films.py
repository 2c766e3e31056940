"""What somebody with a photo can do before a camera: shift, zoom, roll, tilt, bend and swap it, in the hand or on a screen."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

SIZE = (640, 480)
PICTURES = 10
Picture = np.ndarray
_FOCAL = 640.0
_STRENGTHS = np.linspace(0.0, 1.0, PICTURES)


def cut_out(photo: Path, middle: tuple[float, float], height: float) -> Picture:
    """Head and shoulders in the shape of the film, the face as large as before a desk."""
    picture = cv2.imread(str(photo))
    reach = round(1.6 * height)
    padded = cv2.copyMakeBorder(picture, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    left, top = round(middle[0] + reach - 1.52 * height), round(middle[1] + reach - 1.25 * height)
    return cv2.resize(padded[top : top + round(2.5 * height), left : left + round(3.04 * height)], SIZE)


def attacks(photo: Picture) -> Iterator[tuple[str, list[bytes]]]:
    for name in (*(f"{name} print" for name in _MOVES), "shifted screen", "tilted left screen", "tilted up screen"):
        yield name, attack(photo, name)


def attack(photo: Picture, name: str) -> list[bytes]:
    """A movement and what is moved."""
    move, medium = name.rsplit(" ", 1)
    shown = _on_screen(photo) if medium == "screen" else photo
    return _filmed([_MOVES[move](shown, strength) for strength in _STRENGTHS])


def swapped(photo: Picture, other: Picture) -> list[bytes]:
    """Two photos of one person from two sides, one after the other."""
    return _filmed([photo] * 5 + [other] * 5)


def faded(photo: Picture, other: Picture) -> list[bytes]:
    """The same by computer, one picture flowing into the other."""
    return _filmed([cv2.addWeighted(photo, 1 - share, other, share, 0) for share in _STRENGTHS])


def nearer(pictures: Sequence[Picture], most: float) -> list[bytes]:
    """As if the camera, or whoever sits before it, came closer: each picture larger than the one before, about its middle."""
    return _filmed(
        [_placed(picture, np.eye(3), zoom=zoom) for picture, zoom in zip(pictures, np.linspace(1, most, PICTURES), strict=True)]
    )


def still(picture: Picture) -> list[bytes]:
    return _filmed([picture] * PICTURES)


def _filmed(pictures: Sequence[Picture]) -> list[bytes]:
    """As a camera sends them: with noise, so no two are the same."""
    noise = np.random.default_rng(5)
    noisy = [np.clip(picture + noise.normal(0, 2, picture.shape), 0, 255).astype(np.uint8) for picture in pictures]
    return [cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes() for picture in noisy]


def _on_screen(photo: Picture) -> Picture:
    """A telephone held up: a bright picture, a black border, a hand's width of room around it."""
    shown = cv2.resize(cv2.convertScaleAbs(photo, alpha=1.1, beta=10), None, fx=0.86, fy=0.86)
    rimmed = cv2.copyMakeBorder(shown, 12, 12, 16, 16, cv2.BORDER_CONSTANT, value=(12, 12, 12))
    tall, wide = SIZE[1] - rimmed.shape[0], SIZE[0] - rimmed.shape[1]
    return cv2.copyMakeBorder(
        rimmed, tall // 2, tall - tall // 2, wide // 2, wide - wide // 2, cv2.BORDER_CONSTANT, value=(120, 135, 140)
    )


def _placed(picture: Picture, turn: Picture, *, shift: tuple[float, float] = (0, 0), zoom: float = 1.0) -> Picture:
    """The flat picture turned in space and seen by a camera."""
    corners = np.array([(-320, -240, 0), (320, -240, 0), (320, 240, 0), (-320, 240, 0)]) * zoom @ turn.T
    seen = [(320 + _FOCAL * x / (_FOCAL + z) + shift[0], 240 + _FOCAL * y / (_FOCAL + z) + shift[1]) for x, y, z in corners]
    flat = np.array([(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])], np.float32)
    wall = np.full((SIZE[1], SIZE[0], 3), (120, 140, 150), np.uint8)
    plane = cv2.getPerspectiveTransform(flat, np.array(seen, np.float32))
    return cv2.warpPerspective(picture, plane, SIZE, wall, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)


def _about(axis: int, degrees: float) -> Picture:
    around = np.zeros(3)
    around[axis] = np.radians(degrees)
    return cv2.Rodrigues(around)[0]


def _sheared(picture: Picture, strength: float) -> Picture:
    return cv2.warpAffine(
        picture, np.array([[1, 0.35 * strength, -80 * strength], [0, 1, 0]]), SIZE, borderMode=cv2.BORDER_REPLICATE
    )


def _bent(picture: Picture, strength: float) -> Picture:
    """As a sheet rolled between two hands: the middle comes nearer than the sides."""
    across, down = np.meshgrid(np.arange(SIZE[0], dtype=np.float32), np.arange(SIZE[1], dtype=np.float32))
    from_middle = across / (SIZE[0] / 2) - 1
    bulged = across + 48 * strength * (1 - from_middle**2)
    return cv2.remap(picture, bulged.astype(np.float32), down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


_MOVES: dict[str, Callable[[Picture, float], Picture]] = {
    "shifted": lambda flat, strength: _placed(flat, np.eye(3), shift=(120 * strength, 40 * strength)),
    "zoomed": lambda flat, strength: _placed(flat, np.eye(3), zoom=1 + 0.5 * strength),
    "rolled": lambda flat, strength: _placed(flat, _about(2, 30 * strength)),
    "tilted left": lambda flat, strength: _placed(flat, _about(1, 55 * strength)),
    "tilted right": lambda flat, strength: _placed(flat, _about(1, -55 * strength)),
    "tilted up": lambda flat, strength: _placed(flat, _about(0, 55 * strength)),
    "tilted down": lambda flat, strength: _placed(flat, _about(0, -55 * strength)),
    "tilted, shifted": lambda flat, strength: _placed(flat, _about(1, 50 * strength), shift=(90 * strength, 0), zoom=1.2),
    "sheared": _sheared,
    "bent": _bent,
}
