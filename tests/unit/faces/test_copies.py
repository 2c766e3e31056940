"""A copy of a photo is told however it was changed as a whole; another picture of the same person is none."""

from collections.abc import Callable
from itertools import combinations, pairwise

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.identity.gate.copies import PHOTO_AGAIN, PICTURE_TWICE, copy_hint
from tests.second_pictures import MATERIAL, clip, moments

Picture = np.ndarray
NAMES = ("obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg", "astronaut.png")


def camera(name: str) -> Picture:
    photo = cv2.imread(str(MATERIAL / name))
    return cv2.resize(photo, (480, 480 * photo.shape[0] // photo.shape[1]), interpolation=cv2.INTER_AREA)


def jpeg(picture: Picture, quality: int = 85) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def warped(picture: Picture, plane: Picture) -> Picture:
    size = (picture.shape[1], picture.shape[0])
    return cv2.warpPerspective(picture, np.asarray(plane, np.float64), size, borderMode=cv2.BORDER_REPLICATE)


def rolled(picture: Picture, degrees: float) -> Picture:
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    return warped(picture, np.vstack([cv2.getRotationMatrix2D(middle, degrees, 1.0), [0, 0, 1]]))


def tilted(picture: Picture, share: float = 0.05) -> Picture:
    height, width = picture.shape[:2]
    corners = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    moved = corners + np.float32([(share, 0), (-share, share), (0, -share / 2), (share, 0)]) * np.float32([width, height])
    return warped(picture, cv2.getPerspectiveTransform(corners, moved))


def cropped(picture: Picture, share: float) -> Picture:
    down, across = (round(side * share / 2) for side in picture.shape[:2])
    return picture[down:-down, across:-across]


def scaled(picture: Picture, scale: float) -> Picture:
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def noisy(picture: Picture, sigma: float) -> Picture:
    grain = np.random.default_rng(3).normal(0, sigma, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def lit(picture: Picture, power: float) -> Picture:
    return (255 * (picture / 255.0) ** power).astype(np.uint8)


def sheared(picture: Picture) -> Picture:
    return warped(picture, np.array([[1.04, 0.06, -12], [-0.03, 0.97, 8], [0, 0, 1]]))


CHANGES: dict[str, Callable[[Picture], bytes]] = {
    "as it is": jpeg,
    "quality 50": lambda one: jpeg(one, 50),
    "cropped by 5 %": lambda one: jpeg(cropped(one, 0.05)),
    "cropped by 20 %": lambda one: jpeg(cropped(one, 0.2)),
    "rolled by 5": lambda one: jpeg(rolled(one, 5)),
    "rolled by -5": lambda one: jpeg(rolled(one, -5)),
    "tilted": lambda one: jpeg(tilted(one)),
    "sheared": lambda one: jpeg(sheared(one)),
    "noise of 8": lambda one: jpeg(noisy(one, 8)),
    "darker": lambda one: jpeg(lit(one, 1.6)),
    "lighter": lambda one: jpeg(lit(one, 0.6)),
    "less contrast": lambda one: jpeg(cv2.convertScaleAbs(one, alpha=0.6, beta=40)),
    "blurred": lambda one: jpeg(cv2.GaussianBlur(one, (0, 0), 1.5)),
    "half as large": lambda one: jpeg(scaled(one, 0.5)),
    "larger": lambda one: jpeg(scaled(one, 1.5)),
    "mirrored": lambda one: jpeg(np.ascontiguousarray(one[:, ::-1])),
    "several at once": lambda one: jpeg(noisy(rolled(tilted(cropped(scaled(one, 0.7), 0.1), 0.03), -4), 3), 60),
    "mirrored and more": lambda one: jpeg(noisy(rolled(lit(one[:, ::-1], 1.3), 3), 5), 70),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_told(engine: FaceEngine, change: str):
    for name in NAMES:
        photo = camera(name)
        seen = engine.measure_beside([CHANGES[change](photo)], [jpeg(photo)])
        assert seen.faces, name
        assert copy_hint(seen.comparison) == PHOTO_AGAIN, (name, seen.comparison.likeness)


def test_another_picture_of_the_same_person_is_no_copy(engine: FaceEngine):
    for one, other in combinations(("obama.jpg", "obama2.jpg", "obama3.jpg"), 2):
        seen = engine.measure_beside([jpeg(camera(one))], [jpeg(camera(other))])
        assert copy_hint(seen.comparison) is None
        assert seen.comparison.likeness[0] < 0.5
    for before, after in zip(clip()[::8], clip()[15::8], strict=False):  # half a second later
        assert copy_hint(engine.measure_beside([after], [before]).comparison) is None


def test_no_two_neighbours_of_the_clip_are_one_picture(engine: FaceEngine):
    """Somebody before a real camera, a thirtieth of a second apart."""
    hints = [copy_hint(engine.measure_beside(pair, []).comparison) for pair in pairwise(clip())]

    assert (len(hints), set(hints)) == (119, {None})


@pytest.mark.parametrize("change", ["as it is", "quality 50", "noise of 8", "less contrast", "blurred"])
def test_one_picture_twice_is_told(engine: FaceEngine, change: str):
    for name in NAMES:
        photo = camera(name)
        assert copy_hint(engine.measure_beside([jpeg(photo), CHANGES[change](photo)], []).comparison) == PICTURE_TWICE, name


def test_a_head_that_moved_by_half_a_pixel_is_no_copy_of_itself(engine: FaceEngine):
    for name in NAMES:
        assert copy_hint(engine.measure_beside(moments(name), []).comparison) is None, name


def test_of_nobody_and_of_an_unreadable_photo_nothing_is_said(engine: FaceEngine):
    wall = jpeg(np.full((360, 480, 3), 120, np.uint8))
    assert copy_hint(engine.measure_beside([wall, wall], [wall, b"no picture"]).comparison) is None
