"""`flask keys rotate`: a new master key, and new data keys for whatever is sealed from now on."""

import click

from server.commands.cli import CliGroup, echo_words
from server.context import hall, write
from server.storage.sealing import live_purposes
from server.storage.work import Work


@click.group(cls=CliGroup)
def keys() -> None:
    """Kunci data."""


@keys.command("rotate")
@click.option("--data", is_flag=True, help="Ganti juga kunci data: isi baru disegel dengan kunci baru.")
def rotate(data: bool) -> None:
    """Buat kunci induk baru dan bungkus ulang semua kunci data dengannya."""
    # The file first: a key that is named in the database must be on the disk, whenever the power goes.
    master = hall().works.vault.files.make_master()
    echo_words("keys_rewrapped", count=write(_rewrap, master), master=master)
    if data:
        echo_words("keys_renewed", count=write(_renew))
    echo_words("keys_old_kept", folder=hall().settings.keys)


def _rewrap(work: Work, master: str) -> int:
    count = work.vault.rewrap(work.session, master)
    work.audit.note_command("rotated master key", master=master, count=count)
    return count


def _renew(work: Work) -> int:
    purposes = live_purposes(work.session)
    for purpose in purposes:
        work.vault.rotate_data_key(work.session, purpose)
    work.audit.note_command("rotated data keys", count=len(purposes))
    return len(purposes)


COMMANDS = (keys,)
