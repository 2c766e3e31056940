"""What time does by itself: blocks and sittings end, outages are noted, the server's own gaps are given back."""

from datetime import datetime, timedelta
from uuid import UUID

from server.announcements import SittingMoved, SlotMoved
from server.exam.actors import System, require
from server.exam.ledger import Cause, book, credit_outage
from server.exam.rights import Action
from server.exam.sittings import WORKING
from server.exam.slots import SlotStatus, suspended_so_far
from server.exam.timing import NONE, Span
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.exam.sitting import block_after, move_to_next
from server.workflows.steps import pause
from server.workflows.steps.absence import never_began


def heartbeat(work: Work, ahead: timedelta = NONE, *, by: System) -> None:
    """Keep that the server lives; what lies between two beats after a crash is the gap. `ahead` of the machine's clock."""
    require(by, Action.KEEP_TIME)
    work.slots.keep_heartbeat(work.now, ahead)


def close_expired(work: Work, *, by: System) -> list[UUID]:
    """End every block and sitting whose time is over, whatever its browser does. Returns the sittings that moved."""
    require(by, Action.KEEP_TIME)
    moved = []
    slots: dict[UUID, SlotRow] = {}
    for sitting in work.sittings.maybe_over(WORKING, work.now):
        slot = slots.get(sitting.slot_id) or slots.setdefault(sitting.slot_id, work.slots.get_one(sitting.slot_id))
        clock = work.ledger.clock(sitting, slot)
        if clock.is_over(work.now):
            _end(work, sitting, clock.ends_at(work.now), hard=clock.is_hard_over(work.now), by=by)
            moved.append(sitting.id)
    return moved


def close_slots(work: Work, *, by: System) -> None:
    """A slot whose hard end has passed closes; who never came is absent."""
    require(by, Action.KEEP_TIME)
    for slot in work.slots.with_status(SlotStatus.OPEN):
        if slot.hard_end_at is not None and work.now >= slot.hard_end_at + _suspended_total(work, slot):
            slot.status, slot.closed_at = SlotStatus.CLOSED, work.now
            for sitting in work.sittings.of_slot(slot.id):
                never_began(work, sitting)
            work.audit.note(by, "closed slot at its end", ("slot", slot.id))
            work.announce(SlotMoved(slot.id))


def _suspended_total(work: Work, slot: SlotRow) -> timedelta:
    return suspended_so_far(slot.suspended_total, slot.suspended_since, opened_at=slot.opened_at, now=work.now)


def book_server_gap(work: Work, until: datetime, *, by: System) -> int:
    """At start: what lies between the last heartbeat and now was our fault, and everybody gets it back. Returns how many."""
    require(by, Action.KEEP_TIME)
    since = work.slots.last_heartbeat_at()
    booked = 0
    if since is None:
        return booked
    for slot in work.slots.with_status(SlotStatus.OPEN):
        work.audit.note(by, "booked server gap", ("slot", slot.id), seconds=round((until - since).total_seconds()))
        if slot.suspended_since is None:
            slot.suspended_total = suspended_so_far(slot.suspended_total, since, opened_at=slot.opened_at, now=until)
    for sitting in work.sittings.with_status(*WORKING):
        entries = work.ledger.entries(sitting.id, sitting.block)
        clock = work.ledger.clock(sitting, work.slots.get_one(sitting.slot_id))
        entry = credit_outage(Span(since, until), clock=clock, closed_at=sitting.ended_at, entries=entries)
        if entry is not None and sitting.block is not None:
            work.ledger.add(sitting.id, sitting.block, entry)
            booked += 1
            work.announce(SittingMoved(sitting.id, sitting.slot_id))
    return booked


def connection_lost(work: Work, sitting_id: UUID, last_heard: datetime, *, by: System) -> None:
    """The page of a working sitting is not heard of any more."""
    require(by, Action.KEEP_TIME)
    sitting = work.sittings.get_one(sitting_id)
    if sitting.block is None or sitting.status not in WORKING:
        return
    if work.ledger.going_on(sitting.id, Cause.OFFLINE) is None:
        work.ledger.begin(sitting.id, sitting.block, Cause.OFFLINE, last_heard)
        work.sittings.add_event(sitting.id, "offline_seen", last_heard, work.now)


def connection_restored(work: Work, sitting_id: UUID, *, by: System) -> None:
    """The page is back: the outage is over and its cost is known."""
    require(by, Action.KEEP_TIME)
    sitting = work.sittings.get_one(sitting_id)
    silence = work.ledger.going_on(sitting.id, Cause.OFFLINE)
    if silence is None or sitting.block_started_at is None:
        return
    ended = min(work.now, sitting.ended_at or work.now)
    entry = book(
        Cause.OFFLINE,
        Span(silence.began, work.now),
        block=Span(sitting.block_started_at, ended),
        entries=work.ledger.entries(sitting.id, sitting.block),
    )
    work.ledger.end(silence, work.now, entry.lost if entry is not None else silence.lost)
    work.sittings.add_event(sitting.id, "online_seen", work.now, work.now)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _end(work: Work, sitting: SittingRow, ended_at: datetime, hard: bool, *, by: System) -> None:
    """The block's time is over: the next block begins, or the sitting is closed."""
    if not hard and block_after(work.papers.marked(sitting.id), sitting.block) is not None:
        pause.book_until(work, sitting, ended_at, by=by)
        work.sittings.keep(sitting.id, sitting.state.next_block(work.now))
        move_to_next(work, sitting, ended_at)
        return
    pause.book_until(work, sitting, ended_at, by=by)
    work.sittings.keep(sitting.id, sitting.state.closed_by_time(ended_at))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
