"""Set-up of the face models: `python -m server.faces.model_files [folder]` builds what is missing or damaged."""

import hashlib
import os
import sys
from pathlib import Path

import face_recognition_models

from server.faces.dlib_network import network
from server.faces.dlib_weights import DlibWeights
from server.faces.known_files import DETECTOR, NETWORK, WEIGHTS, KnownFile, ModelDamaged, is_whole

DEFAULT_FOLDER = Path("instance/models")


def ensure_network(folder: Path) -> bool:
    """True if the network had to be built, False if the one on disk is whole."""
    if is_whole(folder, NETWORK):
        return False
    weights = Path(face_recognition_models.face_recognition_model_location()).read_bytes()
    _expect(WEIGHTS, weights)
    built = network(DlibWeights(weights))
    _expect(NETWORK, built)
    folder.mkdir(parents=True, exist_ok=True)
    half_written = folder / f"{NETWORK.name}.{os.getpid()}"
    half_written.write_bytes(built)
    half_written.replace(folder / NETWORK.name)
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
