"""Active liveness on pictures: a real moving head is believed, photos of faces are not, however they are moved.

One film of each kind; `make bench-liveness` counts many."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.burst import joined, parted
from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.identity.gate.liveness import LIMITS, Burst, Prompt, fault_of
from server.identity.policy import DLIB_2026
from server.verification.moments import moment
from tests import flat_films

PHOTOS = ("obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg", "astronaut.png")
EVERY_MS = 250
# First frame and step of windows in which the man in the clip does it; backwards where he does not do it forwards.
DONE = {
    Prompt.TURN_LEFT: ((63, 3), (66, 3), (69, 3), (72, 3)),
    Prompt.TURN_RIGHT: ((9, 3), (12, 3), (15, 3), (18, 3)),
    Prompt.LOOK_UP: ((3, 3), (47, -3), (44, -3), (41, -3)),
    Prompt.LOOK_DOWN: ((78, 1), (78, -2), (63, -3), (22, -2)),
}
KINDS = (
    "shifted print",
    "zoomed print",
    "rolled print",
    "tilted left print",
    "tilted up print",
    "tilted, shifted print",
    "sheared print",
    "bent print",
    "tilted left screen",
)


@pytest.fixture(scope="module")
def clip(material: Path) -> list[bytes]:
    """Enlarged, as the page would send it; the clip itself is 176 pixels wide."""
    capture, frames = cv2.VideoCapture(str(material / "carphone_pristine.mp4")), []
    while (read := capture.read())[0]:
        wide = cv2.resize(read[1], (640, 524), interpolation=cv2.INTER_CUBIC)
        frames.append(cv2.imencode(".jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes())
    capture.release()
    return frames


@pytest.fixture(scope="module")
def photos(engine: FaceEngine, material: Path) -> list[np.ndarray]:
    cut = []
    for name in PHOTOS:
        picture = cv2.imread(str(material / name))
        box = engine.measure_picture(np.ascontiguousarray(picture[..., ::-1])).faces[0].box
        middle = (box.x + box.width / 2, box.y + box.height / 2)
        cut.append(flat_films.cut_out(material / name, middle, box.height))
    return cut


def burst(engine: FaceEngine, frames: Sequence[bytes]) -> Burst:
    depth = engine.measure_burst(frames).parallax
    moments = [moment(engine.measure(frame), number * EVERY_MS, DLIB_2026) for number, frame in enumerate(frames)]
    return Burst(tuple(moments), depth or 0.0)


def window(clip: Sequence[bytes], first: int, step: int) -> list[bytes]:
    return [clip[first + step * number] for number in range(flat_films.PICTURES)]


def coming_closer(clip: Sequence[bytes], first: int) -> list[bytes]:
    """The clip's man does not; his pictures are enlarged evenly."""
    pictures = [cv2.resize(cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR), flat_films.SIZE) for one in clip]
    return flat_films.nearer(pictures[first : first + flat_films.PICTURES], 1.3)


def test_a_real_head_does_what_was_asked_and_nothing_else(engine: FaceEngine, clip: list[bytes]):
    passed = tried = wrong = others = 0
    films = {asked: [window(clip, *windows[0])] for asked, windows in DONE.items()}
    films[Prompt.COME_CLOSER] = [coming_closer(clip, 0)]
    for asked, frames in films.items():
        for one in frames:
            filmed = burst(engine, one)
            tried, passed = tried + 1, passed + (fault_of(asked, filmed, DLIB_2026, LIMITS) is None)
            for other in set(Prompt) - {asked}:  # a film of another attempt's prompts
                others, wrong = others + 1, wrong + (fault_of(other, filmed, DLIB_2026, LIMITS) is None)
    assert (passed, tried, wrong, others) == (5, 5, 0, 20)


def test_no_photo_passes_however_it_is_moved(engine: FaceEngine, clip: list[bytes], photos: list[np.ndarray]):
    of_clip = cv2.resize(cv2.imdecode(np.frombuffer(clip[0], np.uint8), cv2.IMREAD_COLOR), flat_films.SIZE)
    _, aside, other_side, _, _ = photos
    films = [(name, flat_films.attack((photos[1], of_clip)[place % 2], name)) for place, name in enumerate(KINDS)]
    films.append(("swapped", flat_films.swapped(aside, other_side)))
    passed, closer, only_flat = [], 0, 0
    for name, frames in films:
        filmed = burst(engine, frames)
        faults = {asked: fault_of(asked, filmed, DLIB_2026, LIMITS) for asked in Prompt}
        closer += faults.pop(Prompt.COME_CLOSER) is None  # no order asks for that alone
        passed += [name] if None in faults.values() else []
        only_flat += "flat" in faults.values()
    assert passed == []
    assert closer > 0, "the prompt that a photo can do"
    assert only_flat > 0, "else the depth was never tried"


def test_a_fade_made_by_computer_is_not_always_told(engine: FaceEngine, photos: list[np.ndarray]):
    """What docs/liveness.md admits: this method is no defence against pictures put in place of the camera's."""
    pairs = ((photos[1], photos[2]), (photos[2], photos[1]), (photos[0], photos[1]))
    bursts = [burst(engine, flat_films.faded(*pair)) for pair in pairs]
    passed = sum(any(fault_of(asked, one, DLIB_2026, LIMITS) is None for asked in Prompt) for one in bursts)
    assert passed <= 1


def test_who_does_not_move_has_done_nothing(engine: FaceEngine, photos: list[np.ndarray]):
    filmed = burst(engine, flat_films.still(photos[0]))
    assert {fault_of(asked, filmed, DLIB_2026, LIMITS) for asked in Prompt} == {"not_done"}


def test_a_message_that_only_looks_like_a_burst_is_refused():
    assert parted(joined([b"one", b"", b"three"])) == [b"one", b"", b"three"]
    whole = joined([b"one", b"two"])
    for damaged in (whole[:-1], whole[:12], joined([]), whole + b"\0\0\0\x09x", joined([b"x"] * 21)):
        with pytest.raises(PictureRefused):
            parted(damaged)
