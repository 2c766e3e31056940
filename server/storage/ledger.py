"""The ledger of every sitting, and the clock that follows from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from server.exam.answers import PageOutage
from server.exam.ledger import Cause, Entry, credit_of, stops
from server.exam.timing import NONE, BlockClock
from server.storage.tables import LedgerRow, SittingRow, SlotRow

OUTAGES = (Cause.OFFLINE, Cause.SERVER_DOWN)


class Ledger:
    def __init__(self, session: Session) -> None:
        self._session = session

    def clock(self, sitting: SittingRow, slot: SlotRow) -> BlockClock:
        """The clock of the block the sitting is in. Only for sittings that have started."""
        found = clock_of(sitting, slot, credit_of(self.entries(sitting.id, sitting.block)))
        if found is None:
            raise ValueError(f"sitting {sitting.id} has not started")
        return found

    def add(self, sitting_id: UUID, block: str, entry: Entry, by: UUID | None = None, reason: str | None = None) -> None:
        self._session.add(
            LedgerRow(
                sitting_id=sitting_id,
                block=block,
                cause=entry.cause,
                began=entry.began,
                ended=entry.ended,
                lost=entry.lost,
                credited=entry.credited,
                by=by,
                reason=reason,
            )
        )
        self._session.flush()

    def entries(self, sitting_id: UUID, block: str | None = None) -> list[Entry]:
        """What is booked and over, of one block or of all."""
        return [
            Entry(row.cause, row.began, row.ended, row.lost, row.credited)
            for row in self.rows(sitting_id)
            if row.ended is not None and block in (None, row.block)
        ]

    def rows(self, sitting_id: UUID) -> Sequence[LedgerRow]:
        """What began and is over is one row, with its end."""
        query = select(LedgerRow).where(LedgerRow.sitting_id == sitting_id).order_by(LedgerRow.began, LedgerRow.id)
        return _not_closed(self._session.scalars(query).all())

    def rows_of(self, sitting_ids: Sequence[UUID]) -> Sequence[LedgerRow]:
        return _not_closed(self._session.scalars(select(LedgerRow).where(LedgerRow.sitting_id.in_(sitting_ids))).all())

    def begin(self, sitting_id: UUID, block: str, cause: Cause, began: datetime) -> None:
        """Something that costs time has begun and goes on; `going_on` finds it until it is ended."""
        self._session.add(LedgerRow(sitting_id=sitting_id, block=block, cause=cause, began=began, lost=NONE, credited=NONE))
        self._session.flush()

    def going_on(self, sitting_id: UUID, cause: Cause) -> LedgerRow | None:
        closing = aliased(LedgerRow)
        query = select(LedgerRow).where(
            LedgerRow.sitting_id == sitting_id,
            LedgerRow.cause == cause,
            LedgerRow.ended.is_(None),
            ~exists().where(closing.sitting_id == sitting_id, closing.closes == LedgerRow.id),
        )
        return self._session.scalar(query)

    def end(self, begun: LedgerRow, ended: datetime, lost: timedelta) -> None:
        """It is over: what it cost is known. The line of its beginning stays as it is."""
        closing = LedgerRow(sitting_id=begun.sitting_id, block=begun.block, cause=begun.cause, began=begun.began, ended=ended)
        closing.lost, closing.credited, closing.closes = lost, begun.credited, begun.id
        self._session.add(closing)
        self._session.flush()

    def outages(self, sitting_id: UUID) -> list[PageOutage]:
        """When the server and the page did not hear each other."""
        return [PageOutage(row.began, row.ended) for row in self.rows(sitting_id) if row.cause in OUTAGES]


def clock_of(sitting: SittingRow, slot: SlotRow, credited: timedelta) -> BlockClock | None:
    """The clock from rows already read; None before the sitting has started. `credited`: what the ledger gave the block."""
    if sitting.block_started_at is None or sitting.block_allowed is None:
        return None
    cause = sitting.cause if sitting.paused_at is not None and sitting.cause is not None else None
    return BlockClock(
        started_at=sitting.block_started_at,
        allowed=sitting.block_allowed,
        credited=credited,
        stopped_at=sitting.paused_at if cause is not None and stops(cause) else None,
        stands_at_most=None if cause is Cause.SUSPENDED else sitting.pause_limit,
        hard_end=None if slot.hard_end_at is None else slot.hard_end_at + slot.suspended_total,
        hard_end_suspended_since=slot.suspended_since,
    )


def _not_closed(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    closed = {row.closes for row in rows}
    return [row for row in rows if row.id not in closed]
