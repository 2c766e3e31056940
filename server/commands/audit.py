"""`flask audit …`: who of the staff did what, and whether the record is still as it was written."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import click

from server.catalogue import words
from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words, refused
from server.commands.tables import write_csv
from server.context import hall, read, write
from server.exam.actors import ActorKind
from server.storage import heads as written_heads
from server.storage.chain_check import ChainFault, check_file
from server.storage.heads import Head
from server.storage.tables import AuditRow, SlotRow
from server.storage.work import Work
from server.workflows.after import record

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=CliGroup)
def audit() -> None:
    """Catatan tindakan petugas."""


@audit.command("list")
@click.option("--slot", help="Hanya sesi ini; tanpa pilihan: semuanya.")
def list_lines(slot: str | None) -> None:
    """Tulis catatan sebagai CSV, yang terlama dahulu; waktu dalam UTC."""
    write_csv(sys.stdout, "audit_columns", read(_lines, slot))


@audit.command("verify")
@click.option("--database", type=FILE, help="Salinan basis data.")
@click.option("--heads", type=FILE, help="Kepala rantai yang disimpan terpisah.")
@click.option("--public-key", help="Kunci publik (heksadesimal); tanpa pilihan: milik server ini.")
def verify(database: Path | None, heads: Path | None, public_key: str | None) -> None:
    """Periksa seluruh rantai catatan; tampilkan baris pertama yang tidak seperti ketika ditulis."""
    kept = _heads_in(heads) if heads is not None else []
    own = hall().works.vault.files.record_key().public_key().public_bytes_raw()
    found = check_file(database or hall().settings.database_path, _key(public_key) if public_key else own, kept)
    if isinstance(found, ChainFault):
        raise refused(f"chain_{found.what}", table=found.table, row=found.row)
    echo_words("chain_sound", lines=found.lines, heads=found.heads + len(kept))


@audit.command("heads")
def write_heads() -> None:
    """Tanda tangani keadaan rantai sekarang dan tulis semua kepala rantai, satu baris satu."""
    write(record.sign, by=typed_by())
    for head in read(lambda work: work.heads.all()):
        click.echo(head.to_json())


def _heads_in(path: Path) -> list[Head]:
    try:
        return [written_heads.read(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise refused("heads_unreadable", file=path.name) from error


def _key(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise refused("public_key_unreadable") from error


def _lines(work: Work, slot: str | None) -> list[tuple[str, ...]]:
    accounts, every_slot = work.staff.accounts(), work.slots.all()
    slots = [lookup.slot(work, slot)] if slot else every_slot
    names, numbers = _named_in_words(work, slots), _numbers(work, every_slot)
    return [
        (
            line.at.isoformat(timespec="seconds"),
            _actor_in_words(line, accounts, numbers),
            line.action,
            names.get(line.subject, line.subject),
            json.dumps(line.facts, ensure_ascii=False) if line.facts else "",
            "; ".join(remarks),
        )
        for line, remarks in work.audit.lines(names.keys() if slot else None)
    ]


def _actor_in_words(line: AuditRow, accounts: Mapping[UUID, str], numbers: Mapping[str, str]) -> str:
    if line.staff_id is not None:
        return accounts[line.staff_id]
    name = line.actor_name or ""
    match line.actor_kind:
        case ActorKind.APPLICANT:
            return words("by_applicant", number=numbers.get(name, name))
        case ActorKind.SYSTEM:
            return words("by_system", part=words(f"part_{name}"))
        case ActorKind.COMMAND:
            return words("by_command", name=name)
    return words("by_anonymous")


def _numbers(work: Work, slots: Sequence[SlotRow]) -> dict[str, str]:
    """Of applicants, by the id of their sitting: what they did stands under that."""
    return {str(whole.sitting.id): whole.registration.number for row in slots for whole in work.sittings.whole_slot(row.id)}


def _named_in_words(work: Work, slots: Sequence[SlotRow]) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in slots:
        names[f"slot:{row.id}"] = words("audit_slot", name=lookup.slot_name(work, row))
        for whole in work.sittings.whole_slot(row.id):
            names[f"sitting:{whole.sitting.id}"] = words("audit_sitting", number=whole.registration.number)
        for incident in work.identity.incidents(row.id):
            names[f"incident:{incident.id}"] = words("audit_incident", id=incident.id)
    return names


COMMANDS = (audit,)
