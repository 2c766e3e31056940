"""Moving somebody to another seat, without losing a second or an answer."""

from uuid import UUID

from server.announcements import LoggedInElsewhere, SittingMoved
from server.exam.actors import Officer, require
from server.exam.rights import Action
from server.exam.sittings import AT_SEAT, GONE
from server.storage.room_queries import Watching
from server.storage.tables import SeatRow, SittingRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.proctor.pause import may_give
from server.workflows.proctor.request import ActRequest, reason_for
from server.workflows.refusals import SeatElsewhere, SeatTaken
from server.workflows.steps import pause


def move(work: Work, sitting: SittingRow, asked: ActRequest, *, by: Officer) -> None:
    """The old page stops; at the new seat the person logs in with the same PIN and is looked at again."""
    reason_for("move", asked)
    seat = work.places.seat(asked.seat or UUID(int=0))
    slot = work.slots.get_one(sitting.slot_id)
    if work.places.room(seat.room_id).site_id != slot.site_id:
        raise SeatElsewhere()
    require(by, Action.MOVE_SEAT, where_of_slot(work, slot, seat.room_id))
    _make_free(work, sitting, seat)
    state = sitting.state.seat_changed(work.now, at_most=may_give(work, sitting, asked, by=by))
    if state.cause is not sitting.cause:
        pause.keep(work, sitting, state, by=by)
    else:
        work.sittings.keep(sitting.id, state)
    sitting.seat_id = seat.id
    if sitting.token_hash is not None:
        sitting.token_hash = None
        work.announce(LoggedInElsewhere(sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def is_free(work: Work, slot_id: UUID, seat_id: UUID) -> bool:
    """Nobody of this slot has it but who will not come, and nobody of a slot before still works at it."""
    watching = Watching(work.session)
    of_slot = watching.of_slot_at_seat(slot_id, seat_id)
    return all(one.status in GONE for one in of_slot) and not watching.at_seat(seat_id, AT_SEAT)


def _make_free(work: Work, sitting: SittingRow, seat: SeatRow) -> None:
    """The seat of somebody who did not come is exchanged for the one left behind, so that nobody is without a seat."""
    if not is_free(work, sitting.slot_id, seat.id):
        raise SeatTaken()
    for gone in Watching(work.session).of_slot_at_seat(sitting.slot_id, seat.id):
        gone.seat_id = sitting.seat_id
        work.announce(SittingMoved(gone.id, gone.slot_id))
