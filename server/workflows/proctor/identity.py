"""What a proctor says about who sits there: confirmed by sight, sent back to the desk, watched by an officer, not the camera."""

from server.announcements import SittingMoved
from server.exam.actors import Officer
from server.exam.errors import MoveNotAllowed, SecondPersonNeeded
from server.exam.sittings import FINISHED, GONE, Move, after
from server.identity.choices import Gate, IdentityMode, Way
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.proctor import pause as proctor_pause
from server.workflows.proctor.request import ActRequest, reason_for, sight_of
from server.workflows.refusals import NothingToDo
from server.workflows.steps import confirmed_face, gate, incidents, pause, sight_confirmation
from server.workflows.steps.identity_mode import mode_in_force


def confirm(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """Let in whoever stands before a face check: the proctor has looked at face and document."""
    reason = str(reason_for("confirm_identity", asked))
    if gate.gate_of(sitting) is not Gate.LOGIN:
        proctor_pause.check_open(work, sitting)
    sight = sight_of(work, sitting, asked, by=by)
    sight_confirmation.keep(work, sitting, sight, Way.BY_SIGHT, reason=asked.reason.code if asked.reason else None, by=by)
    confirmed_face.vouch(work, sitting)
    proctor_pause.answer_incidents(work, sitting, reason, by=by)
    sitting.rechecked_at = work.now
    gate.let_in(work, sitting, by=by)


def send_to_desk(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """The PIN is void; the desk looks again from the beginning."""
    reason = str(reason_for("send_to_desk", asked))
    work.sittings.keep(sitting.id, sitting.state.sent_back())
    sitting.pin_hash, sitting.token_hash = None, None
    for kind in ("identity_refused", incidents.CALLED):
        incidents.close_of_kind(work, sitting, kind, reason, by=by)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def set_mode(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """From now on a named officer looks, at an interval, which two answer for; or the camera does again."""
    reason = str(reason_for("identity_mode", asked))
    if sitting.status in FINISHED | GONE:
        raise MoveNotAllowed(noun="sitting", status=sitting.status, move="identity_mode")
    if asked.mode is IdentityMode.OFFICER:
        sight = sight_of(work, sitting, asked, by=by)
        sight_confirmation.keep(work, sitting, sight, Way.OFFICER_MODE, reason=asked.reason.code if asked.reason else None, by=by)
    sitting.identity_mode, sitting.identity_reason = asked.mode, reason
    sitting.recheck_every = asked.every if asked.mode is IdentityMode.OFFICER else None
    sitting.rechecked_at = work.now if asked.mode is IdentityMode.OFFICER else sitting.rechecked_at
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def rechecked(work: Work, sitting: SittingRow, _asked: ActRequest, *, by: Officer) -> None:
    """An officer has looked at the person again."""
    if mode_in_force(sitting, work.slots.get_one(sitting.slot_id)) is not IdentityMode.OFFICER:
        raise NothingToDo()
    sitting.rechecked_at = work.now
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def accompanied_back(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """An officer went along and came back with the same person."""
    reason = str(reason_for("accompanied_back", asked))
    after(sitting.status, Move.RETURN)
    if confirmed_face.is_doubted(
        work, sitting
    ):  # the camera refused whoever came back: that is confirmed by two, not waved through
        raise SecondPersonNeeded(move="by_sight")
    proctor_pause.check_open(work, sitting)
    proctor_pause.answer_incidents(work, sitting, reason, by=by)
    sitting.rechecked_at = work.now
    pause.go_on(work, sitting, reason, by=by)
