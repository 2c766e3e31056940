"""Migrations make from nothing exactly what the tables say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from server.storage.migrate import upgrade
from server.storage.tables import Table


def test_from_empty_they_equal_the_tables(path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_a_second_start_changes_nothing(path):
    before = path.read_bytes()
    upgrade(path)
    assert path.read_bytes() == before


def test_the_database_writes_ahead_and_syncs_whatever_it_acknowledges(works):
    pragmas = {
        name: works.database.write(lambda session, name=name: session.scalar(text(f"PRAGMA {name}")))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_every_noun_has_a_uuid_and_every_time_a_zone():
    integers = {f"{table.name}.{column.name}" for table in Table.metadata.tables.values() for column in table.primary_key
                if column.type.python_type is int}  # fmt: skip
    assert integers == {"heartbeat.id", "answer_events.sequence"}  # one row of the house; a count within a sitting
