"""The database of a finished day in the hands of somebody who may write to it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage import guards
from server.storage.chain_check import ChainFault, ChainIntact, check_file
from server.storage.heads import Head
from tests.builders import Hall


@pytest.fixture
def head(day: Hall) -> Head:
    """Sent away: signed when everything of the day had been written."""
    return day.works.write(lambda work: work.heads.sign())


@pytest.fixture
def db(day: Hall, head: Head, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file in the attacker's hands, with SQLite's own defaults."""
    source, copy = sqlite3.connect(day.parts.settings.database_path), sqlite3.connect(tmp_path / "copy.sqlite3")
    source.backup(copy)
    source.close()
    yield copy
    copy.close()


def unguarded(db: sqlite3.Connection) -> None:
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")


def found(day: Hall, db: sqlite3.Connection, *kept: Head) -> ChainFault | ChainIntact:
    guards.install(db)  # the attacker puts them back
    return looked_at(day, db, *kept)


def looked_at(day: Hall, db: sqlite3.Connection, *kept: Head) -> ChainFault | ChainIntact:
    db.commit()
    path = Path(db.execute("PRAGMA database_list").fetchone()[2])
    return check_file(path, day.parts.works.vault.files.record_key().public_key().public_bytes_raw(), kept)
