"""Locks that green and real threads share: none of them stands still for ever (decision 0009)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.realtime.conftest import PATIENT, ROOT

SECONDS = 1  # ten times as long as it took to stand still


def ran(module: str, *arguments: object, within: float = PATIENT) -> str:
    command = [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=within).stdout


def test_two_lanes_at_full_work_do_not_wait_for_each_other_for_ever(tmp_path: Path):
    """With eventlet's own locks this stood still within a tenth of a second, three times of three."""
    reads, writes, turns = map(int, ran("tests.realtime.lanes", tmp_path, SECONDS).split())
    logged = (tmp_path / "log").read_text().splitlines()

    assert min(reads, writes, turns) > 0
    assert len(logged) == reads + writes + turns, "a line was lost or torn"


@pytest.fixture(scope="module")
def locks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    told: dict[str, list[str]] = json.loads(ran("tests.realtime.every_lock", tmp_path_factory.mktemp("locks")))
    return told


def test_no_lock_or_queue_of_eventlets_own_type_is_left(locks):
    """No lock or queue of eventlets own type is left where the server was loaded."""
    assert locks["eventlets"] == []
    assert locks["makers"] == [], "a name under which such a lock, or one that stops the loop, would still be made"
    assert set(locks["made"]) == {"Lock"}
    assert locks["ours"] > 20, "the modules made no locks: nothing was looked at"


def test_the_only_real_locks_are_those_that_real_threads_use(locks):
    """The only real locks are those of the threading module that real threads use."""
    assert set(locks["real_in_modules"]) <= {"__original_module_threading"}


def test_green_and_real_threads_meet_at_locks_conditions_and_events():
    assert len(ran("tests.realtime.meetings").splitlines()) == 5
