"""`make bench-unseen`: what 8 bits lose on people who had no part in the measuring of their ranges.

People are parted in two by lot, several times over; the ranges of each half make the network that describes the other half.
Photos as for the other benchmarks.
"""

from dataclasses import dataclass, field
from itertools import combinations
from math import dist

import numpy as np
import onnxruntime

from server.faces.build.int8 import network_within
from server.faces.engine import FaceEngine
from server.identity.policy import DLIB_2026
from server.identity.rates.error_rates import Compared, ErrorRates, error_rates
from tests.bench.photographed import MODELS, photographed
from tests.bench.ranges import crops_of, dlib_weights, ranges_over

DIVISIONS = 6
LIMIT = DLIB_2026.match_limit


@dataclass
class Kind:
    """One network's word on pairs of unseen people, over all divisions."""

    pairs: list[Compared] = field(default_factory=list)

    def add(self, people: list[int], embeddings: list[np.ndarray]) -> None:
        for (one, first), (other, second) in combinations(zip(people, embeddings, strict=True), 2):
            self.pairs.append(Compared(dist(first, second), one == other, (one, other)))

    def rates(self) -> ErrorRates:
        rates = error_rates(self.pairs, LIMIT)
        if rates is None:
            raise SystemExit("bench-unseen: too few people with several photos; set LUGAS_BENCH_PHOTOS")
        return rates


def main() -> None:
    engine = FaceEngine(MODELS, "dlib-float")
    pictures = photographed(engine)
    names = sorted({one.person for one in pictures})
    faces = [(names.index(one.person), crops_of([one.picture])[0]) for one in pictures]
    in_float, in_bytes, shifts = Kind(), Kind(), []
    for number in range(DIVISIONS):
        lot = np.random.default_rng(number).permutation(len(names))
        for half in (lot[::2], lot[1::2]):
            seen = [crop for person, crop in faces if person not in half]
            unseen = [(person, crop) for person, crop in faces if person in half]
            people, crops = [person for person, _ in unseen], [crop for _, crop in unseen]
            exact = [np.array(embedding) for embedding in engine._embedder.embeddings(crops)]
            rough = _embeddings(network_within(dlib_weights(), ranges_over(seen)), crops)
            shifts += [dist(one, other) for one, other in zip(exact, rough, strict=True)]
            in_float.add(people, exact)
            in_bytes.add(people, rough)
    _tell("float", in_float.rates())
    _tell("8-bit", in_bytes.rates())
    moved = [one.distance - other.distance for one, other in zip(in_bytes.pairs, in_float.pairs, strict=True)]
    eight, full = in_bytes.rates(), in_float.rates()
    print(f"a distance moves by {np.mean(moved):+.4f} ± {np.std(moved):.4f}, at most {np.max(np.abs(moved)):.3f}")
    print(
        f"unseen: people={len(names)} pairs={len(moved)} eer_float={full.eer:.4f} eer_8bit={eight.eer:.4f}"
        f" auc_float={full.auc:.4f} auc_8bit={eight.auc:.4f} shift_mean={np.mean(shifts):.3f} shift_max={np.max(shifts):.3f}"
    )


def _embeddings(model: bytes, crops: list[np.ndarray]) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return [session.run(None, {"chip": crop[np.newaxis]})[0][0] for crop in crops]


def _tell(name: str, rates: ErrorRates) -> None:
    genuine, impostor, at = rates.genuine, rates.impostor, rates.at_limit
    print(
        f"{name}: one person median {genuine.median:.3f}, most {genuine.most:.3f}; two people least {impostor.least:.3f};"
        f" EER {rates.eer:.4f}, AUC {rates.auc:.4f}; at {LIMIT}: FMR {at.fmr:.4f}, FNMR {at.fnmr:.4f}"
    )


if __name__ == "__main__":
    main()
