"""Which model files there are, what they must hash to, and whether those on disk are whole."""

import hashlib
from pathlib import Path
from typing import NamedTuple


class KnownFile(NamedTuple):
    name: str
    sha256: str


DETECTOR = KnownFile("face_detection_short_range.tflite", "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8")
BLAZE_FACE = KnownFile("blaze_face_short_range.onnx", "0a5b1cf27d549df9567c16f587840b2ca70400facf0ed76bfafeda96f437c8f7")
NETWORK = KnownFile("dlib_resnet_float.onnx", "ffde41a0c0831ea09e703951a76c69ab99f39ddb94bb016daed6bf5848e6209e")
EIGHT_BIT = KnownFile("dlib_resnet_8bit.onnx", "540ce89bace6877524a6ce20965010bf9574e1aebffffddedc5aa7b4d5716049")
WEIGHTS = KnownFile(
    "dlib_face_recognition_resnet_model_v1.dat", "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"
)


class ModelDamaged(Exception):
    """A model file is missing or is not the one these sources were measured with."""


def is_whole(folder: Path, known: KnownFile) -> bool:
    path = folder / known.name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == known.sha256


def checked(folder: Path, known: KnownFile) -> Path:
    if not is_whole(folder, known):
        raise ModelDamaged(f"{folder / known.name} is missing or damaged: run `make setup`")
    return folder / known.name
