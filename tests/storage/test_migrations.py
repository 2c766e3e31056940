"""Migrations make from nothing exactly what the tables say."""

import json
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from server.storage.migrate import migrations, upgrade
from server.storage.tables import Table

OLD_SLOT = """
INSERT INTO slots (id, exam_id, site_id, number, starts_at, pin_closes_before, late_start, status, identity_mode,
stands_since, stood)
VALUES (:id, :id, :id, 1, 0, 0, 0, 'suspended', 'camera', 3000, 4000)
"""
OLD_SITTING = """
INSERT INTO sittings (id, slot_id, registration_id, status, cause, left_blocks, sequence, answered, came_at,
halted_at, halt_limit,
fresh_check, enrolled_at_desk, unverified, board_id)
VALUES (:id, :id, :id, 'paused', 'proctor', '{}', 0, 0, 1000, 2000, 60000, 1, 0, 0, :id)
"""


def test_from_empty_they_equal_the_tables(path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_a_second_start_changes_nothing(path, files):
    before = path.read_bytes()
    upgrade(path, files)
    assert path.read_bytes() == before


def test_words_of_their_own_leave_the_audit_log(tmp_path):
    """Until 0007 a reason stood in the log as "code: own words", and nothing is ever deleted there."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with engine.connect() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        line = {"id": "0" * 32, "of": f"slot:{UUID(int=5)}", "facts": '{"reason":"other: lampu: padam","rooms":[]}'}
        insert = "INSERT INTO audit (id, at, action, subject, facts) VALUES (:id, 0, 'slot suspend', :of, :facts)"
        connection.execute(text(insert), line)
        command.upgrade(config, "head")
        facts = connection.scalar(text("SELECT facts FROM audit"))
        remark = connection.execute(text("SELECT slot_id, sitting_id, text FROM remarks")).one()
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(text("UPDATE audit SET action = 'nothing'"))
    engine.dispose()

    assert json.loads(facts) == {"reason": "other", "rooms": []}
    assert remark == (UUID(int=5).hex, None, "lampu: padam")


def test_columns_with_field_terms_keep_what_they_held(tmp_path):
    """0015 names the columns anew; a paused sitting of an older hall is paused as long, and its slot as long suspended."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with engine.connect() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0014")
        connection.execute(text(OLD_SLOT), {"id": "1" * 32})
        connection.execute(text(OLD_SITTING), {"id": "2" * 32})
        command.upgrade(config, "head")
        sitting = "SELECT first_login_at, paused_at, pause_limit, needs_face_check FROM sittings"
        assert connection.execute(text(sitting)).one() == (1000, 2000, 60000, 1)
        assert connection.execute(text("SELECT suspended_since, suspended_total FROM slots")).one() == (3000, 4000)
    engine.dispose()


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
