"""The digest is the picture's, not the file's: what a page adds to a JPEG makes no new picture of it."""

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from tests.reference_photos import photo

JPEG = photo("astronaut.png")
COMMENT = b"\xff\xfe\x00\x0ahidden!!"
ADDED = {
    "bytes behind the end": JPEG + b"8 random",
    "a comment": JPEG[:2] + COMMENT + JPEG[2:],
    "another header": JPEG[:2] + b"\xff\xed\x00\x06abcd" + JPEG[2:],
}


def digest(engine: FaceEngine, jpeg: bytes) -> str:
    return engine.measure(jpeg).digest


@pytest.mark.parametrize("jpeg", ADDED.values(), ids=ADDED)
def test_what_is_added_to_a_file_is_no_other_picture(engine: FaceEngine, jpeg: bytes):
    assert jpeg != JPEG
    assert digest(engine, jpeg) == digest(engine, JPEG)


def test_the_least_noise_is_another_picture(engine: FaceEngine):
    pixels = cv2.imdecode(np.frombuffer(JPEG, np.uint8), cv2.IMREAD_COLOR)
    noise = np.random.default_rng(1).integers(-2, 3, pixels.shape)
    noisy = np.clip(pixels.astype(int) + noise, 0, 255).astype(np.uint8)
    assert digest(engine, cv2.imencode(".jpg", noisy)[1].tobytes()) != digest(engine, JPEG)
