"""The network in 8 bits tells people apart as the float one does, and comes out the same wherever it is built."""

import hashlib
import json
from itertools import combinations
from math import dist
from pathlib import Path

import face_recognition_models
import pytest

from server.faces.build.dlib_weights import DlibWeights
from server.faces.build.int8 import RANGES, eight_bit_network
from server.faces.engine import FaceEngine
from server.faces.known_files import EIGHT_BIT
from server.faces.measurement import Embedding
from server.faces.photo import measured_photo
from tests.bench.ranges import WatchedNetwork, dlib_weights

PHOTOS = ("obama.jpg", "obama2.jpg", "obama3.jpg", "obama_partial_face.jpg", "biden.jpg", "astronaut.png")


@pytest.fixture(scope="module")
def embeddings(models: Path, material: Path) -> dict[str, dict[str, Embedding]]:
    found = {}
    for model in ("dlib-float", "dlib-8bit"):
        engine = FaceEngine(models, model)
        found[model] = {name: measured_photo(engine, (material / name).read_bytes()).faces[0].embedding for name in PHOTOS}
    return found


def test_a_face_moves_by_less_than_two_pictures_of_one_second_differ(embeddings: dict[str, dict[str, Embedding]]):
    assert max(dist(embeddings["dlib-float"][name], embeddings["dlib-8bit"][name]) for name in PHOTOS) < 0.08


def test_both_precisions_say_the_same_of_every_pair(embeddings: dict[str, dict[str, Embedding]]):
    for one, other in combinations(PHOTOS, 2):
        apart = {model: dist(known[one], known[other]) for model, known in embeddings.items()}
        assert (apart["dlib-float"] <= 0.6) == (apart["dlib-8bit"] <= 0.6), (one, other, apart)
        assert (apart["dlib-8bit"] <= 0.6) == (one[:5] == other[:5])


def test_the_build_is_the_same_every_time():
    weights = Path(face_recognition_models.face_recognition_model_location()).read_bytes()
    assert hashlib.sha256(eight_bit_network(DlibWeights(weights))).hexdigest() == EIGHT_BIT.sha256


def test_the_ranges_are_measured_of_all_that_the_network_stores():
    """`python -m tests.bench.ranges` watches the float network by overriding a method of it."""
    assert len(json.loads(RANGES.read_text(encoding="utf-8"))["ranges"]) == len(WatchedNetwork(dlib_weights()).watched()[1]) > 0
