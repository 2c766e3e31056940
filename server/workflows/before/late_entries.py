"""People are added to a slot; once it is frozen, with a drawn seat and a paper that were made before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_bytes
from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import TooFewSeats
from server.exam.paper import Paper, Place, assemble_one
from server.exam.pool import PoolItem
from server.exam.rights import Action
from server.exam.seating import DrawnSeat, draw
from server.exam.seeds import derived
from server.exam.sittings import Status
from server.exam.slots import SlotStatus
from server.storage.sealing import place_of
from server.storage.tables import SeatRow, SittingRow, SlotRow
from server.storage.types import new_id
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.before.draw import pool_of
from server.workflows.refusals import AlreadyFrozen, AlreadyThere, DrawIsStale, SlotIsOver

TAKES_MORE = (SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.SUSPENDED)
SeatsNow = Mapping[UUID, UUID | None]  # by sitting


@dataclass(frozen=True, slots=True)
class _Seated:
    sitting: UUID
    seat: SeatRow
    paper: Paper

    @property
    def place(self) -> Place:
        return Place(str(self.sitting), self.seat.row, self.seat.column)


@dataclass(frozen=True, slots=True)
class Seats:
    """For people who are not added yet; none are made before the slot is frozen, when all are drawn together."""

    slot_id: UUID
    among: SeatsNow | None  # who sat where when these were made; none: the slot was not frozen
    made: tuple[_Seated, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What it takes to seat somebody: read first, so that the long computing holds up nobody who writes."""

    slot_id: UUID
    seed: bytes
    among: SeatsNow
    seats: tuple[SeatRow, ...]  # of the rooms in use
    seated: tuple[_Seated, ...]
    blueprint: ExamBlueprint
    pool: tuple[PoolItem, ...]

    def seats_for(self, people: int) -> Seats:
        free = len({seat.id for seat in self.seats} - {one.seat.id for one in self.seated})
        if people > free:
            raise TooFewSeats(needed=people, present=free)
        made: tuple[_Seated, ...] = ()
        for _ in range(people):
            made += (self._one_more(made),)
        return Seats(self.slot_id, self.among, made)

    def _one_more(self, made: Sequence[_Seated]) -> _Seated:
        sitting = new_id()
        seed = derived(self.seed, "late", str(sitting))
        others = [*self.seated, *made]
        seat = self._drawn(sitting, {one.seat.id for one in others}, seed)
        around = {other.place: other.paper for other in others if other.seat.room_id == seat.room_id}
        place = Place(str(sitting), seat.row, seat.column)
        return _Seated(sitting, seat, assemble_one(self.blueprint, self.pool, seed, place, around))

    def _drawn(self, sitting: UUID, taken: set[UUID], seed: bytes) -> SeatRow:
        free = {str(seat.id): seat for seat in self.seats if seat.id not in taken}
        usual = [id for id, seat in free.items() if not seat.spare]
        choice = [DrawnSeat(id, spare=False) for id in usual or free]  # a spare one only when nothing else is left
        return free[draw([str(sitting)], choice, seed)[str(sitting)]]


@dataclass(frozen=True, slots=True)
class _NotFrozen:
    slot_id: UUID

    def seats_for(self, people: int) -> Seats:
        return Seats(self.slot_id, None)


def load_slot(work: Work, slot_id: UUID) -> _Frozen | _NotFrozen:
    """The slot as it stands, to make seats from outside of any transaction."""
    slot = _taking_more(work, slot_id)
    if slot.frozen_at is None:
        return _NotFrozen(slot.id)
    if slot.draw_seed_sealed is None:
        raise AlreadyFrozen(at="")
    seated = tuple(
        _Seated(whole.sitting.id, whole.seat, work.papers.paper(whole.sitting.id))
        for whole in work.sittings.whole_slot(slot.id)
        if whole.seat is not None
    )
    return _Frozen(
        slot.id,
        work.vault.open(work.session, place_of(slot, "draw_seed_sealed"), slot.draw_seed_sealed),
        _seats_now(work, slot.id),
        tuple(seat for room in sorted({one.seat.room_id for one in seated}) for seat in work.places.seats(room)),
        seated,
        work.exams.blueprint(slot.exam_id),
        pool_of(work, slot.exam_id),
    )


def add_sittings(work: Work, seats: Seats, registrations: Sequence[UUID], *, by: Actor) -> list[UUID]:
    """They sit in this slot, in their order. Refuses if it was frozen, or anybody seated or moved, since the seats were made."""
    require(by, Action.ADD_SITTING, where_of_slot(work, work.slots.get_one(seats.slot_id)))
    slot = _taking_more(work, seats.slot_id)
    if seats.among != (None if slot.frozen_at is None else _seats_now(work, slot.id)):
        raise DrawIsStale()
    drawn = seats.made if slot.frozen_at is not None else [None] * len(registrations)
    return [_add(work, slot, who, seated, by) for who, seated in zip(registrations, drawn, strict=True)]


def _add(work: Work, slot: SlotRow, registration_id: UUID, seated: _Seated | None, by: Actor) -> UUID:
    if work.sittings.of_registration(slot.id, registration_id) is not None:
        raise AlreadyThere(what="sitting", name=work.people.registration(registration_id).number)
    sitting = work.sittings.add(_expected(slot.id, registration_id, seated))
    work.identity.take_along_reference(registration_id, slot.id)
    if seated is not None:
        work.papers.freeze(sitting, seated.paper, work.now)
    work.audit.note(by, "added sitting", ("sitting", sitting.id), slot=str(slot.id), late=seated is not None)
    return sitting.id


def _taking_more(work: Work, slot_id: UUID) -> SlotRow:
    slot = work.slots.get_one(slot_id)
    if slot.status not in TAKES_MORE:
        raise SlotIsOver(status=slot.status)
    return slot


def _seats_now(work: Work, slot_id: UUID) -> SeatsNow:
    return {sitting.id: sitting.seat_id for sitting in work.sittings.of_slot(slot_id)}


def _expected(slot_id: UUID, registration_id: UUID, seated: _Seated | None) -> SittingRow:
    # uuid4: the board's name for the row tells nothing, not even when it was made
    return SittingRow(
        id=seated.sitting if seated is not None else new_id(),
        slot_id=slot_id,
        registration_id=registration_id,
        seat_id=seated.seat.id if seated is not None else None,
        status=Status.EXPECTED,
        board_id=UUID(bytes=token_bytes(16), version=4),
    )
