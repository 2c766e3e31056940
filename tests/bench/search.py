"""`make bench-search`: the search for somebody's face under another number, among 100,000 enrolled, exact and on one core."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported: one core

import numpy as np

from server.faces.search import FaceIndex
from server.identity.gate.lookalikes import SearchLimits, search_limits
from server.identity.policy import DLIB_2026
from server.storage.database import Database
from server.storage.identity import pack_embedding, unpack_embedding
from server.storage.key_files import KeyFiles
from server.storage.migrate import upgrade
from server.storage.sealing import Vault, slot_purpose
from server.storage.work import Transactions

FACES = 100_000
SEARCHES = 60
ENROLMENTS = 3_000
DIMENSIONS_THAT_COUNT = 45  # people's embeddings spread over about so many: their distances then vary as measured
TWINS = 0.004  # share of people with a twin or near relative enrolled too
TWIN_APART = 0.42
SECOND_NUMBERS = 100
NOBODY = UUID(int=0)


def main() -> None:
    chance = np.random.default_rng(3)
    people = _people(chance, FACES)
    apart = np.linalg.norm(people[:2000] - people[2000:4000], axis=1)
    print(f"{FACES} simulated people, two of them {apart.mean():.3f} ± {apart.std():.3f} apart (measured: 0.84 ± 0.08)")
    owners = [uuid4() for _ in range(FACES)]
    index = FaceIndex()
    began = time.perf_counter()
    index.add((uuid4(), owner, face) for owner, face in zip(owners, map(tuple, people.tolist()), strict=True))
    print(f"index built in {time.perf_counter() - began:.1f} s from opened vectors")
    _tell_opening(people)
    nearest = index.nearest_others(chance.choice(FACES, 300, replace=False).tolist())
    limits = search_limits(index.owners, nearest, DLIB_2026)
    asked = chance.integers(0, FACES, SEARCHES)
    took = [_timed(index, people[at] + chance.normal(0, 0.02, 128), owners[at], limits.review) for at in asked]
    stops = _tell_enrolments(index, people, limits, chance)
    _tell_second_numbers(index, people, limits, chance)
    print(f"search: n={FACES} ms={1000 * float(np.median(took)):.1f} stops_per_100={100 * stops / ENROLMENTS:.2f}")


def _tell_enrolments(index: FaceIndex, people: np.ndarray, limits: SearchLimits, chance: np.random.Generator) -> int:
    """People who are not yet known; a few have a twin among those who are."""
    new = _people(chance, ENROLMENTS)
    relatives = chance.random(ENROLMENTS) < TWINS
    new[relatives] = people[: relatives.sum()] + _away(chance, int(relatives.sum()), TWIN_APART)
    found = [index.near(tuple(face.tolist()), NOBODY, limits.review) for face in new]
    stops = sum(bool(near) and near[0].distance <= limits.stop for near in found)
    print(
        f"limits {limits.stop:.3f} (stop) and {limits.review:.3f} (review); of {ENROLMENTS} new people, {relatives.sum()} "
        f"with a twin {TWIN_APART} away, {stops} stop and {sum(map(bool, found)) - stops} more go to the review list"
    )
    return stops


def _tell_second_numbers(index: FaceIndex, people: np.ndarray, limits: SearchLimits, chance: np.random.Generator) -> None:
    for apart in (0.25, 0.30, 0.35, 0.40, 0.45):
        again = people[:SECOND_NUMBERS] + _away(chance, SECOND_NUMBERS, apart)
        stopped = sum(bool(index.near(tuple(face.tolist()), NOBODY, limits.stop)) for face in again)
        print(f"the same person a second time, pictures {apart:.2f} apart: {100 * stopped / SECOND_NUMBERS:.0f} % stopped")


def _people(chance: np.random.Generator, count: int) -> np.ndarray:
    faces = np.zeros((count, 128), np.float32)
    faces[:, :DIMENSIONS_THAT_COUNT] = chance.normal(0, 0.84 / np.sqrt(2 * DIMENSIONS_THAT_COUNT), (count, DIMENSIONS_THAT_COUNT))
    return faces


def _away(chance: np.random.Generator, count: int, distance: float) -> np.ndarray:
    step = chance.normal(size=(count, 128))
    return (distance * step / np.linalg.norm(step, axis=1, keepdims=True)).astype(np.float32)


def _timed(index: FaceIndex, embedding: np.ndarray, owner: UUID, within: float) -> float:
    asked = tuple(embedding.tolist())
    began = time.perf_counter()
    index.near(asked, owner, within)
    return time.perf_counter() - began


def _tell_opening(people: np.ndarray) -> None:
    """What the rebuild at start costs besides: opening the sealed embeddings."""
    with TemporaryDirectory() as folder:
        keys = KeyFiles(Path(folder) / "keys")
        keys.make_missing()
        upgrade(Path(folder) / "a.sqlite3")
        works = Transactions(Database(Path(folder) / "a.sqlite3"), Vault(keys), lambda: datetime(2026, 11, 23, tzinfo=UTC))
        purpose, some = slot_purpose(UUID(int=1)), [tuple(face.tolist()) for face in people[:10_000]]
        sealed = works.write(
            lambda work: [work.vault.seal(work.session, purpose, b"here", pack_embedding(face)) for face in some]
        )
        began = time.perf_counter()
        works.read(lambda work: [unpack_embedding(work.vault.open(work.session, b"here", one)) for one in sealed])
        took = (time.perf_counter() - began) * FACES / len(some)
        print(f"opening {FACES} sealed vectors takes {took:.1f} s (measured on {len(some)})")
        works.database.close()


if __name__ == "__main__":
    main()
