"""A picture is judged by its header before anyone decodes it."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faces.jpeg import Dimensions, PictureRefused, checked_dimensions
from server.faces.thumbnail import halved


def picture(width: int, height: int, *settings: int) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    return cv2.imencode(".jpg", noise, settings)[1].tobytes()


def refusal(jpeg: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        checked_dimensions(jpeg)
    return refused.value.code


@pytest.mark.parametrize("settings", [(), (cv2.IMWRITE_JPEG_RST_INTERVAL, 4)])
def test_dimensions_are_read_from_the_header(settings: tuple[int, ...]):
    assert checked_dimensions(picture(320, 240, *settings)) == Dimensions(320, 240)


def test_a_progressive_picture_is_refused_for_what_its_scans_may_cost():
    assert refusal(picture(320, 240, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)) == "picture_too_complex"


def test_twenty_megapixels_are_refused_undecoded():
    header = bytearray(picture(320, 240))
    frame = header.index(b"\xff\xc0")
    header[frame + 5 : frame + 9] = (4000).to_bytes(2) + (5000).to_bytes(2)
    assert refusal(bytes(header)) == "picture_too_large"


def test_a_png_is_no_jpeg():
    assert refusal(cv2.imencode(".png", np.zeros((240, 320, 3), np.uint8))[1].tobytes()) == "picture_not_jpeg"


def test_a_picture_cut_short_anywhere_is_refused():
    whole = picture(320, 240)
    for length in (2, 10, 100, 400, 1000, len(whole) // 2, len(whole) - 2):
        assert refusal(whole[:length]) == "picture_truncated"


def test_a_stamp_is_too_small():
    assert refusal(picture(40, 40)) == "picture_too_small"


def test_a_strip_that_halving_leaves_nothing_of_is_too_small():
    """It ended the worker that measured it."""
    assert refusal(picture(10_400, 64)) == refusal(picture(64, 10_400)) == "picture_too_small"
    assert halved(np.zeros((3, 4_000), np.uint8), 160).shape[0] == 1


@given(st.binary(max_size=200))
def test_garbage_is_refused_by_code_and_never_crashes(garbage: bytes):
    assert refusal(garbage).startswith("picture_")
    assert refusal(b"\xff\xd8" + garbage).startswith("picture_")
