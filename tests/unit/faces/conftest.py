"""The real engine on real photos."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.faces.engine import FaceEngine
from server.faces.model_files import ensure_network

ROOT = Path(__file__).parents[3]
MATERIAL = ROOT / "tests" / "material"


@pytest.fixture(scope="session")
def models() -> Path:
    folder = ROOT / "instance" / "models"
    ensure_network(folder)
    return folder


@pytest.fixture(scope="session")
def engine(models: Path) -> Iterator[FaceEngine]:
    engine = FaceEngine(models)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def material() -> Path:
    return MATERIAL
