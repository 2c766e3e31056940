"""The chain over everything recorded: each line hashes the one before it and salted hashes of its row (decision 0010)."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from server.storage.recorded import RECORDED, content_of, plain

START = bytes(32)
SALT_BYTES = 16
RECORD = "record"  # in the info of a session: what its job has recorded
Line = tuple[str, str]  # table and key


def recorded(session: Session, table: str, key: str) -> None:
    """For rows written without the ORM, which notes its own."""
    if RECORD in session.info:
        session.info[RECORD].append((table, key))


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    if RECORD in session.info:
        for row in session.new:
            spec = RECORDED.get(row.__tablename__)
            if spec is not None:
                key = "/".join(getattr(value := getattr(row, name), "hex", None) or str(value) for name in spec.key)
                session.info[RECORD].append((row.__tablename__, key))


def append(db: sqlite3.Connection, lines: Iterable[Line]) -> None:
    """Chain rows that were just written, in this order; one whose savepoint was rolled back is not there and is passed by."""
    last = db.execute("SELECT number, hash FROM chain_lines ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = last or (0, START)
    made = []
    for table, key in dict.fromkeys(lines):
        row = row_of(db, table, key)
        if row is None:
            continue
        number += 1
        salt, erasable = secrets.token_bytes(SALT_BYTES), _salted(table, row)
        content = salted_hash(salt, content_of(RECORDED[table], row))
        previous = link(previous, leaf(number, table, key, content, erasable))
        made.append((number, table, key, salt, content, json.dumps(erasable), previous))
    db.executemany(
        "INSERT INTO chain_lines (number, of_table, row_key, salt, content, erasable, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", made
    )


def row_of(db: sqlite3.Connection, table: str, key: str) -> dict[str, Any] | None:
    where = " AND ".join(f"{name} = ?" for name in RECORDED[table].key)
    found = db.execute(f"SELECT * FROM {table} WHERE {where}", key.split("/"))
    row = found.fetchone()
    return None if row is None else dict(zip((column[0] for column in found.description), row, strict=True))


def salted_hash(salt: bytes, content: bytes) -> bytes:
    return hashlib.sha256(salt + content).digest()


def leaf(number: int, table: str, key: str, content: bytes, erasable: Mapping[str, list[str]]) -> bytes:
    """What one line stands for, without a word of it; a tree over such leaves can be built later (prefixes as in RFC 6962)."""
    hashes = {name: of_value for name, (_, of_value) in sorted(erasable.items())}
    return hashlib.sha256(b"\x00" + plain([number, table, key, content.hex(), hashes])).digest()


def link(previous: bytes, of_line: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + previous + of_line).digest()


def _salted(table: str, row: Mapping[str, Any]) -> dict[str, list[str]]:
    """Each erasable value has a salt of its own: with it goes the last way to guess what was erased."""
    made = {}
    for name in RECORDED[table].erasable:
        salt = secrets.token_bytes(SALT_BYTES)
        made[name] = [salt.hex(), salted_hash(salt, plain(row[name])).hex()]
    return made
