"""`make bench-faces`: what one look costs, stage by stage, beside the stock pipeline on the same pictures in the same run.

CPU time of all threads. A look that comes alone, which the last line is of, and one of eight that wait, which a worker measures
in one go. LUGAS_BENCH_PHOTOS=DIR adds photos, one folder a person, to those at hand.
"""

import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import cv2
import face_recognition
import numpy as np

from server.faces import quality
from server.faces.build.model_files import ensure_network
from server.faces.decoding import decoded, decoded_snapshot
from server.faces.engine import FaceEngine
from server.faces.face_model import AUTOMATIC
from server.faces.jpeg import checked_dimensions
from server.faces.measurement import Embedding
from server.faces.thumbnail import SMALL, halved, thumbnail
from server.identity.looks.evidence import look_from
from server.identity.policy import DLIB_2026
from server.verification.environment import MEMORY
from server.verification.jobs import TOGETHER
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests.bench.photographed import MATERIAL, MODELS, Photographed, photographed

SIZES = ((640, 480), (480, 360))
PHOTOS = ("obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png")
QUALITY = 70  # of the page's snapshots
ROUNDS = 12
CHECKS_A_ROUND = 4
STOCK_LIMIT = 0.6
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FLOAT = "dlib-float"


def main() -> None:
    _with_memory_as_in_a_worker()
    ensure_network(MODELS)
    cv2.setNumThreads(1)  # as in a worker
    engines = {name: FaceEngine(MODELS, name) for name in (AUTOMATIC, FLOAT)}
    for engine in engines.values():
        engine.warm_up()
    name = engines[AUTOMATIC].model.name
    print(f"network in use: {name}; CPU ms a picture, the quieter quarter of {ROUNDS} rounds; load {os.getloadavg()[0]:.1f}")
    costs = {size: _costs(engines, [_frame(MATERIAL / name, size) for name in PHOTOS]) for size in SIZES}
    for size, cost in costs.items():
        print(f"{size[0]}x{size[1]}: " + ", ".join(f"{stage} {ms:.2f}" for stage, ms in cost.items()))
    agree = _agreement(engines[AUTOMATIC])
    megabytes = _worker()
    cost = costs[SIZES[0]]
    for kind in ("of eight", "alone"):
        ratios = ", ".join(f"{name} {cost['stock'] / cost[f'{name} {kind}']:.1f}" for name in engines)
        print(f"times cheaper than stock, {kind}: {ratios}")
    check, floats, stock = cost[f"{AUTOMATIC} alone"], cost[f"{FLOAT} alone"], cost["stock"]
    print(
        f"faces: check_ms={check:.1f} stock_ms={stock:.0f} ratio={stock / check:.1f} float_ratio={stock / floats:.1f}"
        f" agree={agree:.3f} worker_mb={megabytes:.0f}"
    )


def _with_memory_as_in_a_worker() -> None:
    """For both sides; stock wins a percent by it. Read once by glibc, before anything runs."""
    if not MEMORY.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **MEMORY})


def _frame(photo: Path, size: tuple[int, int]) -> bytes:
    """The photo as a camera of this size would show it: its upper middle, filled to the frame."""
    picture = cv2.imread(str(photo))
    scale = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    left = (picture.shape[1] - size[0]) // 2
    return cv2.imencode(".jpg", picture[: size[1], left : left + size[0]], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def _mirrored(frame: bytes) -> bytes:
    return cv2.imencode(".jpg", decoded(frame)[:, ::-1, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def _costs(engines: dict[str, FaceEngine], frames: Sequence[bytes]) -> dict[str, float]:
    """One after the other within every round, so that whatever else the machine does meets them all; of both sides the
    quieter quarter counts, because a neighbour on the machine only ever adds."""
    for frame in frames:
        assert engines[AUTOMATIC].measure(frame).faces, "a frame without a face costs less and proves nothing"
        assert _stock(decoded(frame)), "stock finds no face in this frame and saves its network's work"
    measured: defaultdict[str, list[float]] = defaultdict(list)
    reference = engines[AUTOMATIC].measure(frames[0]).faces[0].embedding
    waiting = [*frames, *map(_mirrored, frames)]
    assert len(waiting) == TOGETHER
    for _ in range(ROUNDS):
        for frame in frames:
            _round(measured, engines, frame, reference)
        for kind, engine in engines.items():
            for _ in range(CHECKS_A_ROUND):
                measured[f"{kind} of eight"].append(_took(_check, engine, waiting, reference) / TOGETHER)
    return {stage: statistics.quantiles(taken, n=4)[0] for stage, taken in measured.items()}


def _round(measured: dict[str, list[float]], engines: dict[str, FaceEngine], frame: bytes, reference: Embedding) -> None:
    for _ in range(CHECKS_A_ROUND):
        for stage, ms in _stages(engines[AUTOMATIC], frame, reference).items():
            measured[stage].append(ms)
    for kind, engine in engines.items():
        for _ in range(CHECKS_A_ROUND):
            measured[f"{kind} alone"].append(_took(_check, engine, [frame], reference))
    measured["stock"].append(_took(_stock, decoded(frame)))


def _check(engine: FaceEngine, frames: Sequence[bytes], reference: Embedding) -> None:
    for measured in engine.measure_together(frames):
        look_from(measured, (reference,), NOW, DLIB_2026)


def _stages(engine: FaceEngine, frame: bytes, reference: Embedding) -> dict[str, float]:
    """The same work cut where the engine cuts it."""
    marks = [("", time.process_time())]

    def done(stage: str) -> None:
        marks.append((stage, time.process_time()))

    checked_dimensions(frame)
    picture = decoded_snapshot(frame)
    done("decode")
    found = engine._detector.find([picture])[0][0]
    done("detect")
    grey = quality.grey_of(picture)
    crop = engine._aligner.crop(picture, grey, found)
    done("align")
    seen, small = quality.inside(grey, found.box), halved(grey, SMALL)
    quality.brightness(small), quality.contrast(small), thumbnail(small), quality.pose(found.key_points)
    quality.brightness(seen), quality.overexposed(seen)
    quality.sharpness(quality.grey_of(crop))
    done("quality")
    embedding = engine._embedder.embeddings([crop])[0]
    done("embed")
    dist(embedding, reference)
    done("compare")
    return {stage: 1000 * (at - before) for (_, before), (stage, at) in pairwise(marks)}


def _stock(picture: np.ndarray) -> list[np.ndarray]:
    return face_recognition.face_encodings(picture, face_recognition.face_locations(picture))


def _took(work: Callable[..., object], *arguments: object) -> float:
    began = time.process_time()
    work(*arguments)
    return 1000 * (time.process_time() - began)


def _agreement(engine: FaceEngine) -> float:
    """Of all pairs of photos in which both find a face: how often both say the same at stock's own limit."""
    pictures = photographed(engine)
    stock = [_stock_embedding(one) for one in pictures]
    missed = sum(embedding is None for embedding in stock)
    both = [(one.embedding, embedding) for one, embedding in zip(pictures, stock, strict=True) if embedding is not None]
    same = [
        (dist(one[0], other[0]) <= STOCK_LIMIT) == (dist(one[1], other[1]) <= STOCK_LIMIT) for one, other in combinations(both, 2)
    ]
    people = len({one.person for one in pictures})
    print(f"agreement: {len(same)} pairs of {len(both)} photos of {people} people; stock found no face in {missed} others")
    return statistics.fmean(same)


def _stock_embedding(one: Photographed) -> tuple[float, ...] | None:
    picture = np.ascontiguousarray(one.picture[..., ::-1])
    places = face_recognition.face_locations(picture)
    largest = max(places, key=lambda place: place[2] - place[0], default=None)
    return None if largest is None else tuple(face_recognition.face_encodings(picture, [largest])[0])


def _worker() -> float:
    """Megabytes resident of a real worker that has measured a while, the largest allowed picture among its work."""
    engine, began = EmbeddedEngine(EmbeddedSettings(MODELS, workers=1)), time.monotonic()
    engine.start()
    try:
        while not engine.health().workers:
            time.sleep(0.01)
        warm_after = time.monotonic() - began
        frames = [_frame(MATERIAL / name, size) for name in PHOTOS for size in (*SIZES, (2304, 1728))]
        for frame in frames * 4:
            engine.measure(frame, timeout=10.0)
        status = Path(f"/proc/{engine.process_ids()[0]}/status").read_text(encoding="utf-8")
    finally:
        engine.stop()
    megabytes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in status.splitlines() if line.endswith("kB")}
    resident, most = megabytes["VmRSS"], megabytes["VmHWM"]
    print(f"worker: takes work {warm_after:.1f} s after its start, {resident:.0f} MB resident, {most:.0f} at most")
    return resident


if __name__ == "__main__":
    main()
