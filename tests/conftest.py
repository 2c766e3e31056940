"""Fixtures for every kind of test."""

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def material() -> Path:
    """Photos of real people and a clip of a talking head, fetched by `make setup-tests`."""
    folder = ROOT / "tests" / "material"
    assert (folder / "obama.jpg").exists(), "run `make setup-tests` first"
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    return chromium_path()


def chromium_path() -> str:
    return os.environ.get("LUGAS_CHROMIUM", "/usr/bin/chromium")
