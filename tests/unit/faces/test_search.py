"""The search finds exactly what a comparison one by one finds."""

from math import dist
from uuid import UUID

import numpy as np
import pytest

from server.faces.search import FaceIndex

FACES = np.random.default_rng(4).normal(0, 0.07, (3000, 128)).astype(np.float32)


def number(at: int) -> UUID:
    return UUID(int=at + 1)


@pytest.fixture(scope="module")
def index() -> FaceIndex:
    """Two pictures an owner."""
    made = FaceIndex()
    made.add((number(at), number(10_000 + at // 2), tuple(face.tolist())) for at, face in enumerate(FACES))
    return made


def test_it_equals_a_comparison_one_by_one(index: FaceIndex):
    for at in (0, 1, 1500, 2999):
        asked, owner = FACES[at].tolist(), number(10_000 + at // 2)
        slow = sorted((dist(asked, face), number(n)) for n, face in enumerate(FACES.tolist()) if n // 2 != at // 2)
        slow = [(apart, photo) for apart, photo in slow if apart <= 1.02]
        found = index.near(asked, owner, 1.02)
        assert len(slow) > 3
        assert [near.photo for near in found] == [photo for _, photo in slow]
        assert [near.distance for near in found] == pytest.approx([apart for apart, _ in slow], abs=1e-4)


def test_one_s_own_other_picture_is_nobody_else_s(index: FaceIndex):
    assert number(10_000) not in {near.owner for near in index.near(FACES[0].tolist(), number(10_000), 2.0)}
    assert index.near(FACES[0].tolist(), number(99_999), 0.01)[0].owner == number(10_000)


def test_a_photo_is_known_once():
    index = FaceIndex()
    index.add([(number(1), number(2), (0.0, 1.0))] * 3)
    assert (len(index), index.owners) == (1, 1)


def test_nobody_is_near_in_an_empty_exam():
    assert FaceIndex().near((0.0,) * 128, number(1), 2.0) == []


def test_the_nearest_other_person_is_measured(index: FaceIndex):
    (nearest,) = index.nearest_others([7])
    assert nearest == pytest.approx(
        min(dist(FACES[7].tolist(), face) for n, face in enumerate(FACES.tolist()) if n // 2 != 3), abs=1e-4
    )


def test_the_mean_distance_is_of_everybody_else_s_first_faces(index: FaceIndex):
    """Whoever has been at the desk has a second one, fused, which lies nearer to everybody."""
    asked = FACES[0].tolist()
    others = [dist(asked, face) for face in FACES.tolist()[2::2]]
    assert index.mean_distance(asked, number(10_000)) == (1499, pytest.approx(sum(others) / 1499, abs=1e-4))
    assert FaceIndex().mean_distance((0.0,) * 128, number(1)) == (0, 0.0)
