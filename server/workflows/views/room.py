"""What the monitor shows of a room: seats as they stand, who sits there, what waits for a proctor. Counts only, no scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.exam.actors import Officer
from server.exam.rights import Action, allowed
from server.exam.sittings import Status
from server.json_values import duration_s, iso
from server.memory.presence import Presence
from server.storage.room_queries import Watching
from server.storage.sittings import Whole
from server.storage.tables import IncidentRow, LedgerRow, SeatRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.views.slot import slot_json
from server.workflows.views.tile import TileContext, seat_json, sitting_json

CLOSED_SHOWN = 20  # incidents of a room that are over
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile, and whose room it belongs to."""

    slot: UUID
    room: UUID
    seat: UUID
    tile: Json


def slots_for(work: Work, *, by: Officer) -> list[Json]:
    """The slots with a room this officer may watch; the closed ones of earlier days are left out."""
    found = []
    for slot in work.slots.all():
        rooms = [
            {"id": str(room.id), "name": room.name, "seats": len(work.places.seats(room.id))}
            for room in work.places.rooms(slot.site_id)
            if allowed(by.grants, Action.WATCH_ROOM, where_of_slot(work, slot, room.id))
        ]
        is_past = slot.closed_at is not None and work.now - slot.closed_at > timedelta(hours=18)
        if rooms and not is_past:
            found.append({**monitored_slot_json(work, slot), "rooms": rooms})
    return found


def monitored_slot_json(work: Work, slot: SlotRow) -> Json:
    return {
        **slot_json(work, slot),
        "opened_at": iso(slot.opened_at),
        "closed_at": iso(slot.closed_at),
        "identity_mode": slot.identity_mode,
        "recheck_s": duration_s(slot.recheck_every) if slot.recheck_every else None,
    }


def room_view(work: Work, presence: Presence, slot_id: UUID, room_id: UUID, no_answers_after: timedelta) -> Json:
    """Everything of one room: what a page starts from and comes back to after a gap."""
    slot, room = work.slots.get_one(slot_id), work.places.room(room_id)
    shown = room_tiles(work, presence, slot_id, room_id, no_answers_after)
    return {
        "now": iso(work.now),
        "room": {
            "id": str(room.id),
            "name": room.name,
            "rows": max((tile["seat"]["row"] for tile in shown), default=0),
            "columns": max((tile["seat"]["column"] for tile in shown), default=0),
        },
        "slot": monitored_slot_json(work, slot),
        "tiles": shown,
        "incidents": room_incidents(work, slot_id, room_id),
        "counts": counts(work, slot_id, room_id),
    }


def room_tiles(work: Work, presence: Presence, slot_id: UUID, room_id: UUID, no_answers_after: timedelta) -> list[Json]:
    """Every seat of a room, the empty ones too."""
    here = _tiles_of(work, presence, work.sittings.whole_room(slot_id, room_id), no_answers_after)
    taken = {one.seat: one.tile for one in sorted(here, key=_presence_last)}
    return [taken.get(seat.id) or {"seat": seat_json(seat), "sitting": None} for seat in work.places.seats(room_id)]


def tiles(work: Work, presence: Presence, sitting_ids: Sequence[UUID], no_answers_after: timedelta) -> list[Placed]:
    """The tiles of these sittings, wherever they sit; whoever has no seat has no tile."""
    return _tiles_of(work, presence, work.sittings.whole_many(sitting_ids), no_answers_after)


def counts(work: Work, slot_id: UUID, room_id: UUID) -> dict[Status, int]:
    """How many sittings of the room have each status."""
    return Watching(work.session).status_counts(slot_id, room_id)


def room_incidents(work: Work, slot_id: UUID, room_id: UUID) -> list[Json]:
    """The open ones and the last that were closed."""
    return incidents_json(work, Watching(work.session).incidents(slot_id, room_id, CLOSED_SHOWN))


def incidents_json(work: Work, rows: Sequence[IncidentRow]) -> list[Json]:
    """A handful of queries whatever their number."""
    if not rows:
        return []
    whole = {one.sitting.id: one for one in work.sittings.whole_many([row.sitting_id for row in rows if row.sitting_id])}
    names = Watching(work.session).staff_names(row.closed_by for row in rows)
    return [_incident_json(row, whole.get(row.sitting_id) if row.sitting_id else None, names) for row in rows]


def _incident_json(row: IncidentRow, whole: Whole | None, names: Mapping[UUID, str]) -> Json:
    closed = None
    if row.closed_at is not None:
        closed = {"by": names.get(row.closed_by) if row.closed_by else None, "at": iso(row.closed_at), "note": row.note}
    return {
        "id": str(row.id),
        "kind": row.kind,
        "severity": row.severity,
        "room": str(row.room_id) if row.room_id else None,
        "sitting": None
        if whole is None
        else {
            "id": str(whole.sitting.id),
            "number": whole.registration.number,
            "name": whole.person.name,
        },
        "seat": None if whole is None or whole.seat is None else {"id": str(whole.seat.id), "number": whole.seat.number},
        "raised_at": iso(row.raised_at),
        "state": "open" if row.closed_at is None else "closed",
        "closed": closed,
    }


def _tiles_of(work: Work, presence: Presence, wholes: Sequence[Whole], no_answers_after: timedelta) -> list[Placed]:
    ids = [whole.sitting.id for whole in wholes]
    rows: dict[UUID, list[LedgerRow]] = {}
    for row in work.ledger.rows_of(ids):
        rows.setdefault(row.sitting_id, []).append(row)
    pictured = Watching(work.session).with_desk_picture(ids)
    slots = {slot_id: work.slots.get_one(slot_id) for slot_id in {whole.sitting.slot_id for whole in wholes}}
    items = {slot_id: _items(work, slot) for slot_id, slot in slots.items()}
    placed = []
    for whole in wholes:
        seat, sitting = whole.seat, whole.sitting
        if seat is None:
            continue
        context = TileContext(
            now=work.now,
            slot=slots[sitting.slot_id],
            items=items[sitting.slot_id],
            ledger=rows.get(sitting.id, []),
            has_picture=sitting.id in pictured,
            presence=presence.of(sitting.id),
            no_answers_after=no_answers_after,
        )
        placed.append(_placed(whole, seat, context))
    return placed


def _placed(whole: Whole, seat: SeatRow, context: TileContext) -> Placed:
    tile = {"seat": seat_json(seat), "sitting": sitting_json(whole, context)}
    return Placed(whole.sitting.slot_id, seat.room_id, seat.id, tile)


def _items(work: Work, slot: SlotRow) -> int:
    return sum(section.items for section in work.exams.blueprint(slot.exam_id).sections)


def _presence_last(placed: Placed) -> bool:
    """Of two sittings at one seat, whoever will not come gives way."""
    return placed.tile["sitting"]["status"] not in ("absent", "rescheduled")
