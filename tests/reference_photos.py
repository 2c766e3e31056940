"""Photos of tests/material as a registration or a camera would send them, and as an import keeps them."""

from functools import cache
from pathlib import Path

import cv2

from server.identity.gate.check import reference_faults
from server.identity.policy import DLIB_2026
from server.verification.engine import VerificationEngine
from server.verification.jobs import Refusal
from server.workflows.before.import_registrations import Photo
from tests.packages import ROOT

MATERIAL = ROOT / "tests" / "material"


def photo(name: str, width: int = 480) -> bytes:
    """A photo of tests/material as a camera or a registration would send it: a JPEG of modest size."""
    return _jpeg(MATERIAL / name, width)


def measured(picture: bytes, faces: VerificationEngine | None) -> Photo:
    """A reference photo as the import keeps it, measured by the real engine."""
    assert faces is not None, "people with photos need the engine: pass faces="
    seen = faces.measure(picture, 60.0)
    assert not isinstance(seen, Refusal), seen
    faults = reference_faults(seen, DLIB_2026)
    return Photo(picture, seen.faces[0].embedding if seen.faces and not faults else None, faults)


@cache
def _jpeg(path: Path, width: int) -> bytes:
    assert path.exists(), "run `make setup-tests` first"
    picture = cv2.imread(str(path))
    height = round(picture.shape[0] * width / picture.shape[1])
    encoded: bytes = cv2.imencode(".jpg", cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))[1].tobytes()
    return encoded
