"""Stopping a sitting, letting it go on, giving it time, telling it something."""

from datetime import timedelta

from server.announcements import IncidentHandled, MessageSent, SittingMoved
from server.exam.actors import Officer
from server.exam.errors import SittingNotRunning, SlotNotOpen
from server.exam.ledger import BY_OFFICERS, Cause, given_of, grant, left_to_give
from server.exam.rights import Action, Role, allowed
from server.exam.sittings import WORKING, Move, Status, after
from server.exam.slots import SlotStatus
from server.identity.choices import Way
from server.identity.incidents import CONSEQUENCES, IncidentKind
from server.storage.room_queries import Watching
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.access import where_of
from server.workflows.proctor.request import ActRequest, reason_for, sight_of
from server.workflows.refusals import NotAtSeat, NothingToDo
from server.workflows.steps import confirmed_face, incidents, sight_confirmation
from server.workflows.steps import pause as steps_pause

CAUSE_OF_REASON = {"power": Cause.POWER, "computer_broken": Cause.POWER}
PRESENT = WORKING | {Status.SEATED, Status.CHECKED_IN}


def pause(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """The clock stands for as long as this officer may give the sitting; from then on it runs, until a chief gives more."""
    reason = reason_for("pause", asked)
    cause = CAUSE_OF_REASON.get(reason.code, Cause.PROCTOR)
    state = sitting.state.paused(cause, work.now, at_most=may_give(work, sitting, asked, by=by))
    steps_pause.keep(work, sitting, state, by=by)


def resume(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """By sight at once, with a reason, and with a second person where the face was doubted.

    Otherwise the page takes a face check and goes on by itself when it matches."""
    after(sitting.status, Move.RESUME)
    check_open(work, sitting)
    if asked.check == "by_sight":
        reason = str(reason_for("resume", asked))
        if sitting.needs_face_check or confirmed_face.is_doubted(work, sitting):
            sight = sight_of(work, sitting, asked, by=by)
            sight_confirmation.keep(work, sitting, sight, Way.BY_SIGHT, reason=asked.reason.code if asked.reason else None, by=by)
        confirmed_face.vouch(work, sitting)
        answer_incidents(work, sitting, reason, by=by)
        steps_pause.go_on(work, sitting, reason, by=by)
        return
    if sitting.needs_face_check and work.identity.open_incident(sitting.id, "identity_refused") is None:
        raise NothingToDo()
    answer_incidents(work, sitting, "fresh_check", by=by)
    steps_pause.wait_for_face(work, sitting, by=by)


def grant_time(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    if sitting.block is None or sitting.status not in WORKING:
        raise SittingNotRunning(status=sitting.status)
    book_grant(work, sitting, asked, str(reason_for("grant", asked)), by=by)


def book_grant(work: Work, sitting: SittingRow, asked: ActRequest, reason: str, *, by: Officer) -> None:
    """Into the ledger, up to what the officer's role may give this sitting in all; what a pause gives until now included."""
    if sitting.cause is not None and sitting.cause in BY_OFFICERS:
        steps_pause.stay_paused(work, sitting, sitting.cause, sitting.state.pause_limit_left(work.now), by=by)
    already_given = given_of(work.ledger.entries(sitting.id))
    entry = grant(_role(work, sitting, by=by), asked.extra, at=work.now, already_given=already_given, limits=asked.limits)
    work.ledger.add(sitting.id, str(sitting.block), entry, by.id, reason)
    if sitting.pause_limit is not None:
        work.sittings.keep(sitting.id, sitting.state.pause_limited(may_give(work, sitting, asked, by=by)))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def may_give(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> timedelta:
    """How much more time this officer may give the sitting, by whatever act."""
    return left_to_give(_role(work, sitting, by=by), given_of(work.ledger.entries(sitting.id)), asked.limits)


def message(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    if sitting.status not in PRESENT or sitting.token_hash is None:
        raise NotAtSeat()
    row = work.sittings.add_message(sitting.id, asked.text, by.id, work.now)
    work.announce(MessageSent(sitting.id, row.id, row.text, row.at))


def check_open(work: Work, sitting: SittingRow) -> None:
    """Nobody works on while the slot stands still."""
    slot = work.slots.get_one(sitting.slot_id)
    if slot.status is not SlotStatus.OPEN:
        raise SlotNotOpen(status=slot.status)


def answer_incidents(work: Work, sitting: SittingRow, note: str, *, by: Officer) -> None:
    """Whoever lets a sitting go on has dealt with what stopped it, so the next incident of that kind is a new one."""
    for incident in Watching(work.session).open_incidents(sitting.id):
        if incident.kind == "identity_refused" or pauses(incident.kind):
            incidents.close_row(work, incident, note, by=by)
    work.announce(IncidentHandled(sitting.id))


def pauses(kind: str) -> bool:
    """Whether an incident of this kind stops a sitting."""
    return kind in CONSEQUENCES and CONSEQUENCES[IncidentKind(kind)].pause_cause is not None


def _role(work: Work, sitting: SittingRow, *, by: Officer) -> Role:
    return Role.CHIEF_PROCTOR if allowed(by.grants, Action.GRANT_MORE_TIME, where_of(work, sitting)) else Role.PROCTOR
