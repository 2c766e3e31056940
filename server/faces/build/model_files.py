"""Set-up of the face models: `python -m server.faces.build.model_files [folder]` builds what is missing or damaged."""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import face_recognition_models

from server.faces.build.blaze_face import blaze_face
from server.faces.build.dlib_weights import DlibWeights
from server.faces.build.five_points import first_cascades
from server.faces.build.int8 import eight_bit_network
from server.faces.build.ncnn_network import NcnnNetwork
from server.faces.known_files import (
    BLAZE_FACE,
    DETECTOR,
    EIGHT_BIT,
    FIVE_POINTS,
    NETWORK,
    NETWORK_WEIGHTS,
    PREDICTOR,
    WEIGHTS,
    KnownFile,
    ModelDamaged,
    checked,
    is_whole,
)

DEFAULT_FOLDER = Path("instance/models")
_CASCADES = 5  # of fifteen: docs/decisions/0008-alignment.md
_BUILT: Mapping[KnownFile, Callable[[Path], bytes]] = {
    NETWORK: lambda folder: NcnnNetwork(_dlib_weights()).layers,
    NETWORK_WEIGHTS: lambda folder: NcnnNetwork(_dlib_weights()).weights,
    EIGHT_BIT: lambda folder: eight_bit_network(_dlib_weights()),
    BLAZE_FACE: lambda folder: blaze_face(checked(folder, DETECTOR).read_bytes()),
    FIVE_POINTS: lambda folder: first_cascades(_dlib_predictor(), _CASCADES),
}


def ensure_network(folder: Path) -> bool:
    """True if a network had to be built, False if those on disk are whole. The detector's own file must be in the folder.

    Raises
    ------
    ModelDamaged
        Where a source or what was built of it is not the one whose hash is known; nothing of it is written then.
    """
    missing = [known for known in _BUILT if not is_whole(folder, known)]
    if not missing:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for known in missing:
        built = _BUILT[known](folder)
        _expect(known, built)
        half_written = folder / f"{known.name}.{os.getpid()}"
        half_written.write_bytes(built)
        half_written.replace(folder / known.name)
    return True


def _dlib_weights() -> DlibWeights:
    return DlibWeights(_installed(WEIGHTS, face_recognition_models.face_recognition_model_location()))


def _dlib_predictor() -> bytes:
    return _installed(PREDICTOR, face_recognition_models.pose_predictor_five_point_model_location())


def _installed(known: KnownFile, path: str) -> bytes:
    content = Path(path).read_bytes()
    _expect(known, content)
    return content


def _expect(known: KnownFile, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest != known.sha256:
        raise ModelDamaged(f"{known.name}: sha256 is {digest}, expected {known.sha256}")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    if not is_whole(folder, DETECTOR):
        print(f"face models: {folder / DETECTOR.name} is missing or damaged; set-up fetches it", file=sys.stderr)
        return 1
    try:
        built = ensure_network(folder)
    except ModelDamaged as damage:
        print(f"face models: {damage}", file=sys.stderr)
        return 1
    print(f"face models: {'built' if built else 'whole'} in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
