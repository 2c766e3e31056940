"""Walks the whole chain of a database, or of a copy of it, and names the first line that is not as it was written."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server.storage import guards
from server.storage.chain import START, leaf, link, row_of, salted_hash
from server.storage.heads import Head, head_of
from server.storage.recorded import ERASED, RECORDED, content_of, plain


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong first: `what` is the end of a word of the catalogue, `chain_…`."""

    table: str
    row: str
    what: str


@dataclass(frozen=True, slots=True)
class ChainIntact:
    lines: int
    heads: int


def check_file(path: Path, public_key: bytes | None, kept: Sequence[Head] = ()) -> ChainFault | ChainIntact:
    """Changes nothing in it. `kept` are heads that were sent away earlier; without a key signatures are not looked at."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        db.execute("BEGIN")  # one state of it, whatever is written meanwhile
        return check(db, public_key, kept)
    finally:
        db.close()


def check(db: sqlite3.Connection, public_key: bytes | None, kept: Sequence[Head] = ()) -> ChainFault | ChainIntact:
    hashes = [START]
    for broken in _lines(db, hashes):
        return broken
    own = _heads(db)
    looks: tuple[Callable[[], Iterator[ChainFault]], ...] = (
        lambda: _unchained(db),
        lambda: _against(own, hashes, public_key),
        lambda: _against(kept, hashes, public_key),
        lambda: _unguarded(db),
    )
    for look in looks:
        for broken in look():
            return broken
    return ChainIntact(len(hashes) - 1, len(own))


def _lines(db: sqlite3.Connection, hashes: list[bytes]) -> Iterator[ChainFault]:
    """Adds the hash of every line that holds."""
    query = "SELECT number, of_table, row_key, salt, content, erasable, hash FROM chain_lines ORDER BY number"
    for number, table, key, salt, content, erasable_json, kept in db.execute(query):
        if number != len(hashes):
            yield ChainFault("chain_lines", str(len(hashes)), "line_gone")
        erasable = _read(table, erasable_json)
        if erasable is None or link(hashes[-1], leaf(number, table, key, content, erasable)) != kept:
            yield ChainFault(table, key, "line_changed")
            return
        row = row_of(db, table, key)
        if row is None:
            yield ChainFault(table, key, "row_gone")
        elif salted_hash(salt, content_of(RECORDED[table], row)) != content:
            yield ChainFault(table, key, "row_changed")
        elif not all(_is_as_written(table, name, row[name], *erasable[name]) for name in RECORDED[table].erasable):
            yield ChainFault(table, key, "words_changed")
        hashes.append(kept)


def _read(table: str, erasable_json: str) -> dict[str, list[Any]] | None:
    """Salt and hash of each erasable value. No guard holds this column still, so anything may stand in it; None: not ours."""
    try:
        found = {name: [salt, hashed] for name, (salt, hashed) in json.loads(erasable_json).items()}
        whole = found.keys() == RECORDED[table].erasable.keys()
        hexes = all(isinstance(hashed, str) and (salt is None or bytes.fromhex(salt)) for salt, hashed in found.values())
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return found if whole and hexes else None


def _is_as_written(table: str, name: str, value: object, salt: str | None, hashed: str) -> bool:
    if salt is None:
        return value == ERASED[RECORDED[table].erasable[name]]
    return salted_hash(bytes.fromhex(salt), plain(value)).hex() == hashed


def _unchained(db: sqlite3.Connection) -> Iterator[ChainFault]:
    for table, recorded in RECORDED.items():
        key = " || '/' || ".join(recorded.key)
        query = f"SELECT {key} FROM {table} WHERE {key} NOT IN (SELECT row_key FROM chain_lines WHERE of_table = ?) LIMIT 1"
        for (found,) in db.execute(query, [table]):
            yield ChainFault(table, str(found), "row_added")


def _against(heads: Sequence[Head], hashes: Sequence[bytes], public_key: bytes | None) -> Iterator[ChainFault]:
    for head in heads:
        if public_key is not None and not head.is_signed_by(public_key):
            yield ChainFault("chain_heads", str(head.lines), "head_forged")
        if head.lines >= len(hashes):
            yield ChainFault("chain_lines", str(len(hashes)), "cut_off")
        elif hashes[head.lines].hex() != head.hash:
            yield ChainFault("chain_lines", str(head.lines), "rewritten")


def _unguarded(db: sqlite3.Connection) -> Iterator[ChainFault]:
    for name in guards.missing(db):
        yield ChainFault("sqlite_master", name, "guard_gone")
    for name in guards.strange(db):
        yield ChainFault("sqlite_master", name, "trigger_added")


def _heads(db: sqlite3.Connection) -> list[Head]:
    rows = db.execute("SELECT lines, hash, at, public_key, signature FROM chain_heads ORDER BY number")
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return [head_of(lines, of, epoch + timedelta(milliseconds=at), key, signed) for lines, of, at, key, signed in rows]
