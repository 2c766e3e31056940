"""`flask result rebuild`: the scores once more, from the answers as they were clicked."""

from uuid import UUID

import click

from server.commands import lookup
from server.commands.cli import Spoken, say
from server.context import read, write
from server.storage.work import Work
from server.workflows.after.recount import rebuild


@click.group(cls=Spoken)
def result() -> None:
    """Hasil."""


@result.command("rebuild")
@click.option("--slot", help="Hanya sesi ini; tanpa pilihan: semua sesi.")
def rebuild_all(slot: str | None) -> None:
    """Hitung ulang jawaban terakhir dan nilai dari catatan jawaban."""
    sittings = read(_sittings, slot)
    differing = 0
    for sitting_id, number in sittings:
        what = write(rebuild, sitting_id)
        differing += bool(what)
        for table in what:
            say("rebuilt_differs", number=number, table=table)
    say("rebuilt", count=len(sittings), differing=differing)


def _sittings(work: Work, slot: str | None) -> list[tuple[UUID, str]]:
    slots = [lookup.slot(work, slot)] if slot else work.slots.all()
    wholes = [whole for row in slots for whole in work.sittings.whole_slot(row.id)]
    return [(whole.sitting.id, whole.registration.number) for whole in wholes if work.papers.has(whole.sitting.id)]


COMMANDS = (result,)
