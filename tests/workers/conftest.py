"""Real workers on real photos."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest

from server.faces.model_files import ensure_network
from server.verification.embedded import EmbeddedEngine, EmbeddedSettings
from server.verification.jobs import Outcome

ROOT = Path(__file__).parents[2]
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

    def wait_for(self, count: int, timeout: float = 30.0) -> list[tuple[str, int, Outcome]]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.all) >= count, timeout), f"{len(self.all)} of {count} verdicts came"
            return list(self.all)


def wait_until(holds: Callable[[], bool], timeout: float = 30.0, every: float = 0.02) -> float:
    """Seconds until it held."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < timeout, "waited in vain"
        time.sleep(every)
    return time.monotonic() - began


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


@pytest.fixture
def verdicts() -> Verdicts:
    return Verdicts()


@pytest.fixture
def build(models: Path, verdicts: Verdicts) -> Iterator[Build]:
    """Starts an engine and waits until its workers are warm."""
    begun: list[EmbeddedEngine] = []

    def start(workers: int = 1, **settings: float) -> EmbeddedEngine:
        engine = EmbeddedEngine(EmbeddedSettings(models, workers, **settings))
        engine.on_verdict(verdicts.take)
        engine.start()
        begun.append(engine)
        wait_until(lambda: engine.health().workers == workers)
        return engine

    yield start
    for engine in begun:
        engine.stop()
