"""A migrated database of its own for every test, on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.exam.actors import CLOCK
from server.storage.database import Database
from server.storage.key_files import KeyFiles
from server.storage.migrate import upgrade
from server.storage.sealing import Vault
from server.storage.work import Transactions
from server.workflows.access import officer
from server.workflows.exam import timekeeping
from server.workflows.proctor import slot
from server.workflows.proctor.request import ActRequest
from tests.builders import START, Clock, Hall, a_hall
from tests.storage.traces import NUMBERS, close_account, leave_traces, log_in


@pytest.fixture
def files(tmp_path: Path) -> KeyFiles:
    files = KeyFiles(tmp_path / "keys")
    files.make_missing()
    return files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    upgrade(tmp_path / "uji.sqlite3")
    return tmp_path / "uji.sqlite3"


@pytest.fixture
def works(path: Path, files: KeyFiles) -> Iterator[Transactions]:
    works = Transactions(Database(path), Vault(files), Clock(START))
    yield works
    works.database.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    built = a_hall(tmp_path)
    yield built
    built.close()


@pytest.fixture
def day(hall: Hall) -> Hall:
    """A day on which everything personal there can be was written down; the slot is closed."""
    for number in NUMBERS:
        leave_traces(hall, number)
    hall.clock.go(hours=3)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    chief = hall.works.read(officer, hall.staff["ketua"])
    hall.works.write(slot.act, "close", hall.slot, ActRequest(), by=chief)
    hall.works.write(log_in, hall.staff["ketua"])
    hall.works.write(close_account, hall.staff["meja2"])
    return hall
