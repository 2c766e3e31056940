"""The officer behind an account, and the place of an act: what a workflow needs to ask for its right."""

from uuid import UUID

from server.exam.actors import Officer
from server.exam.errors import NotAllowed
from server.exam.rights import Grant, Where
from server.storage.tables import RoomRow, SittingRow, SlotRow
from server.storage.work import Work


def officer(work: Work, staff_id: UUID) -> Officer:
    """With no right where the account was closed."""
    row = work.staff.get(staff_id)
    if row is None:
        raise NotAllowed(action="")
    held = work.staff.grants(staff_id) if row.disabled_at is None else ()
    return Officer(row.id, row.account, row.name, tuple(Grant(g.role, g.scope_kind, str(g.scope_id)) for g in held))


def where_of_slot(work: Work, slot: SlotRow, room_id: UUID | None = None) -> Where:
    return Where(site=str(slot.site_id), room=str(room_id) if room_id else None, slot=str(slot.id))


def where_of_room(room: RoomRow) -> Where:
    return Where(site=str(room.site_id), room=str(room.id))


def where_of(work: Work, sitting: SittingRow) -> Where:
    slot = work.slots.get_one(sitting.slot_id)
    seat = work.places.seat(sitting.seat_id) if sitting.seat_id else None
    return where_of_slot(work, slot, seat.room_id if seat else None)
