"""The people at hand for a benchmark: photos of each, pictures made worse, and a clip of one who moves and talks."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import dist, hypot
from pathlib import Path

import cv2
import numpy as np

from server.faces.engine import FaceEngine
from server.faces.measurement import Box, Embedding, Measurement
from server.identity.looks.picture_quality import quality_hints
from server.identity.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
MATERIAL = ROOT / "tests" / "material"
MODELS = ROOT / "instance" / "models"
CLIP = MATERIAL / "carphone_pristine.mp4"
CLIP_RATE = 30
_ENDINGS = {".jpg", ".jpeg", ".png"}
_WIDTH = 480  # of a snapshot, and its JPEG quality
_QUALITY = 75


@dataclass(frozen=True)
class Photographed:
    person: str
    picture: np.ndarray  # as a camera 480 wide would have sent it
    embedding: Embedding


@dataclass(frozen=True)
class Distances:
    """Measured between pictures; `people` counts those with at least two photos, for the rest there is nobody to be told from."""

    same: dict[str, list[float]]  # person -> distances between their photos
    different: dict[tuple[str, str], list[float]]

    @property
    def pairs(self) -> int:
        return sum(map(len, self.same.values())) + sum(map(len, self.different.values()))


def photographed(engine: FaceEngine, folder: str | None = None) -> list[Photographed]:
    """Everybody of tests/material, and of `folder` (LUGAS_BENCH_PHOTOS): one folder of photos a person."""
    found = [_one(engine, path.stem.rstrip("0123456789"), path) for path in sorted(MATERIAL.glob("*")) if _is_whole_photo(path)]
    folder = folder or os.environ.get("LUGAS_BENCH_PHOTOS")
    if folder:
        paths = [path for path in sorted(Path(folder).glob("*/*")) if path.suffix.lower() in _ENDINGS]
        if not paths:
            raise SystemExit(f"LUGAS_BENCH_PHOTOS={folder}: no folder with photos in it")
        found += [_one(engine, path.parent.name, path) for path in paths]
    return [one for one in found if one is not None]


def distances(pictures: list[Photographed]) -> Distances:
    measured = Distances({}, {})
    for one, other in combinations(pictures, 2):
        apart = dist(one.embedding, other.embedding)
        if one.person == other.person:
            measured.same.setdefault(one.person, []).append(apart)
        else:
            pair = (min(one.person, other.person), max(one.person, other.person))
            measured.different.setdefault(pair, []).append(apart)
    return measured


def clip_embeddings(engine: FaceEngine, policy: Policy) -> list[Embedding | None]:
    """Ten pictures a second of the clip; None where a picture is too poor to count in the exam."""
    return [_usable(engine.measure(as_jpeg(frame)), policy) for frame in clip()]


def clip() -> Iterator[np.ndarray]:
    capture, number = cv2.VideoCapture(str(CLIP)), 0
    while (read := capture.read())[0]:
        if number % (CLIP_RATE // 10) == 0:
            yield _as_snapshot(read[1])
        number += 1
    capture.release()


@dataclass(frozen=True)
class MadeWorse:
    """How far a spoilt picture lies from itself unspoilt, of those spoilt pictures that the exam would still count."""

    apart: np.ndarray
    beyond_squares: float  # the most by which a distance to another picture exceeds the root of the sum of squares
    spoilt: int
    counted: int


def made_worse(engine: FaceEngine, pictures: list[Photographed], policy: Policy) -> MadeWorse:
    apart, beyond, spoilt, counted = [], [0.0], 0, 0
    for one in pictures:
        others = [other.embedding for other in pictures if other.person == one.person and other is not one]
        for worse in _worse(one.picture, engine.measure(as_jpeg(one.picture)).faces[0].box):
            spoilt += 1
            embedding = _usable(engine.measure(as_jpeg(worse)), policy)
            if embedding is not None:
                counted += 1
                apart.append(dist(embedding, one.embedding))
                beyond += [dist(embedding, other) - hypot(dist(one.embedding, other), apart[-1]) for other in others]
    return MadeWorse(np.array(apart), max(beyond), spoilt, counted)


def _is_whole_photo(path: Path) -> bool:
    return path.suffix.lower() in _ENDINGS and "partial" not in path.stem


def _one(engine: FaceEngine, person: str, path: Path) -> Photographed | None:
    """None, told on the way, where no face is found: nothing is left out in silence."""
    read = cv2.imread(str(path))
    for picture in () if read is None else (_as_snapshot(read), _as_snapshot(_with_border(read))):
        seen = engine.measure(as_jpeg(picture, 95))
        if seen.faces and seen.faces[0].embedding is not None:
            return Photographed(person, picture, seen.faces[0].embedding)
    print(f"no face found: {path.parent.name}/{path.name}")
    return None


def _as_snapshot(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, (_WIDTH, round(_WIDTH * picture.shape[0] / picture.shape[1])), interpolation=cv2.INTER_AREA)


def _with_border(picture: np.ndarray) -> np.ndarray:
    """A photo cropped at the face: the detector knows faces with something around them."""
    border = max(picture.shape[:2]) // 2
    return cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_REPLICATE)


def as_jpeg(picture: np.ndarray, quality: int = _QUALITY) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _usable(seen: Measurement, policy: Policy) -> Embedding | None:
    return seen.faces[0].embedding if seen.faces and not quality_hints(seen.faces[0], policy.exam) else None


def _worse(picture: np.ndarray, face: Box) -> Iterator[np.ndarray]:
    """A hall on a bad day: motion, poor light, light from one side, noise, a tilted head, a hand before mouth, cheek or brow."""
    height, width = picture.shape[:2]
    for sigma in (1.5, 2.5, 4.0):
        yield cv2.GaussianBlur(picture, (0, 0), sigma)
    for light in (0.2, 0.4, 1.6, 2.2):
        yield np.clip(picture * light, 0, 255).astype(np.uint8)
    for slope in (np.linspace(0.25, 1.5, width)[None, :, None], np.linspace(1.6, 0.3, height)[:, None, None]):
        yield np.clip(picture * slope, 0, 255).astype(np.uint8)
    yield np.clip(picture + np.random.default_rng(5).normal(0, 20, picture.shape), 0, 255).astype(np.uint8)
    for degrees in (-25, 25):
        turned = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        yield cv2.warpAffine(picture, turned, (width, height), borderMode=cv2.BORDER_REPLICATE)
    skin = picture[face.y + face.height // 2, face.x + face.width // 2].tolist()
    for left, top, right, bottom in ((0.35, 0.58, 0.65, 0.72), (0.30, 0.40, 0.45, 0.70), (0.30, 0.25, 0.70, 0.38)):
        covered = picture.copy()
        middle = (round(face.x + (left + right) / 2 * face.width), round(face.y + (top + bottom) / 2 * face.height))
        cv2.ellipse(
            covered,
            middle,
            (round((right - left) / 2 * face.width), round((bottom - top) / 2 * face.height)),
            0,
            0,
            360,
            skin,
            -1,
        )
        yield covered
