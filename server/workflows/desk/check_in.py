"""Checking in: who may, and the PIN that opens the seat."""

import secrets
from uuid import UUID

from server.announcements import SittingMoved
from server.exam.actors import Officer, require
from server.exam.errors import NotAllowed
from server.exam.rights import Action
from server.identity.choices import IdentityMode, Way
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.steps import admission, sight_confirmation
from server.workflows.steps.at_desk import at_desk, check_may_come_in, identity_mode
from server.workflows.steps.pins import pin_hash

PIN_DIGITS = 6


def issue_by_sight(work: Work, sitting_id: UUID, document: str, sight: sight_confirmation.Sight, *, by: Officer) -> str:
    """While a chief has set the identity mode to `officer`, two officers at the desk compare face and document themselves."""
    sitting, slot = at_desk(work, sitting_id, Action.ISSUE_PIN, by=by)
    check_may_come_in(work, sitting, slot)
    if identity_mode(work, sitting) is IdentityMode.CAMERA:
        raise NotAllowed(action="issue_by_sight")
    sight_confirmation.second_there(work, sitting, sight.second, Action.CONFIRM_OVERRIDE, by=by)
    sight_confirmation.keep(work, sitting, sight, Way.BY_SIGHT, document_kind=document, by=by)
    work.audit.note(by, "identified by sight", ("sitting", sitting.id), document=document)
    return check_in(work, sitting, slot, by=by)


def reissue(work: Work, sitting_id: UUID, *, by: Officer) -> str:
    """A lost slip: a new PIN, and the old one is void. Whoever sits already stays logged in."""
    sitting, slot = at_desk(work, sitting_id, Action.ISSUE_PIN, by=by)
    work.sittings.keep(sitting.id, sitting.state.pin_reissued())
    admission.check_pin_again(work, sitting, slot)
    return _new_pin(work, sitting, "issued PIN again", by=by)


def check_in(work: Work, sitting: SittingRow, slot: SlotRow, *, by: Officer) -> str:
    """Returns the PIN: it is shown once and kept as a keyed hash only."""
    require(by, Action.ISSUE_PIN, where_of_slot(work, slot))
    work.sittings.keep(sitting.id, sitting.state.checked_in())
    return _new_pin(work, sitting, "issued PIN", by=by)


def _new_pin(work: Work, sitting: SittingRow, done: str, *, by: Officer) -> str:
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    sitting.pin_hash, sitting.pin_issued_at = pin_hash(work, sitting.id, pin), work.now
    work.audit.note(by, done, ("sitting", sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
    return pin
