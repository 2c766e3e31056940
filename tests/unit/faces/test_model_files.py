"""The network is dlib's own, and a damaged file never measures anybody."""

from pathlib import Path

import cv2
import dlib
import face_recognition_models
import numpy as np
import pytest

from server.faces.aligner import DlibAligner
from server.faces.detector import Detector
from server.faces.embedder import OnnxEmbedder
from server.faces.engine import FaceEngine
from server.faces.face_model import FLOAT
from server.faces.known_files import DETECTOR, NETWORK, ModelDamaged, is_whole
from server.faces.model_files import ensure_network


def test_the_float_network_says_what_face_recognition_says_of_the_same_chip(models: Path, material: Path):
    stock = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())
    ours, aligner = OnnxEmbedder(FLOAT, models / NETWORK.name), DlibAligner()
    with Detector(models / DETECTOR.name) as detector:
        for name in ("obama.jpg", "obama2.jpg", "biden.jpg"):
            picture = cv2.cvtColor(cv2.imread(str(material / name)), cv2.COLOR_BGR2RGB)
            chip = aligner.chip(picture, detector.find(picture)[0])
            difference = np.array(ours.vector(chip)) - np.array(stock.compute_face_descriptor(chip))
            assert np.abs(difference).max() < 1e-5


def test_a_missing_network_is_built_and_a_whole_one_left_alone(tmp_path: Path):
    assert ensure_network(tmp_path)
    assert not ensure_network(tmp_path)


def test_a_damaged_network_is_rebuilt(tmp_path: Path):
    (tmp_path / NETWORK.name).write_bytes(b"half a network")
    assert ensure_network(tmp_path)
    assert is_whole(tmp_path, NETWORK)


def test_the_engine_refuses_a_damaged_detector(models: Path, tmp_path: Path):
    (tmp_path / NETWORK.name).write_bytes((models / NETWORK.name).read_bytes())
    (tmp_path / DETECTOR.name).write_bytes((models / DETECTOR.name).read_bytes()[:-1])
    with pytest.raises(ModelDamaged):
        FaceEngine(tmp_path)
