"""Pictures made to cost: small in bytes and pixels, endless in work."""

_BLOCKS = 250 * 250  # of 2000 x 2000 pixels in one component
_RUN = _BLOCKS // 2  # blocks that one end-of-band run skips
_RUN_BITS = 14


def scan_bomb(size: int = 120_000) -> bytes:
    """A progressive JPEG of thousands of scans, each of which visits every block and says nothing about it."""
    scan = _scan()
    head = b"\xff\xd8" + _quantisation() + _frame(0xC2) + _table(0x10, 0xE0)
    return head + scan * ((size - len(head) - 2) // len(scan)) + b"\xff\xd9"


def many_scans_of(baseline: bytes, times: int) -> bytes:
    """A plain picture whose scan is said again and again."""
    start = baseline.index(b"\xff\xda")
    return baseline[:start] + baseline[start:-2] * times + b"\xff\xd9"


def _scan() -> bytes:
    run = f"0{_RUN - (1 << _RUN_BITS):0{_RUN_BITS}b}"
    bits = run * 2
    bits += "1" * (-len(bits) % 8)
    content = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return _segment(0xDA, bytes((1, 1, 0x00, 1, 63, 0x00))) + content


def _quantisation() -> bytes:
    return _segment(0xDB, b"\x00" + b"\x01" * 64)


def _frame(marker: int) -> bytes:
    return _segment(marker, b"\x08" + (2000).to_bytes(2) + (2000).to_bytes(2) + bytes((1, 1, 0x11, 0)))


def _table(place: int, symbol: int) -> bytes:
    """Huffman: one code, a zero, for one symbol."""
    return _segment(0xC4, bytes((place, 1, *[0] * 15, symbol)))


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content
