"""`flask keys rotate`: a new master key, and new data keys for whatever is sealed from now on."""

import click

from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words
from server.context import hall, write
from server.workflows.after import keys as after_keys


@click.group(cls=CliGroup)
def keys() -> None:
    """Kunci data."""


@keys.command("rotate")
@click.option("--data", is_flag=True, help="Ganti juga kunci data: isi baru disegel dengan kunci baru.")
def rotate(data: bool) -> None:
    """Buat kunci induk baru dan enkripsi ulang semua kunci data dengannya."""
    # The file first: a key that is named in the database must be on the disk, whenever the power goes.
    master = hall().works.vault.files.make_master()
    echo_words("keys_rewrapped", count=write(after_keys.rewrap, master, by=typed_by()), master=master)
    if data:
        echo_words("keys_renewed", count=write(after_keys.renew, by=typed_by()))
    echo_words("keys_old_kept", folder=hall().settings.keys)


COMMANDS = (keys,)
