"""Several faces described in one go are described as each alone, by whatever network."""

from pathlib import Path

import numpy as np
import pytest

from server.faces.embedder import OnnxEmbedder
from server.faces.face_model import FaceModel
from tests.tiny_network import LENGTH, SIZE, tiny_network


@pytest.mark.parametrize(
    ("pictures", "made_for_one", "runs"),
    [("n", False, 1), (1, False, 3), ("n", True, 3)],
    ids=["takes any number", "says it takes one", "says any and takes one"],
)
def test_vectors_of_three_are_those_of_each(tmp_path: Path, pictures: int | str, made_for_one: bool, runs: int):
    digest = tiny_network(tmp_path / "tiny.onnx", pictures, made_for_one=made_for_one)
    embedder = OnnxEmbedder(FaceModel("tiny", "tiny.onnx", digest, SIZE, LENGTH), tmp_path / "tiny.onnx")
    chips = list(np.random.default_rng(1).integers(0, 255, (3, SIZE, SIZE, 3), np.uint8))
    ran: list[int] = []
    run = embedder._run
    embedder._run = lambda some: ran.append(len(some)) or run(some)
    together = embedder.vectors(chips)
    assert len(ran) == runs
    assert np.allclose(together, [embedder.vectors([chip])[0] for chip in chips], atol=1e-6)
    assert embedder.vectors([]) == []
