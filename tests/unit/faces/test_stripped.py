"""What is kept of a picture is the picture."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faces.decoding import decoded
from server.faces.stripped import stripped
from tests.unit.faces.test_decoding import lying, snapshot

__all__ = ["snapshot"]

NOTE = b"\xff\xfe" + (20).to_bytes(2) + b"the phone's owner "
PLACE = b"\xff\xe1" + (30).to_bytes(2) + b"http://ns.adobe.com/xap/1.0\0"


def with_more_tags(jpeg: bytes) -> bytes:
    """Little-endian, the orientation as the second of three."""
    tags = [(0x010F, 9, 0), (0x0112, 3, 6), (0x8825, 4, 99)]
    written = b"".join(
        tag.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little") + value.to_bytes(4, "little")
        for tag, kind, value in tags
    )
    exif = b"Exif\0\0II\x2a\0\x08\0\0\0" + len(tags).to_bytes(2, "little") + written + bytes(4) + b"where it was taken"
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + jpeg[2:]


def test_notes_and_what_stands_behind_the_end_are_left_out(snapshot: bytes):
    told = snapshot[:2] + NOTE + PLACE + snapshot[2:] + b"behind the end" * 1000 + snapshot
    assert stripped(told) == stripped(snapshot)
    assert b"owner" not in stripped(told)
    assert (decoded(stripped(told)) == decoded(snapshot)).all()


@pytest.mark.parametrize("turn", [lambda jpeg: lying(jpeg, 6), with_more_tags])
def test_how_it_lies_is_kept_and_nothing_else_of_exif(snapshot: bytes, turn):
    told = stripped(turn(snapshot))
    assert decoded(told).shape == (480, 640, 3)
    assert b"where it was taken" not in told
    assert stripped(told) == told


@pytest.mark.parametrize("settings", [(cv2.IMWRITE_JPEG_RST_INTERVAL, 4), (cv2.IMWRITE_JPEG_PROGRESSIVE, 1)])
def test_restarts_and_scans_end_nothing_early(settings: tuple[int, int]):
    noise = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
    jpeg = cv2.imencode(".jpg", noise, settings)[1].tobytes()
    assert stripped(jpeg + b"more") == jpeg


@given(st.binary(max_size=200))
def test_garbage_stays_what_it_is(garbage: bytes):
    assert len(stripped(b"\xff\xd8" + garbage)) <= len(garbage) + 40


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_picture_without_an_end_keeps_no_notes(snapshot: bytes, share: float):
    told = stripped(with_more_tags(snapshot[:2] + NOTE + snapshot[2 : int(len(snapshot) * share)]))
    assert b"where it was taken" not in told
    assert b"owner" not in told
