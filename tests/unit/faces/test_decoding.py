"""A snapshot is decoded quickly and says what the careful way says; what it cannot be is refused."""

import cv2
import numpy as np
import pytest

from server.faces.decoding import decoded, decoded_snapshot
from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.faces.quality import grey_of
from tests.unit.faces.conftest import MATERIAL


@pytest.fixture(scope="module")
def snapshot() -> bytes:
    picture = cv2.resize(cv2.imread(str(MATERIAL / "obama.jpg")), (480, 640), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 75])[1].tobytes()


def lying(jpeg: bytes, orientation: int) -> bytes:
    """With an Exif header that says how the picture lies."""
    tag = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\x00\x00"
    exif = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01" + tag + b"\x00\x00\x00\x00"
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


def test_the_light_is_the_same_and_the_colours_are_near(snapshot: bytes):
    careful, quick = decoded(snapshot), decoded_snapshot(snapshot)
    assert quick.shape == careful.shape
    assert np.abs(grey_of(quick).astype(int) - grey_of(careful)).mean() < 0.7
    assert np.abs(quick.astype(int) - careful).mean() < 2.5


def test_a_grey_snapshot_has_three_equal_colours(snapshot: bytes):
    grey = cv2.imencode(".jpg", cv2.imdecode(np.frombuffer(snapshot, np.uint8), cv2.IMREAD_GRAYSCALE))[1].tobytes()
    picture = decoded_snapshot(grey)
    assert picture.shape == (640, 480, 3)
    assert (picture == picture[..., :1]).all()


def test_a_picture_that_says_it_lies_on_its_side_is_set_upright(engine: FaceEngine, snapshot: bytes):
    upright, turned = engine.measure(snapshot), engine.measure(lying(snapshot, 6))
    assert decoded_snapshot(lying(snapshot, 6)).shape == (480, 640, 3)
    assert (turned.width, turned.height) == (640, 480)
    assert (upright.width, upright.height) == (480, 640)


def test_a_picture_on_its_side_is_known_behind_other_segments_too(snapshot: bytes):
    """What it says of lying on its side is read behind other segments too."""
    noted = b"\xff\xfe" + (2002).to_bytes(2) + b"a note of the phone" + bytes(1981)
    behind = lying(snapshot, 6)
    behind = behind[:2] + noted * 3 + behind[2:]
    assert decoded_snapshot(behind).shape == (480, 640, 3)


def test_what_stands_behind_the_first_scan_turns_nothing(snapshot: bytes):
    exif = lying(snapshot, 6)[2:]
    assert decoded_snapshot(snapshot + exif).shape == (640, 480, 3)


def test_what_is_no_picture_is_refused(snapshot: bytes):
    for broken in (b"\xff\xd8\xff\xd9", snapshot[:60] + b"\xff\xd9", b""):
        with pytest.raises(PictureRefused, match="picture_unreadable"):
            decoded_snapshot(broken)
