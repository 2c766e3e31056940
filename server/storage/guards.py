"""Triggers that refuse to change a record, whoever writes: update, delete, and an insert in the place of another row."""

import sqlite3
from collections.abc import Iterator

from server.storage.recorded import CHAIN, RECORDED, Recorded


def expected(db: sqlite3.Connection) -> dict[str, str]:
    """Name to SQL, for the columns this database has."""
    return {
        name: sql
        for table, recorded in {**RECORDED, **CHAIN}.items()
        if (columns := _columns(db, table))
        for name, sql in _triggers(db, table, recorded, columns)
    }


def missing(db: sqlite3.Connection) -> list[str]:
    """Guards that are not there, or not as they should be."""
    there = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return [name for name, sql in expected(db).items() if there.get(name) != sql]


def strange(db: sqlite3.Connection) -> list[str]:
    """Triggers on a record that are none of ours: one with RAISE(IGNORE) lets rows vanish before they are written."""
    tables = {*RECORDED, *CHAIN}
    there = db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    return [name for name, table in there if table.lower() in tables and name not in expected(db)]


def install(db: sqlite3.Connection) -> list[str]:
    """Put every guard in place and take away what is none; returns those that were not as they should be."""
    wanted, absent, foreign = expected(db), missing(db), strange(db)
    for name in foreign:
        quoted = name.replace('"', '""')
        db.execute(f'DROP TRIGGER "{quoted}"')
    for name in absent:
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(wanted[name])
    return absent + foreign


def _triggers(db: sqlite3.Connection, table: str, recorded: Recorded, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    yield _named(f"{table}_no_delete", f"BEFORE DELETE ON {table} {refuse}")
    # REPLACE fires no delete trigger, so a row may not come where one is: by its number in the file or any unique columns.
    taken = " OR ".join(["rowid = NEW.rowid", *(_same(names) for names in _unique(db, table, recorded))])
    yield _named(f"{table}_no_replace", f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refuse}")
    changed = ["NEW.rowid IS NOT OLD.rowid"]
    changed += [f'NEW."{name}" IS NOT OLD."{name}"' for name in recorded.fixed(columns)]
    for name, erased in recorded.erasable.items():
        changed.append(f'(NEW."{name}" IS NOT OLD."{name}" AND NEW."{name}" IS NOT {erased})')
    yield _named(f"{table}_no_update", f"BEFORE UPDATE ON {table} WHEN {' OR '.join(changed)} {refuse}")
    for name in recorded.erasable:
        yield _named(
            f"{table}_erases_{name}",
            f'AFTER UPDATE ON {table} WHEN NEW."{name}" IS NOT OLD."{name}" BEGIN UPDATE chain_lines SET erasable ='
            f" json_set(erasable, '$.{name}[0]', NULL) WHERE of_table = '{table}' AND row_key = OLD.id; END",
        )


def _named(name: str, rest: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER {name} {rest}"


def _same(names: tuple[str, ...]) -> str:
    return "(" + " AND ".join(f'"{name}" = NEW."{name}"' for name in names) + ")"


def _columns(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in db.execute(f"PRAGMA table_info({table})"))


def _unique(db: sqlite3.Connection, table: str, recorded: Recorded) -> list[tuple[str, ...]]:
    indexes = [row[1] for row in db.execute(f"PRAGMA index_list({table})") if row[2]]
    found = {tuple(row[2] for row in db.execute(f"PRAGMA index_info({index})")) for index in indexes}
    return sorted({*found, recorded.key})
