"""The network is dlib's own, and a damaged file never measures anybody."""

import hashlib
import shutil
from pathlib import Path

import cv2
import dlib
import face_recognition_models
import numpy as np
import pytest

from server.faces.aligner import DlibAligner
from server.faces.build.blaze_face import blaze_face
from server.faces.build.model_files import ensure_network
from server.faces.detector import Detector
from server.faces.engine import FaceEngine
from server.faces.known_files import (
    BLAZE_FACE,
    DETECTOR,
    EIGHT_BIT,
    FIVE_POINTS,
    NETWORK,
    NETWORK_WEIGHTS,
    KnownFile,
    ModelDamaged,
    is_whole,
)
from server.faces.ncnn_embedder import NcnnEmbedder
from server.faces.quality import grey_of


def test_the_float_network_says_what_face_recognition_says(models: Path, material: Path):
    """The float network says what face recognition says of the same crop."""
    stock = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())
    ours, aligner = NcnnEmbedder(models / NETWORK.name, models / NETWORK_WEIGHTS.name), DlibAligner(models / FIVE_POINTS.name)
    detector = Detector(models / BLAZE_FACE.name)
    for name in ("obama.jpg", "obama2.jpg", "biden.jpg"):
        picture = cv2.cvtColor(cv2.imread(str(material / name)), cv2.COLOR_BGR2RGB)
        crop = aligner.crop(picture, grey_of(picture), detector.find([picture])[0][0])
        difference = np.array(ours.embeddings([crop])[0]) - np.array(stock.compute_face_descriptor(crop))
        assert np.abs(difference).max() < 1e-5


def test_missing_networks_are_built_and_whole_ones_left_alone(fetched: Path):
    assert ensure_network(fetched)
    assert not ensure_network(fetched)


@pytest.mark.parametrize("known", [NETWORK, NETWORK_WEIGHTS, EIGHT_BIT, BLAZE_FACE, FIVE_POINTS])
def test_a_damaged_network_is_rebuilt(models: Path, tmp_path: Path, known: KnownFile):
    shutil.copytree(models, tmp_path, dirs_exist_ok=True)
    (tmp_path / known.name).write_bytes(b"half a network")
    assert ensure_network(tmp_path)
    assert is_whole(tmp_path, known)
    assert not ensure_network(tmp_path)


def test_the_detector_is_built_the_same_every_time(models: Path):
    built = blaze_face((models / DETECTOR.name).read_bytes())
    assert hashlib.sha256(built).hexdigest() == BLAZE_FACE.sha256


def test_no_detector_is_built_from_a_damaged_file(fetched: Path):
    (fetched / DETECTOR.name).write_bytes((fetched / DETECTOR.name).read_bytes()[:-1])
    with pytest.raises(ModelDamaged, match=DETECTOR.name):
        ensure_network(fetched)


@pytest.mark.parametrize("known", [NETWORK, NETWORK_WEIGHTS, BLAZE_FACE, FIVE_POINTS])
def test_the_engine_refuses_a_damaged_network(models: Path, tmp_path: Path, known: KnownFile):
    shutil.copytree(models, tmp_path, dirs_exist_ok=True)
    (tmp_path / known.name).write_bytes((models / known.name).read_bytes()[:-1])
    with pytest.raises(ModelDamaged, match=known.name):
        FaceEngine(tmp_path, "dlib-float")
