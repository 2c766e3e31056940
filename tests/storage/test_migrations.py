"""Migrations make from nothing exactly what the tables say, and wholly or not at all."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from server.storage import guards, revision
from server.storage.migrate import upgrade
from server.storage.tables import Table

NEXT = '''
"""A migration of tomorrow."""

from alembic import op

revision = "9999_tomorrow"
down_revision = "{before}"


def upgrade():
    op.execute("CREATE TABLE tomorrow (id INTEGER)")
    op.execute("{statement}")
'''


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts one more migration beside ours, which does what it is given."""

    def put(statement: str) -> None:
        folder = shutil.copytree(revision.MIGRATIONS, tmp_path / "migrations")
        (folder / "versions" / "9999_tomorrow.py").write_text(NEXT.format(before=revision.newest(), statement=statement))
        monkeypatch.setattr(revision, "MIGRATIONS", folder)

    return put


def test_from_empty_they_equal_the_tables(path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_a_migrations_file_is_named_as_its_revision(path):
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision.newest(),)]


def test_a_second_start_changes_nothing(path):
    before = path.read_bytes()
    upgrade(path)
    assert path.read_bytes() == before


def test_a_migration_leaves_nothing_deleted_in_the_file(path, tomorrow):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO sites VALUES ('1', 'JKT', 'Gedung yang dilupakan', 'WIB')")
        db.commit()
        db.execute("DELETE FROM sites")
        db.commit()
    assert b"Gedung yang dilupakan" in path.read_bytes()
    tomorrow("CREATE TABLE after (id INTEGER)")

    assert upgrade(path) == []

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT * FROM tomorrow").fetchall() == []
        assert guards.missing(db) == []
    assert b"Gedung yang dilupakan" not in path.read_bytes()


def test_a_migration_that_fails_leaves_all_as_it_was(path, tomorrow):
    before = path.read_bytes()
    tomorrow("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(Exception, match="no such table: nowhere"):
        upgrade(path)
    assert path.read_bytes() == before


def test_a_first_start_that_fails_makes_no_table(tmp_path, tomorrow):
    tomorrow("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(Exception, match="no such table: nowhere"):
        upgrade(tmp_path / "new.sqlite3")
    with closing(sqlite3.connect(tmp_path / "new.sqlite3")) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_the_database_writes_ahead_and_syncs_whatever_it_acknowledges(works):
    pragmas = {
        name: works.database.write(lambda session, name=name: session.scalar(text(f"PRAGMA {name}")))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_every_noun_has_a_uuid_and_every_time_a_zone():
    integers = {f"{table.name}.{column.name}" for table in Table.metadata.tables.values() for column in table.primary_key
                if column.type.python_type is int}  # fmt: skip
    assert integers == {"heartbeat.id", "answer_events.sequence", "chain_lines.number", "chain_heads.number"}
