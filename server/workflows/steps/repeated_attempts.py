"""Somebody tries again and again what is not theirs: a line for whoever reads the log of acts."""

from uuid import UUID

from server.exam.actors import System, require
from server.exam.rights import Action
from server.storage.work import Work


def note_account(work: Work, staff_id: UUID, *, by: System) -> None:
    require(by, Action.NOTE_ATTEMPTS)
    work.audit.note(by, "many wrong passwords", ("staff", staff_id))


def note_number(work: Work, number: str, seat_id: UUID, *, by: System) -> None:
    """PINs of one number are tried at seats that are not its own; what was typed is kept of nobody."""
    require(by, Action.NOTE_ATTEMPTS)
    for sitting in work.sittings.by_number_anywhere(number):
        work.audit.note(by, "many PINs at other seats", ("sitting", sitting.id), seat=str(seat_id))


def note_wrong_seat(work: Work, number: str, seat_id: UUID, *, by: System) -> None:
    """The right PIN at a seat that is not this sitting's: an honest mistake, or a slip in foreign hands."""
    require(by, Action.NOTE_ATTEMPTS)
    for sitting in work.sittings.by_number_anywhere(number):
        work.audit.note(by, "right PIN at another seat", ("sitting", sitting.id), seat=str(seat_id))
