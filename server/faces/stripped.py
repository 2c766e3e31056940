"""A picture as it is kept: without what phones and senders write beside it, and without what stands behind its end."""

import re
from typing import Literal

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # in a scan: neither a stuffed byte nor a restart
_SCAN, _END, _EXIF, _COMMENT = 0xDA, 0xD9, 0xE1, 0xFE
_KEPT = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's word on how colours are coded
_NOTES = (frozenset(range(0xE0, 0xF0)) | {_COMMENT}) - _KEPT
_EXIF_HEAD = b"Exif\0\0"
_ORIENTATION = 0x0112
_UPRIGHT = 1
_MOST_SEGMENTS = 512


def stripped(jpeg: bytes) -> bytes:
    """Of Exif only how the picture lies is left. From where it cannot be read on it stays as it came: the worker refuses it.

    The pixels are the same bytes; any bytes may be given, and none are refused here.
    """
    parts, at, lies = [jpeg[:2]], 2, _UPRIGHT
    for _ in range(_MOST_SEGMENTS):
        if at + 4 > len(jpeg) or jpeg[at] != 0xFF:
            break
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return b"".join([parts[0], _lying(lies), *parts[1:], jpeg[at : _end_of_picture(jpeg, at)]])
        if marker == _EXIF and jpeg[at + 4 : at + 10] == _EXIF_HEAD:
            lies = _orientation(jpeg[at + 10 : end])
        if marker not in _NOTES:
            parts.append(jpeg[at:end])
        at = end
    return b"".join([parts[0], _lying(lies), *parts[1:], jpeg[at:]])


def _end_of_picture(jpeg: bytes, at: int) -> int | None:
    """Behind the end of the last scan. None: there is no end."""
    if jpeg.count(b"\xff\xda", at) == 1:  # nearly always; and inside a scan the end's two bytes cannot stand
        end = jpeg.find(b"\xff\xd9", at)
        return end + 2 if end >= 0 else None
    for _ in range(_MOST_SEGMENTS):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        found = _NEXT_MARKER.search(jpeg, at)
        if found is None:
            return None
        if jpeg[found.end() - 1] == _END:
            return found.end()
        at = found.end() - 2
    return None


def _orientation(tiff: bytes) -> int:
    order: Literal["big", "little"] = "big" if tiff[:2] == b"MM" else "little"
    first = int.from_bytes(tiff[4:8], order)
    entries = min(int.from_bytes(tiff[first : first + 2], order), len(tiff) // 12)
    for at in range(first + 2, first + 2 + 12 * entries, 12):
        if int.from_bytes(tiff[at : at + 2], order) == _ORIENTATION:
            return int.from_bytes(tiff[at + 8 : at + 10], order)
    return _UPRIGHT


def _lying(orientation: int) -> bytes:
    if not _UPRIGHT < orientation <= 8:
        return b""
    tag = _ORIENTATION.to_bytes(2) + b"\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2) + b"\x00\x00"
    exif = _EXIF_HEAD + b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + tag + b"\x00\x00\x00\x00"
    return bytes((0xFF, _EXIF)) + (len(exif) + 2).to_bytes(2) + exif
