"""A sitting at the registration desk: whether this officer works there, and whether it may still come in."""

from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import Action
from server.exam.sittings import Move, after
from server.identity.choices import IdentityMode
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import NoFaceToCompare
from server.workflows.steps import admission
from server.workflows.steps.identity_mode import mode_in_force


def check_may_come_in(work: Work, sitting: SittingRow, slot: SlotRow) -> None:
    after(sitting.status, Move.CHECK_IN)
    admission.check_pin(work, sitting, slot)


def at_desk(work: Work, sitting_id: UUID, action: Action, *, by: Officer) -> tuple[SittingRow, SlotRow]:
    """The sitting and its slot, if the officer may do this at that slot's desk."""
    sitting = work.sittings.get_one(sitting_id)
    slot = work.slots.get_one(sitting.slot_id)
    require(by, action, where_of_slot(work, slot))
    return sitting, slot


def may_check_face(work: Work, sitting_id: UUID, *, by: Officer) -> SittingRow:
    """Refuses whatever keeping the check would refuse, before anybody is filmed in vain."""
    sitting, slot = at_desk(work, sitting_id, Action.CHECK_FACE, by=by)
    check_may_come_in(work, sitting, slot)
    mode = identity_mode(work, sitting)
    if mode is not IdentityMode.CAMERA:
        raise NoFaceToCompare(mode=mode)
    return sitting


def identity_mode(work: Work, sitting: SittingRow) -> IdentityMode:
    return mode_in_force(sitting, work.slots.get_one(sitting.slot_id))
