"""Photos as operators have them: any format and size, turned, cropped, far away, or no photo at all."""

from math import dist
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.faces.measurement import Embedding
from server.faces.photo import measured_photo


@pytest.fixture
def obama(material: Path) -> np.ndarray:
    return cv2.imread(str(material / "obama.jpg"))


@pytest.fixture
def known(engine: FaceEngine, material: Path) -> Embedding:
    return measured_photo(engine, (material / "obama2.jpg").read_bytes()).faces[0].embedding


def encoded(picture: np.ndarray, kind: str = ".jpg") -> bytes:
    return cv2.imencode(kind, picture)[1].tobytes()


def head(picture: np.ndarray, engine: FaceEngine, share: float) -> np.ndarray:
    """Cropped around the face, `share` of its box left on each side."""
    box = measured_photo(engine, encoded(picture)).faces[0].box
    spare = round(share * box.height)
    return picture[max(box.y - spare, 0) : box.y + box.height + spare, max(box.x - spare, 0) : box.x + box.width + spare]


@pytest.mark.parametrize("kind", [".png", ".webp", ".bmp"])
def test_other_formats_are_read(engine: FaceEngine, obama: np.ndarray, known: Embedding, kind: str):
    assert dist(measured_photo(engine, encoded(obama, kind)).faces[0].embedding, known) < 0.5


def test_a_grey_photo_is_a_photo(engine: FaceEngine, obama: np.ndarray, known: Embedding):
    grey = cv2.cvtColor(obama, cv2.COLOR_BGR2GRAY)
    for kind in (".jpg", ".png"):
        assert dist(measured_photo(engine, encoded(grey, kind)).faces[0].embedding, known) < 0.5


def test_a_photo_with_a_transparent_layer_is_read(engine: FaceEngine, obama: np.ndarray, known: Embedding):
    assert dist(measured_photo(engine, encoded(cv2.cvtColor(obama, cv2.COLOR_BGR2BGRA), ".png")).faces[0].embedding, known) < 0.5


@pytest.mark.parametrize(
    ("orientation", "lies"), [(6, cv2.ROTATE_90_COUNTERCLOCKWISE), (8, cv2.ROTATE_90_CLOCKWISE), (3, cv2.ROTATE_180)]
)
def test_a_photo_that_says_how_it_lies_is_set_upright(
    engine: FaceEngine, obama: np.ndarray, known: Embedding, orientation: int, lies: int
):
    jpeg = encoded(cv2.rotate(obama, lies))
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + orientation.to_bytes(4, "little") + b"\0\0\0\0"
    said = jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + jpeg[2:]
    measured = measured_photo(engine, said)
    assert abs(measured.faces[0].roll) < 20
    assert dist(measured.faces[0].embedding, known) < 0.5


@pytest.mark.parametrize("side", [64, 100, 150])
def test_a_tight_and_small_crop_is_found_and_recognised(engine: FaceEngine, obama: np.ndarray, known: Embedding, side: int):
    small = cv2.resize(head(obama, engine, 0.1), (side, side), interpolation=cv2.INTER_AREA)
    assert dist(measured_photo(engine, encoded(small, ".png")).faces[0].embedding, known) < 0.6


def test_a_face_far_away_in_a_large_photo_is_found(engine: FaceEngine, obama: np.ndarray, known: Embedding):
    wide = np.full((1500, 2000, 3), 180, np.uint8)
    near = cv2.resize(obama, None, fx=0.38, fy=0.38, interpolation=cv2.INTER_AREA)
    wide[520 : 520 + near.shape[0], 800 : 800 + near.shape[1]] = near
    assert engine.measure(encoded(wide)).faces == (), "the detector alone must not see it, or nothing is shown"
    assert dist(measured_photo(engine, encoded(wide)).faces[0].embedding, known) < 0.6


def test_of_several_faces_the_nearest_is_described(engine: FaceEngine, obama: np.ndarray, material: Path, known: Embedding):
    other = cv2.imread(str(material / "biden.jpg"))
    near, far = (cv2.resize(head(picture, engine, 0.4), (side, side)) for picture, side in ((obama, 400), (other, 260)))
    both = np.full((400, 660, 3), 128, np.uint8)
    both[:, :400], both[100:360, 400:] = near, far
    measured = measured_photo(engine, encoded(both))
    assert len(measured.faces) == 2
    assert dist(measured.faces[0].embedding, known) < 0.5


def test_no_face_is_no_face(engine: FaceEngine):
    shades = np.linspace(60, 200, 640).astype(np.uint8)
    assert measured_photo(engine, encoded(np.tile(shades, (480, 1)))).faces == ()


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(engine: FaceEngine, content: bytes):
    with pytest.raises(PictureRefused):
        measured_photo(engine, content)


def test_a_speck_is_refused(engine: FaceEngine):
    with pytest.raises(PictureRefused, match="picture_too_small"):
        measured_photo(engine, encoded(np.zeros((8, 8, 3), np.uint8), ".png"))
