"""`make bench-liveness`: APCER of each species of attack and BPCER (ISO/IEC 30107-3), of the films that tests/ makes by computer.

APCER: the share of one species' presentations that are taken for a living person. BPCER: the share of genuine presentations that
are not. Each is of one prompt done by itself; an attempt asks for several, at least one turn, so it is no easier to pass.
"""

from collections import defaultdict
from collections.abc import Iterator

import cv2
import numpy as np

from server.faces.engine import FaceEngine
from server.identity.gate.liveness import LIMITS, Burst, Prompt, fault_of
from server.identity.policy import DLIB_2026
from server.identity.rates.error_rates import wilson
from server.verification.moments import moment
from tests import flat_films
from tests.bench import signs
from tests.bench.photographed import CLIP, MATERIAL, MODELS
from tests.unit.faces.test_liveness import DONE, EVERY_MS, PHOTOS, coming_closer, window

_MOVEMENTS = set(Prompt) - {Prompt.COME_CLOSER}
BY_COMPUTER = "pictures fed in by computer (fade of two photos)"


def main() -> None:
    engine, clip = FaceEngine(MODELS), _clip()
    genuine = [(prompt, window(clip, *place)) for prompt, places in DONE.items() for place in places]
    genuine += [(Prompt.COME_CLOSER, coming_closer(clip, first)) for first in (0, 30, 60, 100)]
    filmed = [(asked, _burst(engine, frames)) for asked, frames in genuine]
    failed = sum(fault_of(asked, one, DLIB_2026, LIMITS) is not None for asked, one in filmed)
    print(f"genuine, one man of a clip: BPCER {failed} of {len(genuine)} ({_between(failed, len(genuine))})")
    turned: dict[str, list[bool]] = defaultdict(list)
    closer = only_flat = 0
    for species, frames in _attacks(engine, clip):
        one = _burst(engine, frames)
        faults = {asked: fault_of(asked, one, DLIB_2026, LIMITS) for asked in Prompt}
        closer += species != BY_COMPUTER and faults[Prompt.COME_CLOSER] is None
        only_flat += species != BY_COMPUTER and "flat" in (faults[asked] for asked in _MOVEMENTS)
        # Every order asks for more than coming closer, which a photo can do.
        turned[species].append(any(faults[asked] is None for asked in _MOVEMENTS))
    print(f"photos: {only_flat} moved as asked and were told by flatness alone, {closer} came closer")
    for asked, one in filmed:  # a film of the person, of another prompt's movement
        turned["replayed film of another prompt"] += [
            fault_of(other, one, DLIB_2026, LIMITS) is None for other in Prompt if other is not asked
        ]
    for species, passed in turned.items():
        print(f"{species}: APCER {sum(passed)} of {len(passed)}: {np.mean(passed):.3f} ({_between(sum(passed), len(passed))})")
    presented = {species: passed for species, passed in turned.items() if species != BY_COMPUTER}
    worst, count = max(np.mean(passed) for passed in presented.values()), sum(map(len, turned.values()))
    print(f"before a camera at most {worst:.3f}; fed in by computer {np.mean(turned[BY_COMPUTER]):.3f}")
    print(
        f"liveness: apcer_max={max(np.mean(passed) for passed in turned.values()):.3f} bpcer={failed / len(genuine):.3f}"
        f" attacks={count} genuine={len(genuine)}"
    )


def _attacks(engine: FaceEngine, clip: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    photos = [_cut(engine, name) for name in PHOTOS]
    of_clip = cv2.resize(cv2.imdecode(np.frombuffer(clip[0], np.uint8), cv2.IMREAD_COLOR), flat_films.SIZE)
    for photo in (*photos, of_clip):
        yield "print, held still", flat_films.still(photo)
        for name, frames in flat_films.attacks(photo):
            move, medium = name.rsplit(" ", 1)
            yield f"{medium}, {_kind(move)}", frames
    for pair in ((photos[1], photos[2]), (photos[2], photos[1])):
        yield "two prints swapped", flat_films.swapped(*pair)
    for pair in ((photos[1], photos[2]), (photos[2], photos[1]), (photos[0], photos[1])):
        yield BY_COMPUTER, flat_films.faded(*pair)


def _kind(move: str) -> str:
    if move.startswith(("tilted", "sheared")):
        return "tilted or sheared"
    return move if move == "bent" else "shifted, zoomed or rolled"


def _burst(engine: FaceEngine, frames: list[bytes]) -> Burst:
    through = engine.measure_burst(frames).parallax or 0.0
    moments = (moment(engine.measure(frame), number * EVERY_MS, DLIB_2026) for number, frame in enumerate(frames))
    return Burst(tuple(moments), through)


def _clip() -> list[bytes]:
    capture, frames = cv2.VideoCapture(str(CLIP)), []
    while (read := capture.read())[0]:
        wide = cv2.resize(read[1], (640, 524), interpolation=cv2.INTER_CUBIC)
        frames.append(cv2.imencode(".jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes())
    capture.release()
    return frames


def _cut(engine: FaceEngine, name: str) -> np.ndarray:
    box = engine.measure_picture(np.ascontiguousarray(cv2.imread(str(MATERIAL / name))[..., ::-1])).faces[0].box
    return flat_films.cut_out(MATERIAL / name, (box.x + box.width / 2, box.y + box.height / 2), box.height)


def _between(errors: int, of: int) -> str:
    interval = wilson(errors, of)
    return f"{interval.low:.3f} to {interval.high:.3f}"


if __name__ == "__main__":
    main()
    signs.main()
