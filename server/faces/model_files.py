"""Set-up of the face models: `python -m server.faces.model_files [folder]` builds what is missing or damaged."""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import face_recognition_models

from server.faces.dlib_network import network
from server.faces.dlib_weights import DlibWeights
from server.faces.eight_bit import eight_bit_network
from server.faces.known_files import DETECTOR, EIGHT_BIT, NETWORK, WEIGHTS, KnownFile, ModelDamaged, is_whole

DEFAULT_FOLDER = Path("instance/models")


_BUILT: Mapping[KnownFile, Callable[[DlibWeights], bytes]] = {NETWORK: network, EIGHT_BIT: eight_bit_network}


def ensure_network(folder: Path) -> bool:
    """True if a network had to be built, False if those on disk are whole."""
    missing = [known for known in _BUILT if not is_whole(folder, known)]
    if not missing:
        return False
    weights = Path(face_recognition_models.face_recognition_model_location()).read_bytes()
    _expect(WEIGHTS, weights)
    folder.mkdir(parents=True, exist_ok=True)
    for known in missing:
        built = _BUILT[known](DlibWeights(weights))
        _expect(known, built)
        half_written = folder / f"{known.name}.{os.getpid()}"
        half_written.write_bytes(built)
        half_written.replace(folder / known.name)
    return True


def _expect(known: KnownFile, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest != known.sha256:
        raise ModelDamaged(f"{known.name}: sha256 is {digest}, expected {known.sha256}")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    try:
        built = ensure_network(folder)
    except ModelDamaged as damage:
        print(f"face models: {damage}", file=sys.stderr)
        return 1
    if not is_whole(folder, DETECTOR):
        print(f"face models: {folder / DETECTOR.name} is missing or damaged; set-up fetches it", file=sys.stderr)
        return 1
    print(f"face models: {'built' if built else 'whole'} in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
