"""What happens when the machine's clock is set in the middle of the day: nobody's time changes, and everybody can see it."""

from datetime import datetime, timedelta

from server.exam.actors import System, require
from server.exam.ledger import Cause, Entry
from server.exam.rights import Action
from server.exam.sittings import WORKING
from server.exam.slots import SlotStatus
from server.exam.timing import NONE
from server.storage.work import Work


def note(work: Work, jump: timedelta, *, by: System) -> None:
    """`jump`: how far the machine's clock was set forward; negative: back. The hall's clock goes on as before."""
    require(by, Action.KEEP_TIME)
    for slot in work.slots.with_status(SlotStatus.OPEN, SlotStatus.SUSPENDED):
        work.audit.note(by, "machine clock jumped", ("slot", slot.id), seconds=round(jump.total_seconds()))
    for sitting in work.sittings.with_status(*WORKING):
        if sitting.block is not None:
            work.ledger.add(sitting.id, sitting.block, Entry(Cause.CLOCK_JUMP, work.now, work.now, NONE, NONE))


def anybody_works(work: Work) -> bool:
    return bool(work.sittings.with_status(*WORKING))


def ahead_at_start(work: Work, wall: datetime) -> timedelta:
    """By how much the hall's clock goes on apart from the machine's: as before the stop, and never back behind it."""
    last = work.slots.heartbeat()
    if last is None or not anybody_works(work):
        return NONE
    return max(last.ahead, last.heartbeat_at - wall)
