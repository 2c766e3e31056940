"""Covering the questions and going on: the steps every pause shares, and what they cost in the ledger."""

from datetime import datetime
from uuid import UUID

from server.announcements import SittingMoved
from server.exam.errors import SlotNotOpen
from server.exam.ledger import Cause, book
from server.exam.sittings import Move, Status, after
from server.exam.slots import SlotStatus
from server.exam.timing import Span
from server.storage.tables import SittingRow
from server.storage.work import Work


def halt(work: Work, sitting: SittingRow, cause: Cause, move: Move) -> None:
    """Cover the questions from now on. What covered them before is booked first."""
    sitting.status = after(Status(sitting.status), move).value
    book_standstill(work, sitting)
    sitting.cause, sitting.halted_at = cause.value, work.now
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def go_on(work: Work, sitting: SittingRow, move: Move, by: UUID | None = None, reason: str | None = None) -> None:
    """Uncover the questions and book what the standstill cost."""
    check_room(work, sitting)
    sitting.status = after(Status(sitting.status), move).value
    book_standstill(work, sitting, by, reason)
    sitting.cause, sitting.halted_at, sitting.fresh_check = None, None, False
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def check_room(work: Work, sitting: SittingRow) -> None:
    """Raise SlotNotOpen where the sitting's slot or room is suspended: nobody in it begins or goes on."""
    slot = work.slots.get_one(sitting.slot_id)
    if SlotStatus(slot.status) is SlotStatus.SUSPENDED:
        raise SlotNotOpen(status=slot.status)
    if sitting.seat_id is not None and str(work.places.seat(sitting.seat_id).room_id) in slot.suspended_rooms:
        raise SlotNotOpen(status=SlotStatus.SUSPENDED.value)


def book_standstill(work: Work, sitting: SittingRow, by: UUID | None = None, reason: str | None = None) -> None:
    """Put the time since the questions were covered into the ledger, by its cause."""
    book_until(work, sitting, work.now, by, reason)


def book_until(work: Work, sitting: SittingRow, block_ended: datetime, by: UUID | None = None, reason: str | None = None) -> None:
    """The same for a block that ended before now: what came after its end cost nothing."""
    if sitting.halted_at is None or sitting.cause is None or sitting.block is None or sitting.block_started_at is None:
        return
    entry = book(
        Cause(sitting.cause),
        Span(sitting.halted_at, work.now),
        block=Span(sitting.block_started_at, block_ended),
        entries=work.ledger.entries(sitting.id, sitting.block),
    )
    if entry is not None:
        work.ledger.add(sitting.id, sitting.block, entry, by, reason)
