"""Bringing a database up to the newest migration, at every start."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from server.storage import guards, revision
from server.storage.private_files import keep_database_private


def upgrade(path: Path) -> list[str]:
    """Create or upgrade the database at `path`: all of it or nothing. Runs before anything else has it open.

    Returns the guards of the record that were gone though no migration ran: somebody removed them. Raises
    UnusableDatabase for one that is not ours to upgrade, and changes nothing in it.
    """
    before = revision.read_revision(path)
    keep_database_private(path)
    if before != revision.newest():
        _migrate(path)
    with closing(sqlite3.connect(path)) as db:
        absent = guards.install(db)
        db.commit()
    if before not in (None, revision.newest()):
        _overwrite_what_was(path)
    return absent if before == revision.newest() else []


def _migrate(path: Path) -> None:
    # isolation_level None: sqlite3 would otherwise commit each table by itself, and a start that is killed would leave half.
    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None}, hide_parameters=True)
    config = Config()
    config.set_main_option("script_location", str(revision.MIGRATIONS))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()


def _overwrite_what_was(path: Path) -> None:
    """What a migration deleted or sealed must not stay readable in free pages."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
