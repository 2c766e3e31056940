"""Somebody cuts the chain's end off, makes it anew, or takes its guards away."""

import sqlite3

import pytest

from server.storage import guards
from server.storage.chain_check import ChainFault, ChainIntact
from server.storage.heads import Head
from server.storage.recorded import RECORDED
from tests.attacks.chain_in_hand import db, found, head, looked_at, unguarded
from tests.builders import COMMAND, Hall

__all__ = ["db", "head"]  # fixtures


def cut(db: sqlite3.Connection, last: int) -> None:
    """Rows and lines, so that what is left is whole."""
    unguarded(db)
    db.execute("PRAGMA foreign_keys=OFF")
    for table, key in db.execute("SELECT of_table, row_key FROM chain_lines WHERE number > ?", [last]).fetchall():
        where = " AND ".join(f"{name} = ?" for name in RECORDED[table].key)
        db.execute(f"DELETE FROM {table} WHERE {where}", key.split("/"))
    db.execute("DELETE FROM chain_lines WHERE number > ?", [last])


@pytest.mark.parametrize("lines", [1, 3])
def test_a_tail_that_was_cut_off_is_told_by_the_signed_head(day: Hall, db, head: Head, lines: int):
    cut(db, head.lines - lines)

    assert found(day, db) == ChainFault("chain_lines", str(head.lines - lines + 1), "cut_off")


def test_a_tail_cut_off_with_its_head_is_told_by_the_head_sent_away(day: Hall, db, head: Head):
    """A tail cut off with its head is told by the head that was sent away."""
    cut(db, head.lines - 3)
    db.execute("DELETE FROM chain_heads")

    assert found(day, db) == ChainIntact(
        head.lines - 3, 0
    )  # nothing in the file tells it any more: that is why heads are sent away
    assert found(day, db, head) == ChainFault("chain_lines", str(head.lines - 2), "cut_off")


def rewritten(db: sqlite3.Connection) -> None:
    """The forger knows how the chain is made, and makes it anew over a changed row."""
    from server.storage.chain import append

    unguarded(db)
    lines = db.execute("SELECT of_table, row_key FROM chain_lines ORDER BY number").fetchall()
    db.execute("UPDATE ledger SET credited = 3600000")
    db.execute("DELETE FROM chain_lines")
    append(db, lines)


def test_a_chain_made_anew_is_told_by_its_heads(day: Hall, db, head: Head):
    rewritten(db)

    assert found(day, db) == ChainFault("chain_lines", str(head.lines), "rewritten")


def test_a_head_for_a_chain_made_anew_cannot_be_signed(day: Hall, db, head: Head):
    rewritten(db)
    db.execute("UPDATE chain_heads SET hash = (SELECT hash FROM chain_lines ORDER BY number DESC LIMIT 1)")

    assert found(day, db) == ChainFault("chain_heads", str(head.lines), "head_forged")


def test_a_trigger_that_is_gone_or_hollow_is_named(day: Hall, db):
    db.execute("DROP TRIGGER audit_no_replace")
    assert looked_at(day, db) == ChainFault("sqlite_master", "audit_no_replace", "guard_gone")

    guards.install(db)
    db.execute("DROP TRIGGER ledger_no_delete")
    db.execute("CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger WHEN 0 BEGIN SELECT 1; END")
    assert looked_at(day, db) == ChainFault("sqlite_master", "ledger_no_delete", "guard_gone")


def test_heads_are_signed_every_hour_and_when_a_slot_closed(day: Hall, head: Head):
    def due(work):
        return work.heads.is_due()

    assert not day.works.read(due)  # nothing was written since
    day.clock.go(seconds=1)
    day.works.write(lambda work: work.audit.note(COMMAND, "anything", None))
    day.works.write(lambda work: work.heads.sign())
    day.works.write(lambda work: work.audit.note(COMMAND, "anything", None))
    day.clock.go(minutes=59)
    assert not day.works.read(due)
    day.works.write(lambda work: setattr(work.slots.get_one(day.slot), "closed_at", work.now))
    assert day.works.read(due)
    day.works.write(lambda work: work.heads.sign())
    day.works.write(lambda work: work.audit.note(COMMAND, "anything", None))
    day.clock.go(minutes=60)
    assert day.works.read(due)


@pytest.mark.parametrize("event", ["BEFORE INSERT ON Audit", "BEFORE INSERT ON answer_events", "BEFORE INSERT ON chain_lines"])
def test_a_trigger_that_swallows_rows_is_named_and_taken_away(day: Hall, db, head: Head, event: str):
    """Nothing that stands there is touched; what is written from now on vanishes, and so does its line of the chain."""
    db.execute(f"CREATE TRIGGER [quiet night] {event} BEGIN SELECT RAISE(IGNORE); END")

    assert looked_at(day, db, head) == ChainFault("sqlite_master", "quiet night", "trigger_added")
    assert guards.install(db) == ["quiet night"]
    assert isinstance(looked_at(day, db, head), ChainIntact)
