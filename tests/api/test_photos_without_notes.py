"""Registration photos come from phones and agencies: where they were taken and with what is not kept."""

from pathlib import Path

import pytest

from server.commands.registrations import measure
from server.verification.engine import Health
from server.verification.jobs import Outcome, Refusal
from tests.builders import a_hall
from tests.reference_photos import photo

PLACE = b"GPS 6.2 S 106.8 E"


class Workers:
    """They are there, and say of each picture that they cannot use it."""

    def __init__(self) -> None:
        self.measured: list[bytes] = []

    def health(self) -> Health:
        return Health(workers=1, waiting=0, took_ms_p50=10.0, is_overloaded=False)

    def measure(self, jpeg: bytes, _timeout: float) -> Outcome:
        self.measured.append(jpeg)
        return Refusal("picture_unreadable", {})


def with_place(jpeg: bytes) -> bytes:
    exif = b"Exif\0\0II\x2a\0\x08\0\0\0\0\0" + bytes(4) + PLACE
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + jpeg[2:]


@pytest.mark.parametrize("length", [None, 3000, 200])
def test_no_place_is_kept_of_whole_or_broken_photos(tmp_path: Path, length: int | None):
    """A broken one is kept too: people may look at it."""
    path, workers = tmp_path / "24-0001.jpg", Workers()
    path.write_bytes(with_place(photo("obama.jpg"))[:length])
    hall = a_hall(tmp_path / "hall", faces=workers)  # type: ignore[arg-type]
    with hall.app.app_context():
        kept = measure({"24-0001": path})["24-0001"]
    hall.close()

    assert PLACE in path.read_bytes()
    assert all(PLACE not in jpeg for jpeg in (kept.jpeg, *workers.measured))
    assert kept.jpeg.startswith(b"\xff\xd8")
