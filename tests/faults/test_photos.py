"""A photo made to cost is given up after its seconds, and the ones behind it are measured."""

import time
from pathlib import Path

from server.faces.face_model import AUTOMATIC, resolved
from server.faces.measurement import Measurement
from server.verification.jobs import Refusal
from server.verification.photos import PhotoModels, measured_photos
from tests.bombs import scan_bomb
from tests.builders import MODELS

MATERIAL = Path(__file__).parents[1] / "material"


def test_a_photo_that_nothing_ends_holds_up_no_import(tmp_path: Path):
    (tmp_path / "bomb.jpg").write_bytes(scan_bomb(4_000_000))
    began = time.monotonic()

    [bomb, honest] = measured_photos(PhotoModels(MODELS, resolved(AUTOMATIC)), [tmp_path / "bomb.jpg", MATERIAL / "obama.jpg"])

    assert bomb[1] == Refusal("picture_unmeasurable", {})
    assert isinstance(honest[1], Measurement)
    assert time.monotonic() - began < 120
