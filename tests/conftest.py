"""Fixtures for every kind of test."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import shared_out
from tests.ports import a_free_port

# A busy machine is no fault of an example, and every run tries the same ones.
settings.register_profile("lugas", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lugas")

ROOT = Path(__file__).resolve().parent.parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> shared_out.Shares:
    return shared_out.scheduler(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # one process of several
        shared_out.longest_first(items)


@pytest.fixture
def free_port() -> int:
    return a_free_port()


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
