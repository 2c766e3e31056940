"""How the processes of one run share its tests (pytest-xdist): what takes longest begins first, a file stays in one process,
and tests with real deadlines, or that count processor time or memory, never run beside their like."""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# The files of a group go to one process, one after the other.
GROUPS = {
    "cameras looked at in real time": (
        "tests/browser/test_face_watch.py",
        "tests/browser/test_identity.py",
        "tests/browser/test_best_picture.py",
    ),
    "deadlines and counts": (
        "tests/attacks/test_filling_the_memory.py",
        "tests/attacks/test_stopping_the_face_checks.py",
        "tests/realtime/test_locks.py",
        "tests/workers/test_embedded.py",
    ),
}
# Their tests have nothing in common, and take long: each goes to whichever process is free.
EACH_ALONE = ("tests/browser/test_accessibility.py",)
# Long ones first: a run ends with files of a few seconds, so that no process waits for the other.
ORDER = (
    *EACH_ALONE,
    *GROUPS["cameras looked at in real time"],
    "tests/browser/test_outages.py",
    "tests/browser/test_seats.py",
    "tests/browser/test_whole_exam.py",
    *GROUPS["deadlines and counts"],
    "tests/browser/",
    "tests/realtime/",
    "tests/workers/",
    "tests/unit/faces/",
    "tests/attacks/",
    "tests/api/",
    "tests/storage/",
    "tests/house/",
    "",
)
_GROUP_OF = {file: group for group, files in GROUPS.items() for file in files}


class Shares(LoadScopeScheduling):
    """A unit of work is a file or a group, or a single long test."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        if file in EACH_ALONE:
            return nodeid
        return _GROUP_OF.get(file, file)


def scheduler(config: pytest.Config, log: Any) -> Shares:
    config.option.loadscopereorder = False  # by its own count a file of many short tests would begin before a long one
    return Shares(config, log)


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next(at for at, path in enumerate(ORDER) if item.nodeid.startswith(path)))
