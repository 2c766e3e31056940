"""`flask privacy …`: what has reached its end goes; what is disputed stays."""

import click

from server.commands import finding
from server.commands.speaking import Spoken, refused, say
from server.storage.tables import RegistrationRow, SlotRow
from server.storage.work import Work
from server.web.context import hall, write
from server.workflows.privacy import Ends, Purged
from server.workflows.privacy import hold as hold_row
from server.workflows.privacy import purge as purge_due
from server.workflows.refusals import NotThere


@click.group(cls=Spoken)
def privacy() -> None:
    """Data pribadi: masa simpan dan penahanan (docs/privacy.md)."""


@privacy.command("purge")
def purge() -> None:
    """Hapus semua data pribadi yang sudah melewati masa simpannya."""
    settings = hall().settings
    ends = Ends(
        faces=settings.faces_kept,
        incidents=settings.incidents_kept,
        sitting_texts=settings.sitting_texts_kept,
        registrations=settings.registrations_kept,
        staff_names=settings.staff_names_kept,
    )
    purged = write(purge_due, ends)
    hall().works.database.truncate_log()
    for name in Purged.__slots__:
        say(f"purged_{name}", count=getattr(purged, name))


@privacy.command("hold")
@click.argument("reason")
@click.option("--slot", help="Seluruh sesi.")
@click.option("--exam", help="Ujian peserta yang disebut dengan --number.")
@click.option("--number", help="Satu peserta.")
def hold(reason: str, slot: str | None, exam: str | None, number: str | None) -> None:
    """Tahan penghapusan karena sengketa, dengan alasan REASON."""
    write(_hold, slot, exam, number, reason)
    say("held")


@privacy.command("release")
@click.option("--slot")
@click.option("--exam")
@click.option("--number")
def release(slot: str | None, exam: str | None, number: str | None) -> None:
    """Akhiri penahanan."""
    write(_hold, slot, exam, number, None)
    say("released")


def _hold(work: Work, slot: str | None, exam: str | None, number: str | None, reason: str | None) -> None:
    hold_row(work, _named(work, slot, exam, number), reason)


def _named(work: Work, slot: str | None, exam: str | None, number: str | None) -> SlotRow | RegistrationRow:
    if slot and not number:
        return finding.slot(work, slot)
    if not (exam and number) or slot:
        raise refused("one_held")
    registration = work.people.registration_by_number(finding.exam(work, exam).id, number)
    if registration is None:
        raise NotThere(what="nomor peserta", name=number)
    return work.people.registration(registration)


COMMANDS = (privacy,)
