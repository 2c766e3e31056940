"""A camera that a test switches: the pictures of a film's scenes on a canvas, with nothing to wait for between two of them.

Chromium's own fake camera plays a film from its beginning to its end. It is kept where the whole way of a picture is the
point: a whole day (test_whole_exam.py), https (test_tls.py), and somebody else at the seat (test_two_officers.py).
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from tests import films
from tests.films import Scene

# Of the browser: a camera it lists and lets pages open; the script below takes its place.
FAKE_CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
_SCRIPT = Path(__file__).with_name("switched_camera.js")
_PICTURES = 40  # four seconds, played to and fro


@dataclass(frozen=True)
class Switched:
    """What the camera can show, by name; the first one is what it shows at first."""

    scenes: Mapping[str, Scene]
    counted: bool = True  # without, a covered lens is nothing but dark

    @property
    def script(self) -> str:
        told = {
            name: {"pictures": _pictures(scene), "frozen": scene.frozen, "counted": self.counted and not scene.frozen}
            for name, scene in self.scenes.items()
        }
        parts = {"scenes": told, "first": next(iter(self.scenes)), "device": "HD Webcam C270"}
        return f"({_SCRIPT.read_text(encoding='utf-8').strip()})({json.dumps(parts)})"


def always(scene: Scene, *, counted: bool = True) -> Switched:
    return Switched({"always": scene}, counted)


@lru_cache(maxsize=32)
def _pictures(scene: Scene) -> list[str]:
    shown = 1 if scene.frozen else _PICTURES
    return [b64encode(jpeg).decode() for jpeg in islice(films.pictures(scene), shown)]
