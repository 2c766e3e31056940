"""`flask backup`: a whole copy of the database while the server runs, for its owner only."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from server.catalogue import words
from server.commands.actor import typed_by
from server.commands.cli import echo_words, refused
from server.context import hall, write
from server.workflows.after import record


@click.command("backup")
@with_appcontext
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Salin basis data ke FILE, yang belum boleh ada; kunci tidak ikut disalin."""
    if file.exists():
        raise refused("backup_exists", file=file)
    try:
        write(record.begin_backup, file.name, by=typed_by())
    except OperationalError as error:  # a full or read-only disk is just when a copy is needed
        click.echo(words("backup_unnoted", reason=error.orig), err=True)
    try:
        hall().works.database.copy_to(file)
    except FileExistsError as error:
        raise refused("backup_exists", file=file) from error
    except OSError as error:
        raise refused("backup_failed", file=file, reason=error.strerror) from error
    echo_words("backed_up", file=file, size=round(file.stat().st_size / 1_000_000, 1))


COMMANDS = (backup,)
