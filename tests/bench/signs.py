"""`make bench-signs`, and the second half of `make bench-liveness`: how many pictures the passive signs tell, of how many."""

import cv2
import numpy as np

from server.faces.engine import FaceEngine
from tests import shown_pictures as shown
from tests.bench.photographed import CLIP, MATERIAL, MODELS
from tests.unit.faces.test_camera_signs import LOOKS, PHOTOS, breathing, is_still, marks, portraits_of, rimmed, rippled


def main() -> None:
    engine = FaceEngine(MODELS)
    portraits, man = portraits_of(engine, MATERIAL), shown.clip(CLIP)
    _still(engine, portraits, man)
    _marks(engine, portraits, man)


def _still(engine: FaceEngine, portraits: list[np.ndarray], man: list[np.ndarray]) -> None:
    random = np.random.default_rng(3)
    on_stand = sum(is_still(engine, shown.held(each, LOOKS, 0, random)) for each in (*portraits, man[40]))
    in_hand = {sway: sum(is_still(engine, shown.held(each, LOOKS, sway, random)) for each in portraits) for sway in (1, 5)}
    alive = sum(is_still(engine, map(shown.jpeg, man[first : first + 4 * LOOKS : 4])) for first in (0, 5, 10, 15))
    print(f"still: photos on a stand {on_stand} of 6, in a hand that sways {in_hand} of 5 each, a man {alive} of 4")
    random = np.random.default_rng(4)
    told = {reach: sum(is_still(engine, breathing(each, reach, random)) for each in portraits) for reach in (0.25, 0.5, 1.0, 1.5)}
    print(f"still: faces 110 to 150 pixels wide that move to and fro by so many pixels, of 5: {told}")


def _marks(engine: FaceEngine, portraits: list[np.ndarray], man: list[np.ndarray]) -> None:
    frames = [cv2.imread(str(MATERIAL / name)) for name in PHOTOS]
    whole = [cv2.resize(each, size) for each in frames for size in (shown.SIZE, (640, 480))]
    with_border, with_moire, of = marks(engine, map(shown.jpeg, (*whole, *portraits, *man[::2])))
    print(f"screen marks, genuine: border {with_border}, moire {with_moire} of {of}")
    rims = {tilt: marks(engine, rimmed(portraits, shown.rooms(MATERIAL), tilt))[::2] for tilt in (0, 4, 12)}
    print(f"screen marks: rims found by tilt in degrees {rims}")
    random = np.random.default_rng(5)
    ripples = {blur: marks(engine, rippled(portraits[::2], blur, random))[1:] for blur in (0.3, 0.5, 0.8)}
    print(f"screen marks: ripples found by blur in pixels {ripples}")


if __name__ == "__main__":
    main()
