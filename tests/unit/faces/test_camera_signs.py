"""Passive signs on real pictures: what each of them tells, and whom it leaves in peace. `make bench-signs` counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
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
def portraits(engine: FaceEngine, material: Path) -> list[np.ndarray]:
    return portraits_of(engine, material)


def portraits_of(engine: FaceEngine, material: Path) -> list[np.ndarray]:
    def place(picture: np.ndarray) -> tuple[tuple[float, float], float]:
        box = engine.measure_picture(np.ascontiguousarray(picture[..., ::-1])).faces[0].box
        return (box.x + box.width / 2, box.y + box.height / 2), box.height

    return [shown.portrait(material / name, place) for name in PHOTOS]


def is_still(engine: FaceEngine, pictures: Iterable[bytes]) -> bool:
    state = Still()
    for number, picture in enumerate(pictures):
        seen = engine.measure(picture)
        state = still_after(state, seen.thumbnail, seen.boxes[0], at(5 * number), LIMITS)
    return state.is_due(LIMITS)


def marks(engine: FaceEngine, pictures: Iterable[bytes]) -> tuple[int, int, int]:
    """How many have a border, how many a moire, and how many there are with a face."""
    found = [(decoded(one), engine.measure(one)) for one in pictures]
    seen = [screen_marks(grey_of(picture), measured.faces[0].box) for picture, measured in found if measured.faces]
    bordered = sum(each.border >= LIMITS.border_from for each in seen)
    return bordered, sum(each.moire >= LIMITS.moire_from for each in seen), len(seen)


def breathing(picture: np.ndarray, reach: float, random: np.random.Generator) -> Iterator[bytes]:
    """A head that breathes: to and fro by so many pixels of a picture 480 wide, each look at another moment."""
    for number in range(LOOKS):
        move = np.array([[1, 0, 0], [0, 1, reach * np.sin(2.4 * number)]])
        moved = cv2.warpAffine(picture, move, shown.SIZE, borderMode=cv2.BORDER_REPLICATE)
        yield shown.jpeg(shown.noisy(moved, 3, random))


def rimmed(portraits: Sequence[np.ndarray], rooms: Sequence[np.ndarray], tilt: float) -> Iterator[bytes]:
    for portrait, room, shape, border in product(portraits, rooms, ((300, 400), (480, 300)), ((6, 12), (10, 235))):
        yield shown.jpeg(shown.in_a_border(portrait, shape, border, tilt, room))


def rippled(portraits: Sequence[np.ndarray], blur: float, random: np.random.Generator) -> Iterator[bytes]:
    for portrait, each, tilt in product(portraits, (1.37, 2.2, 3.4), (1, 6)):
        yield shown.jpeg(shown.noisy(shown.on_a_screen(portrait, each, tilt, blur), 2, random))


def test_a_photo_on_a_stand_is_still_and_a_man_is_not(engine: FaceEngine, material: Path, portraits: list[np.ndarray]):
    random, man = np.random.default_rng(3), shown.clip(material / "carphone_pristine.mp4")
    assert is_still(engine, shown.held(portraits[3], LOOKS, 0, random))
    assert not is_still(engine, shown.held(portraits[3], LOOKS, 1, random)), "docs/liveness.md says so"
    # One picture in four frames, so the man is nearly as calm as he ever is.
    assert not is_still(engine, map(shown.jpeg, man[5 : 5 + 4 * LOOKS : 4]))


def test_the_least_movement_that_counts_as_one(engine: FaceEngine, portraits: list[np.ndarray]):
    random = np.random.default_rng(4)
    told = {reach: is_still(engine, breathing(portraits[3], reach, random)) for reach in (0.25, 1.0)}
    assert told == {0.25: True, 1.0: False}


def test_genuine_pictures_have_no_marks_of_a_screen(engine: FaceEngine, material: Path, portraits: list[np.ndarray]):
    frames = [cv2.imread(str(material / name)) for name in PHOTOS]
    whole = [cv2.resize(each, size) for each in frames for size in (shown.SIZE, (640, 480))]
    moving = shown.clip(material / "carphone_pristine.mp4")[::2]
    with_border, with_moire, of = marks(engine, map(shown.jpeg, (*whole, *portraits, *moving)))
    assert of > 60
    assert (with_border, with_moire) == (0, 0)


@pytest.mark.parametrize("tilt", [0, 4])
def test_a_picture_in_a_border_is_noticed(engine: FaceEngine, material: Path, portraits: list[np.ndarray], tilt: float):
    found, _, of = marks(engine, rimmed(portraits[2:4], shown.rooms(material)[:2], tilt))
    assert of == 16
    assert found >= 0.6 * of


def test_moire_is_told_where_there_is_some(engine: FaceEngine, portraits: list[np.ndarray]):
    _, found, of = marks(engine, rippled(portraits[2:3], 0.3, np.random.default_rng(5)))
    assert of == 6
    assert found >= of / 3


def test_one_picture_in_eight_is_looked_at_for_a_screen(engine: FaceEngine, portraits: list[np.ndarray]):
    random = np.random.default_rng(6)
    measured = [engine.measure(each) for each in shown.held(portraits[0], 40, 0, random)]
    drawn = [each for each in measured if each.marks is not None]
    assert 2 <= len(drawn) <= 12
    assert all(int(each.digest, 16) % 8 == 0 for each in drawn)
    assert all(replace(each, marks=None).thumbnail.columns == 30 for each in drawn)
