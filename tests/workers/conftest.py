"""Real workers on real photos."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.build.model_files import ensure_network
from server.verification.jobs import Outcome
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings

ROOT = Path(__file__).parents[2]
PATIENT = 120.0  # seconds after which something hangs; a loaded machine is no fault
Build = Callable[..., EmbeddedEngine]


class Verdicts:
    """What came back, in order; `wait_for` is how a test waits for it."""

    def __init__(self) -> None:
        self._came = threading.Condition()
        self.all: list[tuple[str, int, Outcome]] = []

    def take(self, key: str, sequence: int, outcome: Outcome) -> None:
        with self._came:
            self.all.append((key, sequence, outcome))
            self._came.notify_all()

    def wait_for(self, count: int, timeout: float = PATIENT) -> list[tuple[str, int, Outcome]]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.all) >= count, timeout), f"{len(self.all)} of {count} verdicts came"
            return list(self.all)


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENT
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def models() -> Path:
    folder = ROOT / "instance" / "models"
    ensure_network(folder)
    return folder


@pytest.fixture(scope="session")
def photo() -> bytes:
    """As small as a snapshot."""
    large = cv2.imread(str(ROOT / "tests" / "material" / "obama.jpg"))
    return cv2.imencode(".jpg", cv2.resize(large, (480, 600)))[1].tobytes()


@pytest.fixture(scope="session")
def small(photo: bytes) -> bytes:
    """So small that all a worker may hold lies in its socket, though it stands still."""
    pixels = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    return cv2.imencode(".jpg", cv2.resize(pixels, (120, 150)), [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()


@pytest.fixture
def verdicts() -> Verdicts:
    return Verdicts()


@pytest.fixture(scope="module")
def one_engine(models: Path) -> Iterator[EmbeddedEngine]:
    """For tests that only have pictures measured."""
    engine = _patient(models, 1)
    engine.start()
    wait_until(lambda: engine.health().workers == 1)
    yield engine
    engine.stop()


@pytest.fixture
def build(models: Path, verdicts: Verdicts) -> Iterator[Build]:
    """Starts an engine of the test's own, to be stopped, killed or flooded, and waits until its workers are warm."""
    begun: list[EmbeddedEngine] = []

    def start(workers: int = 1, **settings: float) -> EmbeddedEngine:
        engine = _patient(models, workers, **settings)
        engine.on_verdict(verdicts.take)
        engine.start()
        begun.append(engine)
        wait_until(lambda: engine.health().workers == workers)
        return engine

    yield start
    for engine in begun:
        engine.stop()


def _patient(models: Path, workers: int, **settings: float) -> EmbeddedEngine:
    """None of its workers counts as hung or as late in warming by a clock."""
    patient = {"hung_after": PATIENT, "warm_within": PATIENT}
    return EmbeddedEngine(EmbeddedSettings(models, workers, **patient | settings))
