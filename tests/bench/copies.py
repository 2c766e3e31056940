"""How often a changed copy of a photo is missed, and how often another picture of the same person is called one.

`LUGAS_BENCH_PHOTOS=DIR make bench-copies`: one folder of photos a person. Without it, the photos of tests/material.
"""

import os
from itertools import combinations
from pathlib import Path

import cv2

from server.faces.engine import FaceEngine
from server.identity.gate.copies import copy_hint, is_copy
from tests.bench.photographed import MODELS
from tests.second_pictures import MATERIAL
from tests.unit.faces.test_copies import CHANGES, jpeg

_RIM = (0.35, 0.8)  # of height and width, about a photo cropped at the face, which the detector would not see
_WIDE = 480


def main() -> None:
    people, engine = photos(), FaceEngine(MODELS)
    found = [photo for pictures in people.values() for photo in pictures if engine.measure(jpeg(photo)).faces]
    print(f"{len(people)} people, {len(found)} photos with a face")
    for change, changed in CHANGES.items():
        seen = [engine.measure_beside([changed(photo)], [jpeg(photo)]) for photo in found]
        told = sum(bool(one.comparison and copy_hint(one.comparison)) for one in seen if one.faces)
        shown = sum(bool(one.faces) for one in seen)
        print(f"{change:20s} told {told} of {shown}; no face any more: {len(seen) - shown}")
    alarms, pairs = 0, 0
    for name, pictures in people.items():
        for one, other in combinations(pictures, 2):
            seen_beside = engine.measure_beside([jpeg(one)], [jpeg(other)]).comparison
            pairs += 1
            if seen_beside is not None and is_copy(seen_beside):
                alarms += 1
                print(f"  called a copy: {name}, {seen_beside.likeness[0]:.3f}")
    print(f"two pictures of one person: called a copy {alarms} of {pairs}")


def photos() -> dict[str, list[cv2.typing.MatLike]]:
    folder = os.environ.get("LUGAS_BENCH_PHOTOS")
    if not folder:
        return {
            "obama": [_wide(MATERIAL / f"obama{which}.jpg") for which in ("", "2", "3")],
            "biden": [_wide(MATERIAL / "biden.jpg")],
        }
    people = {
        path.name: sorted(one for one in path.iterdir() if one.is_file())
        for path in sorted(Path(folder).iterdir())
        if path.is_dir()
    }
    return {name: [_wide(path) for path in paths] for name, paths in people.items()}


def _wide(path: Path) -> cv2.typing.MatLike:
    picture = cv2.imread(str(path))
    if max(picture.shape[:2]) < 200:  # cropped at the face
        picture = cv2.resize(picture, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
        down, across = (round(share * side) for share, side in zip(_RIM, picture.shape[:2], strict=True))
        picture = cv2.copyMakeBorder(picture, down, down, across, across, cv2.BORDER_REPLICATE)
    scale = _WIDE / picture.shape[1]
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


if __name__ == "__main__":
    main()
