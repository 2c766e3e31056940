"""Slots, and the heartbeat from which gaps of the server are booked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from server.exam.slots import SlotStatus
from server.storage.tables import HeartbeatRow, SlotRow


class Slots:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, slot_id: UUID) -> SlotRow | None:
        return self._session.get(SlotRow, slot_id)

    def get_one(self, slot_id: UUID) -> SlotRow:
        return self._session.get_one(SlotRow, slot_id)

    def add(self, row: SlotRow) -> SlotRow:
        self._session.add(row)
        self._session.flush()
        return row

    def all(self) -> Sequence[SlotRow]:
        return self._session.scalars(select(SlotRow).order_by(SlotRow.starts_at)).all()

    def with_status(self, *statuses: SlotStatus) -> Sequence[SlotRow]:
        return self._session.scalars(select(SlotRow).where(SlotRow.status.in_(statuses)).order_by(SlotRow.starts_at)).all()

    def keep_heartbeat(self, now: datetime, ahead: timedelta) -> None:
        """Keep that the server lives, and how far its clock is from the machine's."""
        row = {"heartbeat_at": now, "ahead": ahead}
        self._session.execute(insert(HeartbeatRow).values(id=1, **row).on_conflict_do_update(index_elements=["id"], set_=row))

    def heartbeat(self) -> HeartbeatRow | None:
        return self._session.get(HeartbeatRow, 1)

    def last_heartbeat_at(self) -> datetime | None:
        return self._session.scalar(select(HeartbeatRow.heartbeat_at).where(HeartbeatRow.id == 1))
