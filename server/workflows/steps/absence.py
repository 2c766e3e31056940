"""Who never came is absent; who never began has an ended sitting without answers."""

from server.announcements import SittingMoved
from server.exam.sittings import Status
from server.storage.tables import SittingRow
from server.storage.work import Work


def mark_absent(work: Work, sitting: SittingRow) -> None:
    work.sittings.keep(sitting.id, sitting.state.marked_absent())
    _void_pin(work, sitting)


def never_began(work: Work, sitting: SittingRow) -> None:
    """Its slot is over: who never came is absent, who sat down and never pressed "Mulai" has an ended exam without answers."""
    if sitting.status in (Status.EXPECTED, Status.CHECKED_IN):
        mark_absent(work, sitting)
    elif sitting.status is Status.SEATED:
        work.sittings.keep(sitting.id, sitting.state.closed_by_time(work.now))
        work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _void_pin(work: Work, sitting: SittingRow) -> None:
    sitting.pin_hash, sitting.token_hash = None, None
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
