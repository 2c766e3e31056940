"""`flask privacy …`: what has reached its end goes; what is disputed stays."""

from typing import Any
from uuid import UUID

import click

from server.commands import lookup
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words, refused
from server.context import hall, write
from server.storage.tables import IncidentRow, RegistrationRow, SlotRow
from server.storage.work import Work
from server.workflows.after.privacy import Ends, Purged
from server.workflows.after.privacy import hold as hold_row
from server.workflows.after.privacy import purge as purge_due
from server.workflows.refusals import NotThere


@click.group(cls=CliGroup)
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
    purged = write(purge_due, ends, by=typed_by())
    hall().works.database.truncate_log()
    for name in Purged.__slots__:
        echo_words(f"purged_{name}", count=getattr(purged, name))


@privacy.command("hold")
@click.argument("reason")
@click.option("--slot", help="Seluruh sesi.")
@click.option("--exam", help="Ujian peserta yang disebut dengan --number.")
@click.option("--number", help="Satu peserta.")
@click.option("--incident", type=click.UUID, help="Satu kejadian, dengan id dari `flask audit list`.")
def hold(reason: str, **named: Any) -> None:
    """Tahan penghapusan karena sengketa, dengan alasan REASON."""
    write(_hold, reason, **named)
    echo_words("held")


@privacy.command("release")
@click.option("--slot")
@click.option("--exam")
@click.option("--number")
@click.option("--incident", type=click.UUID)
def release(**named: Any) -> None:
    """Akhiri penahanan."""
    write(_hold, None, **named)
    echo_words("released")


def _hold(work: Work, /, reason: str | None, **named: Any) -> None:
    hold_row(work, _named(work, **named), reason, by=typed_by())


def _named(
    work: Work, slot: str | None, exam: str | None, number: str | None, incident: UUID | None
) -> SlotRow | RegistrationRow | IncidentRow:
    if sum((slot is not None, exam is not None, incident is not None)) != 1 or (exam is None) != (number is None):
        raise refused("one_held")
    if incident is not None:
        return _incident(work, incident)
    if slot is not None:
        return lookup.slot(work, slot)
    registration = work.people.registration_by_number(lookup.exam(work, str(exam)).id, str(number).upper())
    if registration is None:
        raise NotThere(what="number", name=str(number))
    return work.people.registration(registration)


def _incident(work: Work, incident_id: UUID) -> IncidentRow:
    found = work.identity.incident(incident_id)
    if found is None:
        raise NotThere(what="incident", name=str(incident_id))
    return found


COMMANDS = (privacy,)
