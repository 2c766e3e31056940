"""Which face check a sitting stands before, and what passing it opens."""

from server.announcements import SittingMoved
from server.exam.actors import Actor
from server.exam.errors import MoveNotAllowed
from server.exam.sittings import Status
from server.identity.choices import Gate
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.refusals import (
    WaitingForProctor,
)
from server.workflows.steps import incidents, pause


def gate_of(sitting: SittingRow) -> Gate:
    """Which face check the sitting stands before; raises MoveNotAllowed when before none."""
    status = sitting.status
    if status is Status.CHECKED_IN and sitting.token_hash is not None:
        return Gate.LOGIN
    if status is Status.AWAY:
        return Gate.RETURN
    if status is Status.PAUSED and sitting.needs_face_check:
        return Gate.RESUME
    raise MoveNotAllowed(noun="sitting", status=status, move="confirm")


def check_waits(work: Work, sitting: SittingRow) -> None:
    """Once the camera has refused somebody, only a proctor lets them on."""
    gate_of(sitting)
    if work.identity.open_incident(sitting.id, "identity_refused") is not None:
        raise WaitingForProctor()


def let_in(work: Work, sitting: SittingRow, *, by: Actor) -> None:
    """Past the gate: to the waiting room, or on with the exam."""
    if gate_of(sitting) is Gate.LOGIN:
        work.sittings.keep(sitting.id, sitting.state.seated())
    else:
        pause.go_on(work, sitting, by=by)
    incidents.face_checked(work, sitting)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
