"""Logging in at the exam PC with participant number and PIN."""

import secrets
from uuid import UUID

from server.announcements import LoggedInElsewhere, SittingMoved
from server.exam.actors import Applicant, require
from server.exam.errors import MoveNotAllowed
from server.exam.ledger import Cause, left_for_log_in
from server.exam.rights import Action
from server.exam.sittings import FINISHED, GONE, Status
from server.exam.slots import SlotStatus
from server.identity.incidents import Why
from server.storage.tables import SeatRow, SittingRow
from server.storage.work import Work
from server.workflows.refusals import (
    PinOfAnotherSlot,
    WrongPin,
    WrongSeat,
)
from server.workflows.steps import incidents, pause
from server.workflows.steps.pins import pin_hash

LIVE_SLOTS = (SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.SUSPENDED)


def log_in(work: Work, seat: SeatRow, number: str, pin: str, token_hash: bytes) -> UUID:
    """The applicant's page takes the sitting over; an older page of it is told and stops. Who had the PIN acts from here on."""
    sitting = _sitting_for(work, seat, number, pin)
    if sitting.seat_id != seat.id:
        raise WrongSeat(**_seat_words(work, sitting))
    replaced = sitting.token_hash is not None
    applicant = Applicant(sitting.id)
    require(applicant, Action.LOG_IN_AT_SEAT)
    sitting.token_hash = token_hash
    work.sittings.keep(sitting.id, sitting.state.logged_in(work.now))
    if sitting.status is Status.RUNNING:
        _cover_for_log_in(work, sitting, by=applicant)
    work.audit.note(applicant, "logged in at seat", ("sitting", sitting.id), seat=str(seat.id))
    if replaced:
        work.announce(LoggedInElsewhere(sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
    return sitting.id


def is_seat_of(work: Work, seat_id: UUID, number: str) -> bool:
    return any(sitting.seat_id == seat_id for sitting in work.sittings.by_number_anywhere(number))


def _sitting_for(work: Work, seat: SeatRow, number: str, pin: str) -> SittingRow:
    site_id = work.places.room(seat.room_id).site_id
    slots = [slot.id for slot in work.slots.with_status(*LIVE_SLOTS) if slot.site_id == site_id]
    known = work.sittings.by_number_anywhere(number)
    here = [sitting for sitting in known if sitting.slot_id in slots]
    fits = [sitting for sitting in known if secrets.compare_digest(sitting.pin_hash or b"", pin_hash(work, sitting.id, pin))]
    for sitting in fits:
        if sitting not in here:
            raise PinOfAnotherSlot()
        if sitting.status in FINISHED | GONE:
            raise MoveNotAllowed(noun="sitting", status=sitting.status, move="log_in")
        return sitting
    raise WrongPin()  # also for a number nobody has, or of somebody not checked in: a stranger learns nothing of either


def _cover_for_log_in(work: Work, sitting: SittingRow, *, by: Applicant) -> None:
    """A page came anew in the middle: the face is looked at again before the questions are.

    Nobody but the applicant was needed for it, so the clock stands for a minute the first time, and then never again.
    """
    entries = work.ledger.entries(sitting.id)
    stands_for = left_for_log_in(entries)
    if not stands_for:
        why: Why = (("why_logged_in_again", {}),)
        incidents.raise_incident(work, sitting.id, incidents.Raised("logged_in_again", 2, why, None, None), by=by)
    state = sitting.state.paused(Cause.LOG_IN, work.now, at_most=stands_for, needs_face_check=True)
    pause.keep(work, sitting, state, by=by)


def _seat_words(work: Work, sitting: SittingRow) -> dict[str, str | int]:
    if sitting.seat_id is None:
        return {"room": "-", "seat": "-"}
    seat = work.places.seat(sitting.seat_id)
    return {"room": work.places.room(seat.room_id).name, "seat": seat.number}
