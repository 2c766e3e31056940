"""Whoever can write to the database changes, removes, adds or moves what was recorded: refused, or named by the check."""

import sqlite3
from pathlib import Path

import pytest

from server.exam.actors import CLOCK, Applicant
from server.storage import guards
from server.storage.chain_check import ChainFault, ChainIntact, check_file
from server.storage.heads import Head, read
from server.storage.recorded import RECORDED
from server.workflows.exam import timekeeping
from tests.attacks.chain_in_hand import db, found, head, looked_at, unguarded
from tests.builders import Hall
from tests.storage.traces import purge

__all__ = ["db", "head"]  # fixtures


def test_what_nobody_touched_is_sound(day: Hall, db, head: Head):
    rows = sum(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in RECORDED)

    assert looked_at(day, db, head) == ChainIntact(rows, 1)
    assert head.lines == rows > 30


@pytest.mark.parametrize("table", RECORDED)
def test_every_recorded_table_refuses_to_be_rewritten(day: Hall, db, table: str):
    """Also through REPLACE, which fires no delete trigger, by the id of a row or by its hidden number."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(f'"{name}"' for name in columns)
    fixed = RECORDED[table].fixed(tuple(columns))[1]
    new_id = ", ".join("hex(randomblob(16))" if name in RECORDED[table].key[:1] else f'"{name}"' for name in columns)
    attempts = [
        f"DELETE FROM {table}",
        f'UPDATE {table} SET "{fixed}" = "{fixed}" || \'x\'',
        f"UPDATE OR REPLACE {table} SET \"{fixed}\" = x'00'",
        f"UPDATE OR REPLACE {table} SET rowid = rowid + 1",
        f"INSERT OR REPLACE INTO {table} ({values}) SELECT {values} FROM {table} LIMIT 1",
        f"REPLACE INTO {table} ({values}) SELECT {values} FROM {table} LIMIT 1",
        f"INSERT OR REPLACE INTO {table} (rowid, {values}) SELECT rowid, {new_id} FROM {table} LIMIT 1",
    ]
    before = db.execute(f"SELECT rowid, * FROM {table}").fetchall()
    assert before

    for attempt in attempts:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(attempt)
    assert db.execute(f"SELECT rowid, * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", ["chain_lines", "chain_heads"])
def test_the_chain_itself_refuses_it_too(db, table: str):
    for attempt in (f"DELETE FROM {table}", f"UPDATE {table} SET hash = x'00'", f"REPLACE INTO {table} SELECT * FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(attempt)


@pytest.mark.parametrize(
    ("forgery", "table", "what"),
    [
        (
            "UPDATE audit SET action = 'nothing' WHERE id = (SELECT id FROM audit LIMIT 1 OFFSET 9)",
            "audit",
            "row_changed",
        ),
        ("UPDATE answer_events SET \"option\" = 'x' WHERE sequence = 1", "answer_events", "row_changed"),
        ("UPDATE ledger SET credited = 3600000", "ledger", "row_changed"),
        ("UPDATE ledger SET reason = 'listrik padam'", "ledger", "words_changed"),
        ("UPDATE face_checks SET verdict = 'match'", "face_checks", "row_changed"),
        ("UPDATE face_checks SET measured = '{\"distance\":0.2}'", "face_checks", "words_changed"),
        ("UPDATE overrides SET second = first", "overrides", "row_changed"),
        ("UPDATE incidents SET kind = 'nobody'", "incidents", "row_changed"),
        ("DELETE FROM face_checks", "face_checks", "row_gone"),
        ("DELETE FROM audit WHERE id = (SELECT id FROM audit LIMIT 1 OFFSET 9)", "audit", "row_gone"),
        ("DELETE FROM chain_lines WHERE number = 7", "chain_lines", "line_gone"),
        ("UPDATE chain_lines SET number = number + 1 WHERE number >= 7", "chain_lines", "line_gone"),
        ("UPDATE chain_lines SET content = x'00' WHERE number = 7", None, "line_changed"),
        (
            "INSERT INTO audit (id, at, actor_kind, action, subject, facts)"
            " SELECT hex(randomblob(16)), at, actor_kind, action, subject, facts FROM audit LIMIT 1",
            "audit",
            "row_added",
        ),
    ],
)
def test_what_a_dropped_trigger_let_through_is_named(day: Hall, db, forgery: str, table: str | None, what: str):
    unguarded(db)
    db.execute("PRAGMA foreign_keys=OFF")
    _in_reverse_if_needed(db, forgery)

    broken = found(day, db)

    assert isinstance(broken, ChainFault)
    assert broken.what == what
    assert table is None or broken.table == table


def _in_reverse_if_needed(db: sqlite3.Connection, forgery: str) -> None:
    """SQLite checks a key row by row: shifting a tail goes over numbers that are free."""
    if "number + 1" in forgery:
        db.execute("UPDATE chain_lines SET number = -number WHERE number >= 7")
        db.execute("UPDATE chain_lines SET number = 1 - number WHERE number < 0")
    else:
        db.execute(forgery)


def test_two_lines_that_changed_places_are_named(day: Hall, db):
    unguarded(db)
    for old, new in ((5, -1), (6, 5), (-1, 6)):
        db.execute("UPDATE chain_lines SET number = ? WHERE number = ?", (new, old))

    assert found(day, db).what == "line_changed"


def test_the_broken_line_that_is_named_is_the_first(day: Hall, db):
    unguarded(db)
    [key] = db.execute("SELECT row_key FROM chain_lines WHERE number = 12").fetchone()
    [table] = db.execute("SELECT of_table FROM chain_lines WHERE number = 12").fetchone()
    db.execute(f"DELETE FROM {table} WHERE {' || '.join(RECORDED[table].key)} = ?", [key.replace("/", "")])
    db.execute("DELETE FROM chain_lines WHERE number = 30")

    assert found(day, db) == ChainFault(table, key, "row_gone")


def test_purging_words_leaves_the_chain_valid_and_their_salts_gone(day: Hall, head: Head):
    """Purging personal words leaves the chain valid and their salts gone."""
    purge(day, days=900)
    path = day.parts.settings.database_path
    key = day.parts.works.vault.files.record_key().public_key().public_bytes_raw()

    assert isinstance(check_file(path, key, [head]), ChainIntact)
    with sqlite3.connect(path) as db:
        erased = db.execute("SELECT count(*) FROM chain_lines WHERE json_extract(erasable, '$.reason[0]') IS NULL"
                            " AND of_table = 'ledger'").fetchone()[0]  # fmt: skip
        written = db.execute("SELECT count(*) FROM ledger WHERE reason IS NOT NULL").fetchone()[0]
    db.close()
    assert (erased, written) == (2, 0)


def test_an_edit_dressed_up_as_a_purge_is_named(day: Hall, db):
    unguarded(db)
    db.execute("UPDATE ledger SET reason = 'lain'")
    db.execute("UPDATE chain_lines SET erasable = json_set(erasable, '$.reason[0]', NULL) WHERE of_table = 'ledger'")

    assert found(day, db).what == "words_changed"


def test_an_outage_that_ended_is_two_lines_and_is_told_as_one(hall: Hall):
    from server.workflows.exam import sitting
    from tests.storage.days import seated

    who = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=Applicant(who))
    hall.works.write(timekeeping.connection_lost, who, hall.clock.now, by=CLOCK)
    hall.clock.go(seconds=40)
    hall.works.write(timekeeping.connection_restored, who, by=CLOCK)

    [row] = hall.works.read(lambda work: work.ledger.rows(who))
    assert (row.ended - row.began).total_seconds() == 40
    with sqlite3.connect(hall.parts.settings.database_path) as db:
        assert db.execute("SELECT count(*) FROM ledger").fetchone() == (2,)
    db.close()


def test_the_command_names_the_broken_line_of_a_copy_and_ends_with_one(day: Hall, db, tmp_path: Path):
    runner = day.app.test_cli_runner()
    (tmp_path / "heads.jsonl").write_text(told := runner.invoke(args=["audit", "heads"]).output, encoding="utf-8")
    assert read(told.splitlines()[-1]).lines > 30
    sound = runner.invoke(args=["audit", "verify", "--heads", str(tmp_path / "heads.jsonl")])
    assert (sound.exit_code, "utuh" in sound.output) == (0, True)

    unguarded(db)
    [key] = db.execute("SELECT id FROM ledger LIMIT 1").fetchone()
    db.execute("DELETE FROM ledger WHERE id = ?", [key])
    guards.install(db)
    db.commit()
    broken = runner.invoke(args=["audit", "verify", "--database", str(tmp_path / "copy.sqlite3")])
    assert broken.exit_code == 1
    assert f"baris {key} di tabel ledger hilang" in broken.output


@pytest.mark.parametrize("said", ["", "{", "null", "[]", "{}", '{"reason": 1}', '{"reason": ["x", "y"]}', '{"reason": [1, "y"]}'])
def test_rubbish_where_salts_stand_is_named_and_stops_no_check(day: Hall, db, head: Head, said: str):
    """No guard holds that column still: purging takes salts out of it."""
    db.execute("UPDATE chain_lines SET erasable = ? WHERE of_table = 'ledger'", [said])

    broken = looked_at(day, db, head)
    assert isinstance(broken, ChainFault)
    assert (broken.table, broken.what) == ("ledger", "line_changed")
