"""Bringing a database up to the newest migration, at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from server.settings import ROOT


def migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def upgrade(path: Path) -> None:
    """Create or upgrade the database at `path`. Runs before anything else has it open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    config = migrations()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()
