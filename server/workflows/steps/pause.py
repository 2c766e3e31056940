"""Covering the questions and going on: the steps every pause shares, and what they cost in the ledger."""

from datetime import datetime, timedelta

from server.announcements import SittingMoved
from server.exam import ledger
from server.exam.actors import Actor, Officer
from server.exam.errors import SlotNotOpen
from server.exam.ledger import Cause
from server.exam.sitting_state import SittingState
from server.exam.slots import SlotStatus
from server.exam.timing import Span
from server.storage.tables import SittingRow
from server.storage.work import Work


def keep(work: Work, sitting: SittingRow, state: SittingState, reason: str | None = None, *, by: Actor) -> None:
    """What covered the questions until now is booked first, by its cause: in `state` they are covered anew, or not any more."""
    book_standstill(work, sitting, reason, by=by)
    work.sittings.keep(sitting.id, state)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def stay_paused(work: Work, sitting: SittingRow, cause: Cause, at_most: timedelta | None = None, *, by: Actor) -> None:
    """From now on for another cause. `at_most`: how long the clock may stand."""
    keep(work, sitting, sitting.state.still_paused(cause, work.now, at_most=at_most), by=by)


def wait_for_face(work: Work, sitting: SittingRow, *, by: Actor) -> None:
    """The page takes a face check and goes on by itself; whoever lets it wait does so on their own time."""
    state = sitting.state.waiting_for_face(work.now)
    if state.paused_at != sitting.paused_at:
        book_standstill(work, sitting, by=by)
    work.sittings.keep(sitting.id, state)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def go_on(work: Work, sitting: SittingRow, reason: str | None = None, *, by: Actor) -> None:
    """Uncover the questions and book what the standstill cost."""
    check_room(work, sitting)
    keep(work, sitting, sitting.state.went_on(), reason, by=by)


def check_room(work: Work, sitting: SittingRow) -> None:
    """Raise SlotNotOpen where the sitting's slot or room is suspended: nobody in it begins or goes on."""
    slot = work.slots.get_one(sitting.slot_id)
    if slot.status is SlotStatus.SUSPENDED:
        raise SlotNotOpen(status=slot.status)
    if sitting.seat_id is not None and str(work.places.seat(sitting.seat_id).room_id) in slot.suspended_rooms:
        raise SlotNotOpen(status=SlotStatus.SUSPENDED)


def book_standstill(work: Work, sitting: SittingRow, reason: str | None = None, *, by: Actor) -> None:
    """Put the time since the questions were covered into the ledger, by its cause."""
    book_until(work, sitting, work.now, reason, by=by)


def book_until(work: Work, sitting: SittingRow, block_ended: datetime, reason: str | None = None, *, by: Actor) -> None:
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
        work.ledger.add(sitting.id, sitting.block, entry, by.id if isinstance(by, Officer) else None, reason)
