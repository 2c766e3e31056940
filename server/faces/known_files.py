"""Which model files there are, what they must hash to, and whether those on disk are whole."""

import hashlib
from pathlib import Path
from typing import NamedTuple


class KnownFile(NamedTuple):
    name: str
    sha256: str


DETECTOR = KnownFile("face_detection_short_range.tflite", "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8")
BLAZE_FACE = KnownFile("blaze_face_short_range.onnx", "881a54a4a82e254ab3d71b6b68ff167b827604d7d6e5078a21b6e93b9468b31b")
NETWORK = KnownFile("dlib_resnet_float.param", "8f502fad6c6d665a5f15d93457407e979f8e20a7f4e918481b409907265a7cdf")
NETWORK_WEIGHTS = KnownFile("dlib_resnet_float.bin", "8255faed4067271af26d357ddc26dd8a15b702e1aa844352612cab500eceb910")
EIGHT_BIT = KnownFile("dlib_resnet_8bit.onnx", "31d9f81161560eee54635ac9e4198ef07857f3bd0994883806513ecbba3b1fea")
FIVE_POINTS = KnownFile("dlib_five_points.dat", "42d36a2b6e358e32e9285add963d3a4346442b8c18fe8cc90e9d770a1221b7f7")
PREDICTOR = KnownFile("shape_predictor_5_face_landmarks.dat", "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888")
WEIGHTS = KnownFile(
    "dlib_face_recognition_resnet_model_v1.dat", "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"
)


class ModelDamaged(Exception):
    """A model file is missing or is not the one these sources were measured with."""


def is_whole(folder: Path, known: KnownFile) -> bool:
    path = folder / known.name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == known.sha256


def checked(folder: Path, known: KnownFile) -> Path:
    """Where it lies; ModelDamaged unless its SHA-256 is the known one."""
    if not is_whole(folder, known):
        raise ModelDamaged(f"{folder / known.name} is missing or damaged: run `make setup`")
    return folder / known.name
