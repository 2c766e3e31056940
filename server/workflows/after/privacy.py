"""Personal data ends when its reason has ended (docs/privacy.md), unless a legal hold says: not yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.rights import HOUSE, Action
from server.storage.purging import end_of
from server.storage.sealing import incident_purpose, slot_purpose
from server.storage.tables import IncidentRow, RegistrationRow, SlotRow
from server.storage.work import Work


@dataclass(frozen=True, slots=True)
class Ends:
    """How long each kind is kept: pictures and texts after the end of their slot, registrations after their exam's last."""

    faces: timedelta
    incidents: timedelta
    sitting_texts: timedelta
    registrations: timedelta
    staff_names: timedelta


@dataclass(slots=True)
class Purged:
    """What went, and what is still there only because it is held."""

    faces: int = 0
    incidents: int = 0
    sitting_texts: int = 0
    registrations: int = 0
    persons: int = 0
    staff_names: int = 0
    keys: int = 0
    held: int = 0


def purge(work: Work, ends: Ends, *, by: Actor) -> Purged:
    """Delete all that is due. Doing it again deletes nothing."""
    require(by, Action.PURGE_DATA, HOUSE)
    purged = Purged()
    work.purging.overwrite_deleted()
    steps: tuple[tuple[timedelta, Callable[[Work, SlotRow, Ends, Purged], None]], ...] = (
        (ends.faces, _faces),
        (ends.incidents, _incidents),
        (ends.sitting_texts, _texts),
    )
    for kept, step in steps:
        for slot in work.purging.slots_over(work.now - kept):
            step(work, slot, ends, purged)
    _registrations(work, ends, purged)
    purged.persons = work.purging.erase_people_without_registration(work.now)
    work.staff_sessions.forget_over()
    purged.staff_names = work.purging.erase_staff_names(work.now - ends.staff_names)
    work.audit.note(by, "purged", None, **{name: getattr(purged, name) for name in Purged.__slots__})
    return purged


def hold(work: Work, row: SlotRow | RegistrationRow | IncidentRow, reason: str | None, *, by: Actor) -> None:
    """Nothing of it is deleted while somebody disputes it; without a reason the hold ends."""
    require(by, Action.HOLD_DATA, HOUSE)
    row.legal_hold = reason
    noun = row.__tablename__.removesuffix("s")
    work.audit.note(by, "held" if reason else "released", (noun, row.id))


def _faces(work: Work, slot: SlotRow, ends: Ends, purged: Purged) -> None:
    held = work.purging.held(slot)
    free = [sitting for sitting in work.purging.sittings(slot.id) if sitting.id not in held]
    purged.held += len(held)
    purged.faces += work.purging.delete_desk_faces([sitting.id for sitting in free])
    over: list[UUID] = []
    for sitting in free:
        others = work.purging.other_slots(sitting)
        later = [
            other for other in others if end_of(other) > work.now - ends.faces or _holds(work, other, sitting.registration_id)
        ]
        if later:
            work.identity.take_along_reference(sitting.registration_id, later[0].id)
        else:
            over.append(sitting.registration_id)
    purged.faces += work.purging.delete_references(over)
    if not held:
        purged.keys += work.vault.shred(work.session, slot_purpose(slot.id))


def _holds(work: Work, slot: SlotRow, registration_id: UUID) -> bool:
    held = work.purging.held(slot)
    return any(sitting.registration_id == registration_id for sitting in work.purging.sittings(slot.id) if sitting.id in held)


def _incidents(work: Work, slot: SlotRow, _ends: Ends, purged: Purged) -> None:
    held = work.purging.held(slot)
    gone, left = work.purging.delete_frames(slot, held)
    work.purging.empty_checks([sitting.id for sitting in work.purging.sittings(slot.id) if sitting.id not in held])
    purged.incidents += gone
    purged.held += left
    if not left:
        purged.keys += work.vault.shred(work.session, incident_purpose(slot.id))


def _texts(work: Work, slot: SlotRow, _ends: Ends, purged: Purged) -> None:
    held = work.purging.held(slot)
    if slot.legal_hold is None:
        free = [sitting.id for sitting in work.purging.sittings(slot.id) if sitting.id not in held]
        purged.sitting_texts += work.purging.delete_texts(slot.id, free)


def _registrations(work: Work, ends: Ends, purged: Purged) -> None:
    exams = work.purging.exams_over(work.now - ends.registrations)
    held = {
        sitting.registration_id
        for slot in work.slots.all()
        for sitting_id in work.purging.held(slot)
        for sitting in [work.sittings.get_one(sitting_id)]
    }
    for row in work.purging.registrations_of(exams):
        if row.legal_hold is not None or row.id in held:
            purged.held += 1
        else:
            work.purging.erase_registration(row, work.now)
            purged.registrations += 1
