"""What a JPEG says about itself before anyone decodes it, and the reasons to refuse one."""

from dataclasses import dataclass

MOST_PIXELS = 4_000_000
LEAST_SIDE = 64
_MOST_STRETCHED = 16  # times as long as wide: no camera makes such pictures, and halving one leaves no row
_START, _END_OF_IMAGE = b"\xff\xd8", b"\xff\xd9"
_START_OF_SCAN = 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # Huffman and arithmetic tables share the range
_SEQUENTIAL = frozenset({0xC0, 0xC1})  # what browsers send; the others are progressive, lossless or arithmetic
_MOST_SCANS = 4  # one for each component
_MOST_SEGMENTS = 512  # before the first scan; fill bytes count too


class PictureRefused(Exception):
    """A picture that is not measured; `code` is what the sender is told."""

    def __init__(self, code: str, **parameters: int) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Pixels as the header has them: a picture that lies on its side is not turned yet."""

    width: int
    height: int


def checked_dimensions(jpeg: bytes) -> Dimensions:
    """Twenty million pixels cost 60 MB and half a second once decoded, so they are refused by their header; and each scan costs
    as much as a picture, so that 120 KB of progressive scans kept a worker busy for more than ten seconds.

    Returns
    -------
    Width and height: 64 pixels each at least and a sixteenth of the other, 4,000,000 in all at most.

    Raises
    ------
    PictureRefused
        `picture_not_jpeg`, `picture_too_large`, `picture_too_small`, `picture_truncated` (no end), `picture_unreadable`
        (no header that can be followed), or `picture_too_complex`: progressive, lossless or arithmetic, more than one frame,
        more than 4 scans or 512 segments.

    Notes
    -----
    Only headers are read: what stands in the scans may still be no picture.
    """
    if not jpeg.startswith(_START):
        raise PictureRefused("picture_not_jpeg")
    size, scan = _read_header(jpeg)
    if size.width * size.height > MOST_PIXELS:
        raise PictureRefused("picture_too_large", width=size.width, height=size.height, most_pixels=MOST_PIXELS)
    least_side = max(LEAST_SIDE, max(size.width, size.height) // _MOST_STRETCHED)
    if min(size.width, size.height) < least_side:
        raise PictureRefused("picture_too_small", width=size.width, height=size.height, least_side=least_side)
    if jpeg.count(bytes((0xFF, _START_OF_SCAN)), scan) > _MOST_SCANS:  # in a scan's own bytes the pair cannot stand
        raise PictureRefused("picture_too_complex")
    if jpeg.rfind(_END_OF_IMAGE, scan) < 0:  # from the end, where it stands
        raise PictureRefused("picture_truncated")
    return size


def first_scan(jpeg: bytes) -> int:
    """Where what a picture says about itself ends, in bytes; PictureRefused as `checked_dimensions`, whose checks of size are
    not made."""
    return _read_header(jpeg)[1]


def _read_header(jpeg: bytes) -> tuple[Dimensions, int]:
    """The dimensions of the frame and where its first scan begins."""
    at, size = 2, None
    for _ in range(_MOST_SEGMENTS):
        if at + 4 > len(jpeg):
            raise PictureRefused("picture_truncated")
        marker = jpeg[at + 1]
        if jpeg[at] != 0xFF:
            raise PictureRefused("picture_unreadable")
        if marker == 0xFF or marker in _ALONE:  # a fill byte, or a marker that stands alone
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _START_OF_SCAN:
            if size is None:
                raise PictureRefused("picture_unreadable")
            return size, at
        if marker in _FRAMES:
            size = _frame_size(jpeg, at, marker, size)
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise PictureRefused("picture_too_complex")


def _frame_size(jpeg: bytes, at: int, marker: int, before: Dimensions | None) -> Dimensions:
    if before is not None or marker not in _SEQUENTIAL:
        raise PictureRefused("picture_too_complex")
    height, width = int.from_bytes(jpeg[at + 5 : at + 7], "big"), int.from_bytes(jpeg[at + 7 : at + 9], "big")
    if at + 9 > len(jpeg):
        raise PictureRefused("picture_truncated")
    return Dimensions(width, height)
