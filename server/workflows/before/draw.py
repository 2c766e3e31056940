"""Seats are drawn and papers put together before the start."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import MoveNotAllowed
from server.exam.paper import Paper, Place, assemble_room
from server.exam.pool import PoolItem
from server.exam.rights import Action
from server.exam.seating import DrawnSeat, draw
from server.exam.seeds import derived
from server.exam.sittings import Status
from server.exam.slots import SlotStatus
from server.storage.sealing import PAPERS, place_of
from server.storage.tables import SeatRow, SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import AlreadyFrozen, DrawIsStale, NobodyToSeat

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class DrawInput:
    """What a draw needs to know: read first, so that the long computing holds up nobody who writes."""

    slot_id: UUID
    sittings: frozenset[UUID]
    seats: tuple[SeatRow, ...]
    blueprint: ExamBlueprint
    pool: tuple[PoolItem, ...]

    def drawn(self, seed: bytes) -> "Drawn":
        by_id = {seat.id: seat for seat in self.seats}
        drawn = draw([str(one) for one in self.sittings], [DrawnSeat(str(s.id), s.spare) for s in self.seats], seed)
        seats = {UUID(sitting): by_id[UUID(seat)] for sitting, seat in drawn.items()}
        rooms: dict[UUID, list[Place]] = defaultdict(list)
        for sitting, seat in seats.items():
            rooms[seat.room_id].append(Place(str(sitting), seat.row, seat.column))
        papers: dict[UUID, Paper] = {}
        for room, places in rooms.items():
            made = assemble_room(self.blueprint, self.pool, places, derived(seed, "room", str(room)))
            papers |= {UUID(sitting): paper for sitting, paper in made.items()}
        return Drawn(self.slot_id, seed, {sitting: seat.id for sitting, seat in seats.items()}, papers, len(rooms))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw that is not kept yet."""

    slot_id: UUID
    seed: bytes
    seats: dict[UUID, UUID]
    papers: dict[UUID, Paper]
    rooms: int


def load_draw_input(work: Work, slot_id: UUID, rooms: Collection[UUID] = ()) -> DrawInput:
    """The hall as it stands; with `rooms`, seats are drawn in those only (one may be out of order)."""
    slot = work.slots.get_one(slot_id)
    sittings = _to_seat(work, slot)
    seats = [
        seat for room in work.places.rooms(slot.site_id) if not rooms or room.id in rooms for seat in work.places.seats(room.id)
    ]
    return DrawInput(slot.id, frozenset(sittings), tuple(seats), work.exams.blueprint(slot.exam_id), pool_of(work, slot.exam_id))


def keep(work: Work, drawn: Drawn, *, by: Actor) -> None:
    """Everybody has a seat and a paper from here on; the seed is sealed, so that the draw can be shown to have been fair."""
    slot = work.slots.get_one(drawn.slot_id)
    require(by, Action.FREEZE_SLOT, where_of_slot(work, slot))
    sittings = _to_seat(work, slot)
    if set(sittings) != set(drawn.seats):
        raise DrawIsStale()  # somebody was added in between
    for sitting_id, seat_id in drawn.seats.items():
        sittings[sitting_id].seat_id = seat_id
        work.papers.freeze(sittings[sitting_id], drawn.papers[sitting_id], work.now)
    slot.frozen_at = work.now
    slot.draw_seed_sealed = work.vault.seal(work.session, PAPERS, place_of(slot, "draw_seed_sealed"), drawn.seed)
    work.audit.note(by, "froze slot", ("slot", slot.id), sittings=len(drawn.seats), rooms=drawn.rooms)


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def pool_of(work: Work, exam_id: UUID) -> tuple[PoolItem, ...]:
    return tuple(
        PoolItem(item.code, item.section, item.topic, tuple(option["key"] for option in item.options), frozenset(item.enemies))
        for item in work.exams.items(exam_id)
    )


def _to_seat(work: Work, slot: SlotRow) -> dict[UUID, SittingRow]:
    if slot.frozen_at is not None:
        raise AlreadyFrozen(at=slot.frozen_at.isoformat())
    if slot.status is not SlotStatus.PREPARED:
        raise MoveNotAllowed(noun="slot", status=slot.status, move="freeze")
    sittings = {sitting.id: sitting for sitting in work.sittings.of_slot(slot.id) if sitting.status == Status.EXPECTED}
    if not sittings:
        raise NobodyToSeat(slot=str(slot.number))
    return sittings


def seats_of(work: Work, slot_id: UUID) -> Sequence[tuple[str, str, int]]:
    """Number, room and seat of everybody in the slot, by number."""
    return sorted(
        (whole.registration.number, work.places.room(whole.seat.room_id).name, whole.seat.number)
        for whole in work.sittings.whole_slot(slot_id)
        if whole.seat is not None
    )
