"""Stopping a sitting, letting it go on, giving it time, telling it something."""

from server.announcements import MessageSent, SittingMoved
from server.exam.errors import SittingNotRunning, SlotNotOpen
from server.exam.ledger import Cause, grant, granted_of
from server.exam.rights import Action, Role, allowed
from server.exam.sittings import WORKING, Move, Status, after
from server.exam.slots import SlotStatus
from server.identity.incidents import CONSEQUENCES, IncidentKind
from server.storage.tables import SittingRow
from server.storage.watching import Watching
from server.storage.work import Work
from server.workflows import halting, incidents, vouching
from server.workflows.access import Officer, where_of
from server.workflows.asked import Asked, reason_for
from server.workflows.refusals import NotAtSeat, NothingToDo

CAUSE_OF_REASON = {"power": Cause.POWER, "computer_broken": Cause.POWER}
PRESENT = WORKING | {Status.SEATED, Status.CHECKED_IN}


def pause(work: Work, sitting: SittingRow, _by: Officer, asked: Asked) -> None:
    reason = reason_for("pause", asked)
    halting.halt(work, sitting, CAUSE_OF_REASON.get(reason.code, Cause.PROCTOR), Move.PAUSE)
    sitting.fresh_check = False


def resume(work: Work, sitting: SittingRow, by: Officer, asked: Asked) -> None:
    """By sight at once, with a reason; otherwise the page takes a face check and goes on by itself when it matches."""
    after(Status(sitting.status), Move.RESUME)
    check_open(work, sitting)
    if asked.check == "by_sight":
        reason = str(reason_for("resume", asked))
        vouching.vouch(work, sitting)
        answer_incidents(work, sitting, by, reason)
        halting.go_on(work, sitting, Move.RESUME, by.id, reason)
        return
    if sitting.fresh_check and work.identity.open_incident(sitting.id, "identity_refused") is None:
        raise NothingToDo()
    answer_incidents(work, sitting, by, "fresh_check")
    sitting.fresh_check = True
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def grant_time(work: Work, sitting: SittingRow, by: Officer, asked: Asked) -> None:
    if sitting.block is None or Status(sitting.status) not in WORKING:
        raise SittingNotRunning(status=sitting.status)
    book_grant(work, sitting, by, asked, str(reason_for("grant", asked)))


def book_grant(work: Work, sitting: SittingRow, by: Officer, asked: Asked, reason: str) -> None:
    """Into the ledger, up to what the officer's role may give this sitting in all."""
    role = Role.CHIEF_PROCTOR if allowed(by.grants, Action.GRANT_MORE_TIME, where_of(work, sitting)) else Role.PROCTOR
    entry = grant(
        role,
        asked.extra,
        at=work.now,
        already_granted=granted_of(work.ledger.entries(sitting.id)),
        limits=asked.limits,
    )
    work.ledger.add(sitting.id, str(sitting.block), entry, by.id, reason)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def message(work: Work, sitting: SittingRow, by: Officer, asked: Asked) -> None:
    if Status(sitting.status) not in PRESENT or sitting.token_hash is None:
        raise NotAtSeat()
    row = work.sittings.add_message(sitting.id, asked.text, by.id, work.now)
    work.announce(MessageSent(sitting.id, row.id, row.text, row.at))


def check_open(work: Work, sitting: SittingRow) -> None:
    """Nobody works on while the slot stands still."""
    slot = work.slots.get_one(sitting.slot_id)
    if SlotStatus(slot.status) is not SlotStatus.OPEN:
        raise SlotNotOpen(status=slot.status)


def answer_incidents(work: Work, sitting: SittingRow, by: Officer, note: str) -> None:
    """Whoever lets a sitting go on has dealt with what stopped it, so the next incident of that kind is a new one."""
    for incident in Watching(work.session).open_incidents(sitting.id):
        if incident.kind == "identity_refused" or pauses(incident.kind):
            incidents.close_row(work, incident, by.id, note)


def pauses(kind: str) -> bool:
    """Whether an incident of this kind stops a sitting."""
    return kind in CONSEQUENCES and CONSEQUENCES[IncidentKind(kind)].pause_cause is not None
