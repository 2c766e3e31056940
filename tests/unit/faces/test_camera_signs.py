"""Passive signs on real pictures: what each of them tells, and whom it leaves in peace. The counts are in docs/liveness.md."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.decoding import decoded
from server.faces.engine import FaceEngine
from server.faces.quality import grey_of
from server.faces.screen_marks import screen_marks
from server.identity.camera.sign_limits import LIMITS
from server.identity.camera.still_picture import Still, still_after
from tests import shown_pictures as shown
from tests.unit.identity.seen import at

PHOTOS = ("obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg", "astronaut.png")
LOOKS = 25  # two minutes


@pytest.fixture(scope="module")
def place(engine: FaceEngine):
    def found(picture: np.ndarray) -> tuple[tuple[float, float], float]:
        box = engine.measure_picture(np.ascontiguousarray(picture[..., ::-1])).faces[0].box
        return (box.x + box.width / 2, box.y + box.height / 2), box.height

    return found


@pytest.fixture(scope="module")
def portraits(material: Path, place) -> list[np.ndarray]:
    return [shown.portrait(material / name, place) for name in PHOTOS]


def is_still(engine: FaceEngine, pictures: Iterable[bytes]) -> bool:
    state = Still()
    for number, picture in enumerate(pictures):
        seen = engine.measure(picture)
        state = still_after(state, seen.thumbnail, seen.boxes[0], at(5 * number), LIMITS)
    return state.is_due(LIMITS)


def marks(engine: FaceEngine, pictures: Iterable[bytes]) -> tuple[int, int, int]:
    """How many have a rim, how many a ripple, and how many there are with a face."""
    found = [(decoded(one), engine.measure(one)) for one in pictures]
    seen = [screen_marks(grey_of(picture), measured.faces[0].box) for picture, measured in found if measured.faces]
    return sum(each.rim >= LIMITS.rim_from for each in seen), sum(each.ripple >= LIMITS.ripple_from for each in seen), len(seen)


def test_a_photo_on_a_stand_is_still_and_a_man_is_not(engine: FaceEngine, material: Path, portraits: list[np.ndarray]):
    random, man = np.random.default_rng(3), shown.clip(material / "carphone_pristine.mp4")
    on_stand = sum(is_still(engine, shown.held(each, LOOKS, 0, random)) for each in (*portraits, man[40]))
    in_hand = {sway: sum(is_still(engine, shown.held(each, LOOKS, sway, random)) for each in portraits) for sway in (1, 5)}
    # Four windows of the clip: one picture in four frames, so the man is nearly as calm as he ever is.
    alive = sum(is_still(engine, map(shown.jpeg, man[first : first + 4 * LOOKS : 4])) for first in (0, 5, 10, 15))
    print(f"still: photos on a stand {on_stand} of 6, in a hand that sways {in_hand} of 5 each, a man {alive} of 4")
    assert (on_stand, alive) == (6, 0)
    assert in_hand == {1: 0, 5: 0}, "docs/liveness.md says that a hand's sway is not told"


def test_the_least_movement_that_counts_as_one(engine: FaceEngine, portraits: list[np.ndarray]):
    """A head that breathes: to and fro by so many pixels of a picture 480 wide, each look at another moment."""
    random = np.random.default_rng(4)

    def breathing(picture: np.ndarray, reach: float) -> Iterable[bytes]:
        for number in range(LOOKS):
            move = np.array([[1, 0, 0], [0, 1, reach * np.sin(2.4 * number)]])
            moved = cv2.warpAffine(picture, move, shown.SIZE, borderMode=cv2.BORDER_REPLICATE)
            yield shown.jpeg(shown.noisy(moved, 3, random))

    told = {reach: sum(is_still(engine, breathing(each, reach)) for each in portraits) for reach in (0.25, 0.5, 1.0, 1.5)}
    print(f"still: faces 110 to 150 pixels wide that move to and fro by so many pixels, of 5: {told}")
    assert told[1.0] == told[1.5] == 0


def test_genuine_pictures_have_no_marks_of_a_screen(engine: FaceEngine, material: Path, portraits: list[np.ndarray]):
    frames = [cv2.imread(str(material / name)) for name in PHOTOS]
    whole = [cv2.resize(each, size) for each in frames for size in (shown.SIZE, (640, 480))]
    moving = shown.clip(material / "carphone_pristine.mp4")[::2]
    rimmed, rippled, of = marks(engine, map(shown.jpeg, (*whole, *portraits, *moving)))
    print(f"screen marks, genuine: rim {rimmed}, ripple {rippled} of {of}")
    assert of > 60
    assert (rimmed, rippled) == (0, 0)


def test_a_picture_in_a_rim_is_told(engine: FaceEngine, material: Path, portraits: list[np.ndarray]):
    pictures = {
        tilt: [
            shown.jpeg(shown.in_a_rim(each, shape, rim, tilt, room))
            for each in portraits
            for room in shown.rooms(material)
            for shape in ((300, 400), (480, 300))
            for rim in ((6, 12), (10, 235))
        ]
        for tilt in (0, 4, 12)
    }
    told = {tilt: marks(engine, each)[::2] for tilt, each in pictures.items()}
    print(f"screen marks: rims found by tilt in degrees {told}")
    assert all(found >= 0.6 * of for tilt, (found, of) in told.items() if tilt <= 4)


def test_moire_is_told_where_there_is_some(engine: FaceEngine, portraits: list[np.ndarray]):
    random = np.random.default_rng(5)
    told = {}
    for blur in (0.3, 0.5, 0.8):
        pictures = [
            shown.jpeg(shown.noisy(shown.on_a_screen(each, pixels, tilt, blur), 2, random))
            for each in portraits[::2]
            for pixels in (1.37, 2.2, 3.4)
            for tilt in (1, 6)
        ]
        told[blur] = marks(engine, pictures)[1:]
    print(f"screen marks: ripples found by blur in pixels {told}")
    assert told[0.3][0] >= told[0.3][1] / 3


def test_one_picture_in_eight_is_looked_at_for_a_screen(engine: FaceEngine, portraits: list[np.ndarray]):
    random = np.random.default_rng(6)
    measured = [engine.measure(each) for each in shown.held(portraits[0], 80, 0, random)]
    drawn = [each for each in measured if each.marks is not None]
    assert 2 <= len(drawn) <= 24
    assert all(int(each.digest, 16) % 8 == 0 for each in drawn)
    assert all(replace(each, marks=None).thumbnail.columns == 30 for each in drawn)
