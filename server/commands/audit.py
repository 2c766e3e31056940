"""`flask audit list`: who of the staff did what, when and why, for whoever has to answer for a day."""

import csv
import json
import sys

import click

from server.commands import finding
from server.commands.speaking import Spoken
from server.storage.work import Work
from server.web.context import read

COLUMNS = ("waktu", "akun", "tindakan", "perihal", "rincian", "catatan")
COMMAND_LINE = "flask"


@click.group(cls=Spoken)
def audit() -> None:
    """Catatan tindakan petugas."""


@audit.command("list")
@click.option("--slot", help="Hanya sesi ini; tanpa pilihan: semuanya.")
def list_lines(slot: str | None) -> None:
    """Tulis catatan sebagai CSV, yang terlama dahulu; waktu dalam UTC."""
    csv.writer(sys.stdout).writerows([COLUMNS, *read(_lines, slot)])


def _lines(work: Work, slot: str | None) -> list[tuple[str, ...]]:
    accounts = work.staff.accounts()
    slots = [finding.slot(work, slot)] if slot else work.slots.all()
    names = {f"slot:{row.id}": f"sesi {finding.slot_name(work, row)}" for row in slots}
    for row in slots:
        names |= {f"sitting:{one.sitting.id}": f"peserta {one.registration.number}" for one in work.sittings.whole_slot(row.id)}
        names |= {f"incident:{one.id}": f"kejadian {one.id}" for one in work.identity.incidents(row.id)}
    return [
        (
            line.at.isoformat(timespec="seconds"),
            accounts[line.staff_id] if line.staff_id else COMMAND_LINE,
            line.action,
            names.get(line.subject, line.subject),
            json.dumps(line.facts, ensure_ascii=False) if line.facts else "",
            "; ".join(remarks),
        )
        for line, remarks in work.audit.lines(names.keys() if slot else None)
    ]


COMMANDS = (audit,)
