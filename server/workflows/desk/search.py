"""Finding a registration at the desk, and looking into it."""

from collections.abc import Sequence
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import Action, allowed
from server.exam.slots import SlotStatus
from server.storage.sittings import Whole
from server.storage.tables import PhotoRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.steps.at_desk import at_desk

MOST_FOUND = 20
OPEN_DESKS = (SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.SUSPENDED)


def desks(work: Work, *, by: Officer) -> list[SlotRow]:
    """The slots whose desk this officer works at."""
    slots = work.slots.with_status(*OPEN_DESKS)
    return [slot for slot in slots if allowed(by.grants, Action.FIND_REGISTRATION, where_of_slot(work, slot))]


def find(work: Work, slot_id: UUID, text: str, *, by: Officer) -> Sequence[Whole]:
    """By participant number (typed or scanned), NIK or a part of the name, among those of this slot only."""
    require(by, Action.FIND_REGISTRATION, where_of_slot(work, work.slots.get_one(slot_id)))
    return work.sittings.found(slot_id, text, work.people.nik_hash(text), MOST_FOUND)


def open_registration(work: Work, sitting_id: UUID, *, by: Officer) -> None:
    """Somebody's birth date and photo are shown: the log says to whom."""
    sitting, _ = at_desk(work, sitting_id, Action.FIND_REGISTRATION, by=by)
    work.audit.note(by, "opened registration", ("sitting", sitting.id))


def reference_photo(work: Work, sitting_id: UUID, *, by: Officer) -> PhotoRow | None:
    sitting, _ = at_desk(work, sitting_id, Action.FIND_REGISTRATION, by=by)
    return work.people.reference(sitting.registration_id)
