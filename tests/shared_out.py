"""How the processes of one run share its tests (pytest-xdist): what takes longest begins first, a file stays in one process,
and what has a real deadline or counts processor time never runs beside its like."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# They go to one process, one after the other.
ALONE = (
    "tests/attacks/test_stopping_the_face_checks.py",
    "tests/attacks/test_filling_the_memory.py",
    "tests/attacks/test_holding_connections.py",
    "tests/realtime/test_locks.py",
    "tests/realtime/test_server_parent.py",
    "tests/workers/test_embedded.py",
)
# Longest first; a run's end is left to files of a few seconds.
LONG = ()


class Shares(LoadScopeScheduling):
    """A unit of work is a file, or all of those that are alone."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(nodeid: str) -> str:
    file = nodeid.split("::", 1)[0]
    return "alone" if file in ALONE else file


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.nodeid.split("::", 1)[0]))


def scheduler(config: pytest.Config, log: Any) -> Shares:
    config.option.loadscopereorder = False  # by its own count a file of many short tests would begin before a long one
    return Shares(config, log)


def _place(file: str) -> int:
    if file in LONG:
        return LONG.index(file)
    return len(LONG) if file in ALONE else len(LONG) + 1
