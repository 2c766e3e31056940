"""The hall through its real app, with the real face workers."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.faces.build.model_files import ensure_network
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from tests.api.office import Office
from tests.applicants import KNOWN_FACES
from tests.builders import MODELS, PEOPLE, Hall, a_hall


@pytest.fixture(scope="session")
def faces() -> Iterator[EmbeddedEngine]:
    """One worker for all tests: it takes seconds to warm."""
    ensure_network(MODELS)
    engine = EmbeddedEngine(EmbeddedSettings(MODELS, workers=1))
    engine.start()
    end = time.monotonic() + 120
    while not engine.health().workers:  # until it is warm
        assert time.monotonic() < end, "the face worker never came up"
        time.sleep(0.05)
    yield engine
    engine.stop()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Nobody in it has a photo and no worker runs."""
    built = a_hall(tmp_path)
    yield built
    built.close()


@pytest.fixture
def hall_with_faces(tmp_path: Path, faces: EmbeddedEngine) -> Iterator[Hall]:
    built = a_hall(tmp_path, people=(*PEOPLE, *KNOWN_FACES), faces=faces)
    yield built
    built.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A house with nothing in it."""
    office = Office(tmp_path)
    yield office
    office.works.database.close()
