"""A database this program cannot work with is refused in one line by every entrance, and stays as it is."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from server.storage.migrate import upgrade
from server.storage.revision import UnusableDatabase
from tests.house.tree import ROOT

# What a hall of the weeks before the first version left behind, in the way that matters.
OLD = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0015');
CREATE TABLE sites (id CHAR(32) NOT NULL PRIMARY KEY, code VARCHAR NOT NULL, name VARCHAR NOT NULL, zone VARCHAR NOT NULL);
INSERT INTO sites VALUES ('1', 'DEMO', 'UPT Contoh Jakarta', 'WIB');
CREATE TABLE sittings (id CHAR(32) NOT NULL PRIMARY KEY, came_at BIGINT, halted_at BIGINT);
"""
ENTRANCES = {
    "the start": ("wsgi.py",),
    "make run": ("wsgi.py", "--check"),
    "a command": ("-m", "flask", "demo"),
    "help of commands": ("-m", "flask", "--help"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "lugas.sqlite3"


def write(file: Path, script: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as db:
        db.executescript(script)
    file.chmod(0o644)
    return file


def in_folder(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_an_old_demo_is_refused_in_one_line_and_stays_as_it_is(entrance, file):
    before = in_folder(write(file, OLD).parent)
    environment = {**os.environ, "LUGAS_INSTANCE": str(file.parent), "LUGAS_KEYS": str(file.parent.parent / "keys")}
    environment |= {"LUGAS_PORT": "0", "LUGAS_BOARD_PORT": "0"}

    ran = subprocess.run(
        [sys.executable, *ENTRANCES[entrance]], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert ran.returncode != 0
    [line] = ran.stderr.splitlines()
    assert f"{file} dibuat versi percobaan Lugas (skema 0015)" in line
    assert f"Pindahkan {file}* ke tempat lain, lalu jalankan lagi" in line
    assert in_folder(file.parent) == before
    assert not (file.parent.parent / "keys").exists()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (OLD, "database_too_old"),
        (OLD.replace("'0015'", "'0001'"), "database_too_old"),
        (OLD.replace("'0015'", "'0099_of_next_year'"), "database_too_new"),
        (OLD.replace("INSERT INTO alembic_version", "-- "), "database_foreign"),
        ("CREATE TABLE recipes (id INTEGER)", "database_foreign"),
    ],
)
def test_each_kind_has_its_own_sentence(script, code, file):
    before = in_folder(write(file, script).parent)
    with pytest.raises(UnusableDatabase) as refused:
        upgrade(file)
    assert refused.value.code == code
    assert in_folder(file.parent) == before


def test_what_is_no_database_is_refused(file):
    file.parent.mkdir()
    file.write_bytes(b"Rapat panitia, 23 November\n" * 40)
    with pytest.raises(UnusableDatabase, match="file is not a database") as refused:
        upgrade(file)
    assert refused.value.code == "database_unreadable"


def test_a_version_that_stands_in_the_journal_only_is_read(file):
    """A server that was killed leaves what it wrote last in the write-ahead log."""
    with closing(sqlite3.connect(write(file, "PRAGMA journal_mode = WAL"))) as db:
        db.executescript(OLD)
        with pytest.raises(UnusableDatabase) as refused:
            upgrade(file)
    assert refused.value.code == "database_too_old"


def test_an_empty_file_becomes_a_database(file):
    file.parent.mkdir()
    file.touch()
    assert upgrade(file) == []
    assert upgrade(file) == []
