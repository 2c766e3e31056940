"""Another account on the machine reads no database, key, backup or export, though the umask would let it."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server.app import create_app
from server.storage.private_files import write
from tests.builders import COMMAND, Hall, a_hall, settings

ABSENT: Any = object()  # no face is looked at here


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_database_and_keys_are_their_owners_alone(tmp_path: Path):
    app = create_app(settings(tmp_path / "var" / "lugas"), faces=ABSENT)
    works = app.extensions["lugas"].works
    works.write(lambda work: work.audit.note(COMMAND, "anything", None))
    names = {path.name for path in (tmp_path / "var").rglob("*")}

    assert {"lugas.sqlite3", "lugas.sqlite3-wal", "lugas.sqlite3-shm", "record.key", "current"} <= names
    assert open_to_others(tmp_path / "var" / "lugas") == []
    works.database.close()


def test_a_database_others_could_read_is_mended_at_the_next_start(tmp_path: Path):
    a_hall(tmp_path, people=(), freeze=False).close()
    database = tmp_path / "instance" / "lugas.sqlite3"
    database.chmod(0o644)

    app = create_app(settings(tmp_path), faces=ABSENT)

    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    app.extensions["lugas"].works.database.close()


def test_a_backup_and_an_export_are_their_owners_alone(hall: Hall, tmp_path: Path):
    file = tmp_path / "out" / "lugas.sqlite3"
    file.parent.mkdir(mode=0o700)
    runner = hall.app.test_cli_runner()

    told = runner.invoke(args=["backup", str(file)])
    again = runner.invoke(args=["backup", str(file)])
    nowhere = runner.invoke(args=["backup", str(tmp_path / "missing" / "x.sqlite3")])
    write(tmp_path / "out" / "policy.json", b"{}")

    assert (told.exit_code, again.exit_code, nowhere.exit_code) == (0, 1, 1)
    said = [line.action for line, _ in hall.works.read(lambda work: work.audit.lines())]
    assert [action for action in said if "back" in action] == ["began backup"] * 2, "the log says no more than what is sure"
    assert open_to_others(file.parent) == []
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT count(*) FROM sittings").fetchone() == (len(hall.sittings),)
    assert runner.invoke(args=["audit", "verify", "--database", str(file)]).exit_code == 0


def test_a_database_that_takes_no_line_is_copied_all_the_same(hall: Hall, tmp_path: Path):
    """A full or read-only disk is just when a copy is needed; whoever types is told that the log does not know of it."""
    hall.works.write(lambda work: work.session.execute(text("PRAGMA query_only = ON")))

    told = hall.app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy.sqlite3")])

    assert (told.exit_code, "tidak tercatat di catatan tindakan" in told.output) == (0, True), told.output
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM sittings").fetchone() == (len(hall.sittings),)
