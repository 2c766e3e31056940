"""Several faces described in one go are described as each alone, by whatever network."""

from pathlib import Path

import numpy as np
import pytest

from server.faces.embedder import OnnxEmbedder
from server.faces.face_model import CROP_SIZE, FaceModel
from server.faces.known_files import NETWORK, NETWORK_WEIGHTS
from server.faces.ncnn_embedder import NcnnEmbedder
from tests.tiny_network import LENGTH, SIZE, tiny_network


@pytest.mark.parametrize(
    ("pictures", "made_for_one", "runs"),
    [("n", False, 1), (1, False, 3), ("n", True, 3)],
    ids=["takes any number", "says it takes one", "says any and takes one"],
)
def test_vectors_of_three_are_those_of_each(tmp_path: Path, pictures: int | str, made_for_one: bool, runs: int):
    digest = tiny_network(tmp_path / "tiny.onnx", pictures, made_for_one=made_for_one)
    embedder = OnnxEmbedder(FaceModel("tiny", "tiny.onnx", digest, SIZE, LENGTH), tmp_path / "tiny.onnx")
    crops = list(np.random.default_rng(1).integers(0, 255, (3, SIZE, SIZE, 3), np.uint8))
    ran: list[int] = []
    run = embedder._run
    embedder._run = lambda some: ran.append(len(some)) or run(some)
    together = embedder.embeddings(crops)
    assert len(ran) == runs
    assert np.allclose(together, [embedder.embeddings([crop])[0] for crop in crops], atol=1e-6)
    assert embedder.embeddings([]) == []


def test_part_by_part_the_float_network_describes_three_as_each_alone(models: Path):
    embedder = NcnnEmbedder(models / NETWORK.name, models / NETWORK_WEIGHTS.name)
    crops = list(np.random.default_rng(2).integers(0, 255, (3, CROP_SIZE, CROP_SIZE, 3), np.uint8))
    together = embedder.embeddings(crops)
    assert together == [embedder.embeddings([crop])[0] for crop in crops]
    assert len(set(together)) == 3
    assert embedder.embeddings([]) == []
