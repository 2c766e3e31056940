"""Covering the questions and going on: the steps every pause shares, and what they cost in the ledger."""

from datetime import datetime, timedelta
from uuid import UUID

from server.announcements import SittingMoved
from server.exam import ledger
from server.exam.errors import SlotNotOpen
from server.exam.ledger import FACE_CHECK_WITHIN, Cause, stops
from server.exam.sittings import Move, after
from server.exam.slots import SlotStatus
from server.exam.timing import NONE, Span
from server.storage.tables import SittingRow
from server.storage.work import Work


def halt(work: Work, sitting: SittingRow, cause: Cause, move: Move, at_most: timedelta | None = None) -> None:
    """Cover the questions from now on. What covered them before is booked first. `at_most`: how long the clock may stand."""
    sitting.status = after(sitting.status, move)
    stay_covered(work, sitting, cause, at_most)


def stay_covered(work: Work, sitting: SittingRow, cause: Cause, at_most: timedelta | None = None) -> None:
    """Still covered, but from now on for another cause: what the first one cost is booked."""
    book_standstill(work, sitting)
    sitting.cause, sitting.paused_at, sitting.pause_limit = cause, work.now, at_most
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def wait_for_face(work: Work, sitting: SittingRow) -> None:
    """The page takes a face check and goes on by itself; whoever lets it wait does so on their own time."""
    sitting.needs_face_check = True
    if sitting.cause is not None and stops(sitting.cause):
        stay_covered(work, sitting, Cause.FACE_CHECK, FACE_CHECK_WITHIN)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def limit_left(work: Work, sitting: SittingRow) -> timedelta | None:
    """How long the clock may still stand in this pause."""
    if sitting.pause_limit is None or sitting.paused_at is None:
        return sitting.pause_limit
    return max(sitting.pause_limit - (work.now - sitting.paused_at), NONE)


def go_on(work: Work, sitting: SittingRow, move: Move, by: UUID | None = None, reason: str | None = None) -> None:
    """Uncover the questions and book what the standstill cost."""
    check_room(work, sitting)
    sitting.status = after(sitting.status, move)
    book_standstill(work, sitting, by, reason)
    sitting.cause, sitting.paused_at, sitting.pause_limit, sitting.needs_face_check = None, None, None, False
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def check_room(work: Work, sitting: SittingRow) -> None:
    """Raise SlotNotOpen where the sitting's slot or room is suspended: nobody in it begins or goes on."""
    slot = work.slots.get_one(sitting.slot_id)
    if slot.status is SlotStatus.SUSPENDED:
        raise SlotNotOpen(status=slot.status)
    if sitting.seat_id is not None and str(work.places.seat(sitting.seat_id).room_id) in slot.suspended_rooms:
        raise SlotNotOpen(status=SlotStatus.SUSPENDED)


def book_standstill(work: Work, sitting: SittingRow, by: UUID | None = None, reason: str | None = None) -> None:
    """Put the time since the questions were covered into the ledger, by its cause."""
    book_until(work, sitting, work.now, by, reason)


def book_until(work: Work, sitting: SittingRow, block_ended: datetime, by: UUID | None = None, reason: str | None = None) -> None:
    """The same for a block that ended before now: what came after its end cost nothing."""
    if sitting.paused_at is None or sitting.cause is None or sitting.block is None or sitting.block_started_at is None:
        return
    cause = sitting.cause
    entries = ledger.book_standstill(
        cause,
        Span(sitting.paused_at, work.now),
        at_most=None if cause is Cause.SUSPENDED else sitting.pause_limit,
        block=Span(sitting.block_started_at, block_ended),
        entries=work.ledger.entries(sitting.id, sitting.block),
    )
    for entry in entries:
        work.ledger.add(sitting.id, sitting.block, entry, by, reason)
