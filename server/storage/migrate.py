"""Bringing a database up to the newest migration, at every start."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from server.settings import ROOT
from server.storage import guards
from server.storage.key_files import KeyFiles
from server.storage.private_files import keep_database_private


def migrations(keys: KeyFiles | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["keys"] = keys
    return config


def upgrade(path: Path, keys: KeyFiles) -> list[str]:
    """Create or upgrade the database at `path`. Runs before anything else has it open; the keys open what is sealed anew.

    Returns the guards of the record that were gone though no migration ran: somebody removed them.
    """
    keep_database_private(path)
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    config = migrations(keys)
    with engine.connect() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        after = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    with closing(sqlite3.connect(path)) as db:
        absent = guards.install(db)
        db.commit()
    if before not in (None, after):
        _overwrite_what_was(path)
    return absent if before == after else []


def _overwrite_what_was(path: Path) -> None:
    """What a migration deleted or sealed must not stay readable in free pages."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
