"""The real engine on real photos."""

from pathlib import Path

import pytest

from server.faces.build.model_files import ensure_network
from server.faces.engine import FaceEngine
from server.faces.known_files import DETECTOR

ROOT = Path(__file__).parents[3]
MATERIAL = ROOT / "tests" / "material"


@pytest.fixture(scope="session")
def models() -> Path:
    folder = ROOT / "instance" / "models"
    ensure_network(folder)
    return folder


@pytest.fixture
def fetched(models: Path, tmp_path: Path) -> Path:
    """A folder with what set-up fetches and nothing of what it builds."""
    (tmp_path / DETECTOR.name).write_bytes((models / DETECTOR.name).read_bytes())
    return tmp_path


@pytest.fixture(scope="session")
def engine(models: Path) -> FaceEngine:
    return FaceEngine(models)
