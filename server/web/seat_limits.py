"""How often PINs are tried at a seat: strangers at other seats use up nothing of whoever sits at the right one."""

import logging
from datetime import timedelta
from uuid import UUID

from server import context
from server.edge_refusals import TooManyTries
from server.exam.actors import ACCESS
from server.memory.rate_limits import ELSEWHERE_TRIES, PIN_TRIES, SEAT_TRIES, Limit
from server.workflows.seat import login
from server.workflows.steps import repeated_attempts

_NOTED = Limit("number hammered", 1, timedelta(minutes=10))
log = logging.getLogger(__name__)


def count(seat_id: UUID, number: str) -> None:
    """One try of this number here. At seats that are not its own, all of them together have few."""
    limits = context.hall().limits
    limits.count(SEAT_TRIES, str(seat_id))
    limits.count(PIN_TRIES, str(seat_id), number)
    if context.read(login.is_seat_of, seat_id, number):
        return
    try:
        limits.count(ELSEWHERE_TRIES, number)
    except TooManyTries:
        if not limits.wait(_NOTED, number):
            log.warning("PINs of one number are being tried at seats that are not its own, at seat %s now", seat_id)
            context.write(repeated_attempts.note_number, number, seat_id, by=ACCESS)
        raise


def forget(seat_id: UUID, number: str) -> None:
    context.hall().limits.forget(PIN_TRIES, str(seat_id), number)
