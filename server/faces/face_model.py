"""Which network describes a face: dlib's own in two precisions, or another one that an operator describes in a JSON file."""

import json
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from server.faces.known_files import EIGHT_BIT, NETWORK

CROP_SIZE = 150  # of dlib's network
EMBEDDING_LENGTH = 128


class Alignment(StrEnum):
    DLIB = "dlib"  # five points of dlib's predictor, as dlib's network was trained
    FIVE_POINTS = "five_points"  # eyes, nose and mouth on the places ArcFace's networks expect them


class Layout(StrEnum):
    PLANES = "planes"  # float32, one plane a colour, normalised
    PIXELS = "pixels"  # uint8, as the picture lies in memory


class Colours(StrEnum):
    RGB = "rgb"
    BGR = "bgr"


class FaceModelRefused(Exception):
    """A description that cannot be used; its text names the file and the fault."""


@dataclass(frozen=True, slots=True)
class FaceModel:
    """From (size, size, 3) crops to `embedding_length` float32; distances of two models cannot be compared."""

    name: str
    network: str  # a file: beside its description, or in the models' folder
    sha256: str
    size: int  # pixels of a side of the aligned face
    embedding_length: int
    alignment: Alignment = Alignment.FIVE_POINTS
    layout: Layout = Layout.PLANES
    colours: Colours = Colours.RGB
    mean: float = 127.5  # grey levels, of 0..255; for planes only, as is the scale
    scale: float = 1 / 127.5  # after the mean is taken away
    unit_length: bool = True  # embeddings are brought to length one, so that distances mean the same for every face
    policy: str = ""  # a policy file beside the description; limits of one network mean nothing to another


FLOAT = FaceModel(
    "dlib-float",
    NETWORK.name,
    NETWORK.sha256,
    CROP_SIZE,
    EMBEDDING_LENGTH,
    Alignment.DLIB,
    mean=0.0,
    scale=1.0,
    unit_length=False,
)
IN_EIGHT_BITS = FaceModel(
    "dlib-8bit", EIGHT_BIT.name, EIGHT_BIT.sha256, CROP_SIZE, EMBEDDING_LENGTH, Alignment.DLIB, Layout.PIXELS, unit_length=False
)  # fmt: skip
OWN = {"dlib-float": FLOAT, "dlib-8bit": IN_EIGHT_BITS}
AUTOMATIC = "dlib"
_CPU = Path("/proc/cpuinfo")


def chosen(name: str) -> tuple[FaceModel, Path | None]:
    """The model a setting names, and the folder its network lies in if that is not the models' own."""
    if name == AUTOMATIC:
        return (IN_EIGHT_BITS if multiplies_bytes(_CPU.read_text(encoding="utf-8") if _CPU.exists() else "") else FLOAT), None
    if name in OWN:
        return OWN[name], None
    return described(Path(name)), Path(name).resolve().parent


def resolved(name: str) -> str:
    """As another process in another folder understands it."""
    return name if name == AUTOMATIC or name in OWN else str(Path(name).resolve())


def multiplies_bytes(cpu: str) -> bool:
    """Without VNNI, onnxruntime adds pairs of products in 16 bits, which overflow: then the float network is the right one."""
    return any(flag in cpu for flag in ("avx512_vnni", "avx_vnni", "asimddp"))


def described(path: Path) -> FaceModel:
    """As its JSON file says; FaceModelRefused for one that cannot be read, an entry not known or missing, or of another kind."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FaceModelRefused(f"{path}: {error}") from error
    known = {field.name: field for field in fields(FaceModel)}
    needed = {"name", "network", "sha256", "size", "embedding_length"}
    if not isinstance(values, dict) or not needed <= values.keys() <= known.keys():
        raise FaceModelRefused(f"{path}: needs {', '.join(sorted(needed))}; may have {', '.join(sorted(known.keys() - needed))}")
    return FaceModel(**{name: _value(path, name, known[name].type, value) for name, value in values.items()})


def _value(path: Path, name: str, kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in list(kind):
            raise FaceModelRefused(f"{path}: {name} is one of {', '.join(kind)}")
        return kind(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise FaceModelRefused(f"{path}: {name} must be {kind.__name__}")
    return value
