"""Who came in time: to the desk for a PIN, to their seat to begin."""

from datetime import datetime, timedelta

from server.exam.sittings import WORKING
from server.exam.slots import check_pin_issue, check_pin_reissue, check_start, suspended_so_far
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work


def check_may_begin(work: Work, sitting: SittingRow, slot: SlotRow) -> None:
    came_at, late_start = _came_at(work, sitting, slot), _late_start(work, slot)
    check_start(slot.status, came_at=came_at, opened_at=slot.opened_at, late_start=late_start)


def may_come_to_begin(work: Work, sitting: SittingRow, slot: SlotRow) -> bool:
    """Whether somebody who has not begun yet could, now or later; a suspended slot goes on."""
    return slot.opened_at is None or _came_at(work, sitting, slot) <= slot.opened_at + _late_start(work, slot)


def check_pin(work: Work, sitting: SittingRow, slot: SlotRow) -> None:
    """Who is known is not shut out by the hour at which the desk stops."""
    if is_known(sitting):
        check_pin_again(work, sitting, slot)
    else:
        check_pin_issue(slot.status, planned=slot.starts_at, closes_before=slot.pin_closes_before, now=work.now)


def is_known(sitting: SittingRow) -> bool:
    """Was at the desk before and sent back to it, or a proctor admitted them late."""
    return sitting.pin_issued_at is not None or sitting.admitted_at is not None


def check_pin_again(work: Work, sitting: SittingRow, slot: SlotRow) -> None:
    came_at, late_start = _came_at(work, sitting, slot), _late_start(work, slot)
    check_pin_reissue(slot.status, came_at=came_at, opened_at=slot.opened_at, late_start=late_start)


def _came_at(work: Work, sitting: SittingRow, slot: SlotRow) -> datetime:
    """At their seat; who has not been there comes now. Whoever works, or was admitted late, has come in time."""
    if sitting.admitted_at is not None or sitting.status in WORKING:
        return slot.opened_at or work.now
    return sitting.first_login_at or work.now


def _late_start(work: Work, slot: SlotRow) -> timedelta:
    """Later by what the open slot stood still: nobody is late through our fault."""
    return slot.late_start + suspended_so_far(slot.suspended_total, slot.suspended_since, opened_at=slot.opened_at, now=work.now)
