"""Ending a sitting before its time, opening an ended one again, and those who never came."""

from server.announcements import SittingMoved
from server.exam.actors import Officer, require
from server.exam.errors import SecondPersonNeeded
from server.exam.ledger import Cause
from server.exam.rights import Action
from server.exam.sittings import Move, Status
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.access import where_of
from server.workflows.proctor import pause as proctor_pause
from server.workflows.proctor.request import ActRequest, reason_for
from server.workflows.refusals import NeverStarted, NoTimeLeft
from server.workflows.steps import pause
from server.workflows.steps.absence import _void_pin, mark_absent


def terminate(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    reason = str(reason_for("terminate", asked))
    pause.keep(work, sitting, sitting.state.terminated(work.now), reason, by=by)


def disqualify(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    reason = str(reason_for("disqualify", asked))
    pause.keep(work, sitting, sitting.state.disqualified(work.now), reason, by=by)


def absent(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    reason_for("absent", asked)
    mark_absent(work, sitting)


def admit_late(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """Marked absent too early: the desk may check them in again, and they may begin as if they had come in time."""
    reason_for("admit_late", asked)
    work.sittings.keep(sitting.id, sitting.state.admitted_late(work.now))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def reschedule(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """Sits in another slot; what was answered here is kept and not counted."""
    reason = str(reason_for("reschedule", asked))
    pause.keep(work, sitting, sitting.state.rescheduled(), reason, by=by)
    _void_pin(work, sitting)


def reopen(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """Back into a pause with the time that was left when it ended; a proctor then resumes it."""
    reason = str(reason_for("reopen", asked))
    proctor_pause.check_open(work, sitting)
    approved = {str(by.id)} | ({str(asked.second.id)} if asked.second is not None else set())
    state = sitting.state.reopened(work.now, approved)
    if sitting.status is Status.TERMINATED:
        _check_second(work, sitting, asked.second)
    if sitting.block is None:
        raise NeverStarted()
    work.sittings.keep(sitting.id, state)
    pause.stay_paused(work, sitting, Cause.PROCTOR, proctor_pause.may_give(work, sitting, asked, by=by), by=by)
    if asked.seconds:
        proctor_pause.book_grant(work, sitting, asked, reason, by=by)
    if work.ledger.clock(sitting, work.slots.get_one(sitting.slot_id)).is_over(work.now):
        raise NoTimeLeft()
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _check_second(work: Work, sitting: SittingRow, second: Officer | None) -> None:
    """The second person answers for it too, so they must be a proctor there."""
    if second is None:
        raise SecondPersonNeeded(move=Move.REOPEN)
    require(second, Action.RESUME, where_of(work, sitting))
