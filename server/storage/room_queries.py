"""What the monitor asks of many sittings at once: one question a room, never one a seat."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.exam.sittings import Status
from server.identity.choices import PhotoKind
from server.storage.tables import IncidentRow, PhotoRow, SeatRow, SittingRow, StaffRow


class Watching:
    def __init__(self, session: Session) -> None:
        self._session = session

    def open_incidents(self, sitting_id: UUID) -> Sequence[IncidentRow]:
        query = select(IncidentRow).where(IncidentRow.sitting_id == sitting_id, IncidentRow.closed_at.is_(None))
        return self._session.scalars(query).all()

    def incidents(self, slot_id: UUID, room_id: UUID, closed: int) -> list[IncidentRow]:
        """All the open ones of a room, the gravest and oldest first, then the newest of the closed."""
        here = (IncidentRow.slot_id == slot_id, IncidentRow.room_id == room_id)
        waiting = select(IncidentRow).where(*here, IncidentRow.closed_at.is_(None))
        over = select(IncidentRow).where(*here, IncidentRow.closed_at.is_not(None))
        return [
            *self._session.scalars(waiting.order_by(IncidentRow.severity.desc(), IncidentRow.raised_at)),
            *self._session.scalars(over.order_by(IncidentRow.closed_at.desc()).limit(closed)),
        ]

    def at_seat(self, seat_id: UUID, statuses: Iterable[Status]) -> Sequence[SittingRow]:
        """Whoever has this seat in any slot, with one of these statuses."""
        query = select(SittingRow).where(SittingRow.seat_id == seat_id, SittingRow.status.in_(tuple(statuses)))
        return self._session.scalars(query).all()

    def of_slot_at_seat(self, slot_id: UUID, seat_id: UUID) -> Sequence[SittingRow]:
        query = select(SittingRow).where(SittingRow.slot_id == slot_id, SittingRow.seat_id == seat_id)
        return self._session.scalars(query).all()

    def in_rooms(self, slot_id: UUID, room_ids: Sequence[UUID]) -> Sequence[SittingRow]:
        query = (
            select(SittingRow)
            .join(SeatRow, SeatRow.id == SittingRow.seat_id)
            .where(SittingRow.slot_id == slot_id, SeatRow.room_id.in_(room_ids))
        )
        return self._session.scalars(query).all()

    def with_desk_picture(self, sitting_ids: Sequence[UUID]) -> set[UUID]:
        query = select(PhotoRow.sitting_id).where(PhotoRow.sitting_id.in_(sitting_ids), PhotoRow.kind == PhotoKind.DESK)
        return {sitting_id for sitting_id in self._session.scalars(query) if sitting_id is not None}

    def status_counts(self, slot_id: UUID, room_id: UUID) -> dict[Status, int]:
        query = (
            select(SittingRow.status, func.count().label("sittings"))
            .join(SeatRow, SeatRow.id == SittingRow.seat_id)
            .where(SittingRow.slot_id == slot_id, SeatRow.room_id == room_id)
            .group_by(SittingRow.status)
        )
        return {row.status: row.sittings for row in self._session.execute(query)}

    def staff_names(self, staff_ids: Iterable[UUID | None]) -> dict[UUID, str]:
        query = select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_({one for one in staff_ids if one is not None}))
        return {row.id: row.name for row in self._session.execute(query)}
