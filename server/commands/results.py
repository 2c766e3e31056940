"""`flask result`: what everybody of a slot has reached, and the scores once more from the answers as they were clicked."""

import sys
from uuid import UUID

import click

from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words
from server.commands.tables import write_csv
from server.context import read, write
from server.exam.sittings import SCORED
from server.storage.work import Work
from server.workflows.after.recount import rebuild


@click.group(cls=CliGroup)
def result() -> None:
    """Hasil."""


@result.command("list")
@click.option("--slot", help="Hanya sesi ini; tanpa pilihan: semua sesi.")
def list_results(slot: str | None) -> None:
    """Tulis hasil sebagai CSV: nilai dan jumlah jawaban yang diterima sesudah waktu habis (gangguan jaringan)."""
    write_csv(sys.stdout, "result_columns", read(_results, slot))


@result.command("rebuild")
@click.option("--slot", help="Hanya sesi ini; tanpa pilihan: semua sesi.")
def rebuild_all(slot: str | None) -> None:
    """Hitung ulang jawaban terakhir dan nilai dari catatan jawaban."""
    sittings = read(_sittings, slot)
    differing, by = 0, typed_by()
    for sitting_id, number in sittings:
        what = write(rebuild, sitting_id, by=by)
        differing += bool(what)
        for table in what:
            echo_words("rebuilt_differs", number=number, table=table)
    echo_words("rebuilt", count=len(sittings), differing=differing)


def _results(work: Work, slot: str | None) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for row in [lookup.slot(work, slot)] if slot else work.slots.all():
        name, scores, late = lookup.slot_name(work, row), work.answers.scores_of_slot(row.id), work.answers.late_of_slot(row.id)
        for whole in work.sittings.whole_slot(row.id):
            sitting = whole.sitting
            total = str(sum(scores.get(sitting.id, {}).values())) if sitting.status in SCORED else ""
            line = (name, whole.registration.number, whole.person.name, sitting.status, total, str(late.get(sitting.id, 0)))
            rows.append(line)
    return rows


def _sittings(work: Work, slot: str | None) -> list[tuple[UUID, str]]:
    slots = [lookup.slot(work, slot)] if slot else work.slots.all()
    wholes = [whole for row in slots for whole in work.sittings.whole_slot(row.id)]
    return [(whole.sitting.id, whole.registration.number) for whole in wholes if work.papers.has(whole.sitting.id)]


COMMANDS = (result,)
