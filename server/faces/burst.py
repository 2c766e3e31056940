"""Several pictures in one message to a worker, for what only a movement shows."""

from collections.abc import Sequence
from struct import Struct

from server.faces.jpeg import PictureRefused

_START = b"LUGAS-BURST"  # no JPEG begins like this
_LENGTH = Struct("!I")
_MOST_PICTURES = 20


def joined(frames: Sequence[bytes]) -> bytes:
    return _START + b"".join(_LENGTH.pack(len(frame)) + frame for frame in frames)


def is_burst(content: bytes) -> bool:
    return content.startswith(_START)


def parted(content: bytes) -> list[bytes]:
    """PictureRefused for what no server of ours would have joined: a page may send any bytes as a snapshot."""
    frames: list[bytes] = []
    at = len(_START)
    while at + _LENGTH.size <= len(content) and len(frames) < _MOST_PICTURES:
        (length,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        frames.append(content[at : at + length])
        at += length
    if not frames or at != len(content):
        raise PictureRefused("picture_unreadable")
    return frames
