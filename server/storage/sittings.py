"""Sittings: found by slot, seat, number or page; their events and messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from server.exam.sitting_state import SittingState
from server.exam.sittings import Status
from server.identity.choices import IdentityMode
from server.letters import folded
from server.storage.tables import (
    FormationRow,
    MessageRow,
    PersonRow,
    RegistrationRow,
    SeatRow,
    SittingEventRow,
    SittingRow,
    SlotRow,
)
from server.storage.types import UtcTime


@dataclass(frozen=True, slots=True)
class Whole:
    """A sitting with who sits it and where."""

    sitting: SittingRow
    registration: RegistrationRow
    person: PersonRow
    formation: FormationRow
    seat: SeatRow | None


@dataclass(frozen=True, slots=True)
class EventsOfKind:
    """What a page said of one kind: how often, since when, and the newest of them."""

    kind: str
    count: int
    first_at: datetime
    newest: list[SittingEventRow]


class Sittings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, sitting_id: UUID) -> SittingRow | None:
        return self._session.get(SittingRow, sitting_id)

    def get_one(self, sitting_id: UUID) -> SittingRow:
        return self._session.get_one(SittingRow, sitting_id)

    def add(self, row: SittingRow) -> SittingRow:
        self._session.add(row)
        self._session.flush()
        return row

    def keep(self, sitting_id: UUID, state: SittingState) -> None:
        """The only place that writes these columns (tests/house/test_sitting_state.py)."""
        row = self.get_one(sitting_id)
        for field in fields(state):
            setattr(row, field.name, getattr(state, field.name))

    def by_token(self, token_hash: bytes) -> SittingRow | None:
        """The sitting whose page holds this token."""
        return self._session.scalar(select(SittingRow).where(SittingRow.token_hash == token_hash))

    def by_number_anywhere(self, number: str) -> list[SittingRow]:
        """The sittings of a participant number, in every slot and exam."""
        query = (
            select(SittingRow)
            .join(RegistrationRow, RegistrationRow.id == SittingRow.registration_id)
            .where(RegistrationRow.number == number)
        )
        return list(self._session.scalars(query))

    def of_slot(self, slot_id: UUID) -> list[SittingRow]:
        return list(self._session.scalars(select(SittingRow).where(SittingRow.slot_id == slot_id)))

    def of_registration(self, slot_id: UUID, registration_id: UUID) -> SittingRow | None:
        query = select(SittingRow).where(SittingRow.slot_id == slot_id, SittingRow.registration_id == registration_id)
        return self._session.scalar(query)

    def with_status(self, *statuses: Status) -> list[SittingRow]:
        return list(self._session.scalars(select(SittingRow).where(SittingRow.status.in_(statuses))))

    def running_by_camera(self, *only: UUID) -> set[UUID]:
        """Whose exam runs before a camera that judges; of these, or of all."""
        mode = func.coalesce(SittingRow.identity_mode, SlotRow.identity_mode)
        query = (
            select(SittingRow.id)
            .join(SlotRow, SlotRow.id == SittingRow.slot_id)
            .where(SittingRow.status == Status.RUNNING, mode == IdentityMode.CAMERA)
        )
        return set(self._session.scalars(query.where(SittingRow.id.in_(only)) if only else query))

    def maybe_over(self, statuses: Collection[Status], now: datetime) -> list[SittingRow]:
        """Those whose block would be over without any time given back: the only ones worth a look at the ledger."""
        planned_end = type_coerce(SittingRow.block_started_at, BigInteger) + type_coerce(SittingRow.block_allowed, BigInteger)
        query = (
            select(SittingRow)
            .join(SlotRow, SlotRow.id == SittingRow.slot_id)
            .where(SittingRow.status.in_(statuses))
            .where(or_(type_coerce(planned_end, UtcTime) <= now, SlotRow.hard_end_at <= now))
        )
        return list(self._session.scalars(query))

    def at_seat(self, slot_id: UUID, seat_id: UUID) -> SittingRow | None:
        query = select(SittingRow).where(SittingRow.slot_id == slot_id, SittingRow.seat_id == seat_id)
        return self._session.scalar(query)

    def whole(self, sitting_id: UUID) -> Whole:
        return self._whole(SittingRow.id == sitting_id)[0]

    def whole_slot(self, slot_id: UUID) -> list[Whole]:
        return self._whole(SittingRow.slot_id == slot_id)

    def whole_room(self, slot_id: UUID, room_id: UUID) -> list[Whole]:
        return self._whole(SittingRow.slot_id == slot_id, SeatRow.room_id == room_id)

    def whole_many(self, sitting_ids: Sequence[UUID]) -> list[Whole]:
        return self._whole(SittingRow.id.in_(sitting_ids))

    def found(self, slot_id: UUID, text: str, nik_hash: bytes, most: int) -> list[Whole]:
        """By participant number, the keyed hash of a NIK, or a part of the name however it is typed; by name in order."""
        name_has = func.folded(PersonRow.name).contains(folded(text), autoescape=True)
        whose = or_(RegistrationRow.number == text, PersonRow.nik_hash == nik_hash, name_has)
        return sorted(self._whole(SittingRow.slot_id == slot_id, whose), key=lambda whole: whole.person.name)[:most]

    def count_by_status(self, slot_id: UUID) -> dict[Status, int]:
        query = (
            select(SittingRow.status, func.count().label("sittings"))
            .where(SittingRow.slot_id == slot_id)
            .group_by(SittingRow.status)
        )
        return {row.status: row.sittings for row in self._session.execute(query)}

    def add_event(self, sitting_id: UUID, kind: str, client_at: datetime, now: datetime) -> None:
        self._session.add(SittingEventRow(sitting_id=sitting_id, kind=kind, client_at=client_at, server_at=now))

    def events(self, sitting_id: UUID) -> list[SittingEventRow]:
        query = select(SittingEventRow).where(SittingEventRow.sitting_id == sitting_id).order_by(SittingEventRow.id)
        return list(self._session.scalars(query))

    def events_by_kind(self, sitting_id: UUID, newest: int) -> list[EventsOfKind]:
        """Counted and shortened kind by kind, so that however many of one kind hide none of another. The latest kind first."""
        place = func.row_number().over(partition_by=SittingEventRow.kind, order_by=SittingEventRow.id.desc()).label("place")
        count = func.count().over(partition_by=SittingEventRow.kind).label("count")
        first_at = func.min(SittingEventRow.server_at).over(partition_by=SittingEventRow.kind)
        counted = select(SittingEventRow.id, place, count, first_at.label("first_at")).where(
            SittingEventRow.sitting_id == sitting_id
        )
        ranked = counted.subquery()
        query = (
            select(SittingEventRow, ranked.c.count, ranked.c.first_at)
            .join(ranked, ranked.c.id == SittingEventRow.id)
            .where(ranked.c.place <= newest)
            .order_by(SittingEventRow.id.desc())
        )
        found: dict[str, EventsOfKind] = {}
        for row, number, began in self._session.execute(query):
            found.setdefault(row.kind, EventsOfKind(row.kind, number, began, [])).newest.append(row)
        return list(found.values())

    def add_message(self, sitting_id: UUID, text: str, by: UUID, now: datetime) -> MessageRow:
        row = MessageRow(sitting_id=sitting_id, text=text, at=now, by=by)
        self._session.add(row)
        self._session.flush()
        return row

    def last_message(self, sitting_id: UUID) -> MessageRow | None:
        query = select(MessageRow).where(MessageRow.sitting_id == sitting_id).order_by(MessageRow.id.desc())
        return self._session.scalar(query.limit(1))

    def _whole(self, *conditions: object) -> list[Whole]:
        query = (
            select(SittingRow, RegistrationRow, PersonRow, FormationRow, SeatRow)
            .join(RegistrationRow, RegistrationRow.id == SittingRow.registration_id)
            .join(PersonRow, PersonRow.id == RegistrationRow.person_id)
            .join(FormationRow, FormationRow.id == RegistrationRow.formation_id)
            .outerjoin(SeatRow, SeatRow.id == SittingRow.seat_id)
            .where(*conditions)  # type: ignore[arg-type]
        )
        return [Whole(*row) for row in self._session.execute(query)]
