"""Several pictures in one message to a worker: for what only a movement shows, or to lay them beside earlier ones."""

from collections.abc import Sequence
from struct import Struct

from server.faces.jpeg import PictureRefused

# No JPEG begins like these.
_BURST = b"LUGAS-BURST"
_BESIDE = b"LUGAS-BESIDE"
_LENGTH = Struct("!I")
_MOST_PICTURES = 20


def joined(frames: Sequence[bytes]) -> bytes:
    """Each behind its length, four bytes, most significant first; 1 to 20 frames can be parted again."""
    return _BURST + _packed(frames)


def beside(frames: Sequence[bytes], earlier: Sequence[bytes]) -> bytes:
    """`frames`, to be laid beside `earlier` pictures of the same person; 1 to 20 in all, how many are frames in one byte."""
    return _BESIDE + bytes([len(frames)]) + _packed([*frames, *earlier])


def is_burst(content: bytes) -> bool:
    return content.startswith(_BURST)


def is_beside(content: bytes) -> bool:
    return content.startswith(_BESIDE)


def parted(content: bytes) -> list[bytes]:
    """What `joined` joined; PictureRefused (`picture_unreadable`) for anything else. The frames may still be no pictures."""
    return _parted(content, len(_BURST))


def parted_beside(content: bytes) -> tuple[list[bytes], list[bytes]]:
    """Frames and earlier pictures, as `beside` joined them; PictureRefused (`picture_unreadable`) for anything else."""
    count = content[len(_BESIDE)] if len(content) > len(_BESIDE) else 0
    pictures = _parted(content, len(_BESIDE) + 1)
    if not 1 <= count <= len(pictures):
        raise PictureRefused("picture_unreadable")
    return pictures[:count], pictures[count:]


def _packed(frames: Sequence[bytes]) -> bytes:
    return b"".join(_LENGTH.pack(len(frame)) + frame for frame in frames)


def _parted(content: bytes, at: int) -> list[bytes]:
    """PictureRefused for what no server of ours would have joined: a page may send any bytes as a snapshot."""
    frames: list[bytes] = []
    while at + _LENGTH.size <= len(content) and len(frames) < _MOST_PICTURES:
        (length,) = _LENGTH.unpack_from(content, at)
        at += _LENGTH.size
        frames.append(content[at : at + length])
        at += length
    if not frames or at != len(content):
        raise PictureRefused("picture_unreadable")
    return frames
