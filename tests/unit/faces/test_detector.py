"""The detector finds what MediaPipe's own finds with the same weights: as many faces, in the same places, as sure of them."""

from collections.abc import Callable, Iterator
from math import hypot
from pathlib import Path

import cv2
import mediapipe
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import FaceDetector, FaceDetectorOptions

from server.faces.detector import DetectedFace, Detector, ImagePoint, KeyPoints, Picture
from server.faces.known_files import BLAZE_FACE, DETECTOR
from server.faces.measurement import Box
from tests.unit.faces.conftest import MATERIAL

PHOTOS = sorted(path.name for kind in ("*.jpg", "*.png") for path in MATERIAL.glob(kind))
CLIP = MATERIAL / "carphone_pristine.mp4"
SIZES = ((640, 480), (480, 360), (480, 640), (360, 480), (481, 359), (150, 150), (1000, 333))
Finds = Callable[[Picture], list[DetectedFace]]


@pytest.fixture(scope="module")
def detector(models: Path) -> Detector:
    return Detector(models / BLAZE_FACE.name)


@pytest.fixture(scope="module")
def reference(models: Path) -> Iterator[Finds]:
    """MediaPipe hangs at exit when its detector is still open."""
    options = FaceDetectorOptions(BaseOptions(str(models / DETECTOR.name)), min_detection_confidence=0.5)
    with FaceDetector.create_from_options(options) as mediapipes:
        yield lambda picture: _found(mediapipes, picture)


def _found(mediapipes: FaceDetector, picture: Picture) -> list[DetectedFace]:
    height, width = picture.shape[:2]
    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture))
    found = []
    for one in mediapipes.detect(image).detections:
        box = Box(one.bounding_box.origin_x, one.bounding_box.origin_y, one.bounding_box.width, one.bounding_box.height)
        points = KeyPoints(*(ImagePoint(point.x * width, point.y * height) for point in one.keypoints))
        found.append(DetectedFace(box, one.categories[0].score, points))
    return sorted(found, key=lambda face: face.box.height, reverse=True)


def photo(name: str) -> Picture:
    return cv2.cvtColor(cv2.imread(str(MATERIAL / name)), cv2.COLOR_BGR2RGB)


def filled(picture: Picture, width: int, height: int) -> Picture:
    """Its upper middle, as large as the frame."""
    scale = max(width / picture.shape[1], height / picture.shape[0])
    scaled = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    left = (scaled.shape[1] - width) // 2
    return np.ascontiguousarray(scaled[:height, left : left + width])


def assert_alike(ours: list[DetectedFace], theirs: list[DetectedFace]) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        near = max(1.0, 0.01 * other.box.height)
        for side in ("x", "y", "width", "height"):
            assert abs(getattr(one.box, side) - getattr(other.box, side)) <= near, (side, one.box, other.box)
        for mine, its in zip(one.key_points, other.key_points, strict=True):
            assert hypot(mine.x - its.x, mine.y - its.y) <= near, (one.key_points, other.key_points)
        assert one.score == pytest.approx(other.score, abs=0.02)


@pytest.mark.parametrize("name", PHOTOS)
def test_every_photo_at_every_size(detector: Detector, reference: Finds, name: str):
    original = photo(name)
    for picture in (original, *(filled(original, *size) for size in SIZES)):
        assert_alike(detector.find([picture])[0], reference(picture))


@pytest.mark.parametrize("name", ["obama.jpg", "biden.jpg", "astronaut.png"])
def test_where_pixels_of_square_and_picture_meet_nothing_differs(detector: Detector, reference: Finds, name: str):
    """Where a pixel of the square falls on one of the picture nothing differs."""
    picture = filled(photo(name), 640, 480)
    (ours,), (theirs,) = detector.find([picture])[0], reference(picture)
    assert ours.box == theirs.box
    assert np.abs(np.subtract(ours.key_points, theirs.key_points)).max() < 0.01
    assert ours.score == pytest.approx(theirs.score, abs=1e-4)


def test_the_frames_of_the_clip(detector: Detector, reference: Finds):
    film, seen = cv2.VideoCapture(str(CLIP)), 0
    for _ in range(0, 120, 6):
        frame = cv2.cvtColor(film.read()[1], cv2.COLOR_BGR2RGB)
        assert_alike(detector.find([frame])[0], reference(frame))
        seen += len(detector.find([frame])[0])
        for _ in range(5):
            film.grab()
    assert seen == 20


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.65])
def test_a_face_that_leaves_the_picture(detector: Detector, reference: Finds, share: float):
    """To the left, to the right, up and down, until so much of its box is outside."""
    picture = filled(photo("obama.jpg"), 640, 480)
    box = detector.find([picture])[0][0].box
    for across, down in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        left = -(box.x + share * box.width) if across < 0 else 640 - box.x - box.width * (1 - share)
        up = -(box.y + share * box.height) if down < 0 else 480 - box.y - box.height * (1 - share)
        moved = cv2.warpAffine(picture, np.array([[1, 0, abs(across) * left], [0, 1, abs(down) * up]]), (640, 480))
        assert_alike(detector.find([moved])[0], reference(moved))


@pytest.mark.parametrize("names", [("obama.jpg", "biden.jpg"), ("astronaut.png", "obama2.jpg"), ("biden.jpg", "biden.jpg")])
def test_two_faces_in_one_picture(detector: Detector, reference: Finds, names: tuple[str, str]):
    together = np.hstack([filled(photo(name), 320, 480) for name in names])
    assert len(reference(together)) == 2
    assert_alike(detector.find([together])[0], reference(together))


def test_the_largest_face_comes_first(detector: Detector):
    near, far = filled(photo("biden.jpg"), 320, 480), cv2.resize(filled(photo("obama.jpg"), 320, 480), (240, 360))
    both = np.hstack([cv2.copyMakeBorder(far, 60, 60, 0, 0, cv2.BORDER_REPLICATE), near])
    first, second = detector.find([both])[0]
    assert first.box.height > second.box.height


def test_where_nobody_is_nobody_is_found(detector: Detector, reference: Finds):
    shades = np.tile(np.linspace(60, 200, 640).astype(np.uint8)[:, np.newaxis], (480, 1, 3))
    for empty in (np.zeros((480, 640, 3), np.uint8), np.full((360, 480, 3), 255, np.uint8), shades):
        assert detector.find([empty])[0] == reference(empty) == []


def test_noise_is_to_both_the_same(detector: Detector, reference: Finds):
    random = np.random.default_rng(1)
    for _ in range(5):
        noise = random.integers(0, 255, (480, 640, 3), np.uint8)
        assert_alike(detector.find([noise])[0], reference(noise))


@pytest.mark.parametrize("shape", [(1, 1), (20, 2000), (2000, 20), (62, 64000), (64000, 62)])
def test_no_shape_of_a_picture_is_too_much(detector: Detector, shape: tuple[int, int]):
    assert detector.find([np.zeros((*shape, 3), np.uint8)])[0] == []
