"""Which migration a database stands at, looked up before anything is written to it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from server.settings import ROOT

MIGRATIONS = ROOT / "migrations"
BEFORE_THE_FIRST = re.compile(r"\d{4}")  # how migrations were numbered until all of them became one


class UnusableDatabase(Exception):
    """This program cannot work with what stands there; `code` and `parameters` are for the catalogue (client/words)."""

    says_no_value = True

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(", ".join([code, *parameters.values()]))
        self.code = code
        self.parameters = parameters


def read_revision(path: Path) -> str | None:
    """Where it stands; None: absent or empty, so that it will be made. Raises UnusableDatabase; reads only."""
    try:
        tables, revision = _tables_and_revision(path)
    except sqlite3.DatabaseError as error:
        raise UnusableDatabase("database_unreadable", file=str(path), reason=str(error)) from error
    if not tables or revision in known():
        return revision
    if revision is None:
        raise UnusableDatabase("database_foreign", file=str(path))
    code = "database_too_old" if BEFORE_THE_FIRST.fullmatch(revision) else "database_too_new"
    raise UnusableDatabase(code, file=str(path), revision=revision)


def known() -> list[str]:
    """The oldest first: a migration's file is named as its revision, and numbered."""
    return sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest() -> str:
    return known()[-1]


def _tables_and_revision(path: Path) -> tuple[set[str], str | None]:
    if not path.exists():
        return set(), None
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        row = db.execute("SELECT version_num FROM alembic_version").fetchone() if "alembic_version" in tables else None
    return tables, row[0] if row else None
