"""Somebody tries again and again what is not theirs: a line for whoever reads the log of acts."""

from uuid import UUID

from server.storage.work import Work


def note_account(work: Work, staff_id: UUID) -> None:
    work.audit.note(None, "many wrong passwords", ("staff", staff_id))


def note_number(work: Work, number: str, seat_id: UUID) -> None:
    """PINs of one number are tried at seats that are not its own; what was typed is kept of nobody."""
    for sitting in work.sittings.by_number_anywhere(number):
        work.audit.note(None, "many PINs at other seats", ("sitting", sitting.id), seat=str(seat_id))


def note_wrong_seat(work: Work, number: str, seat_id: UUID) -> None:
    """The right PIN at a seat that is not this sitting's: an honest mistake, or a slip in foreign hands."""
    for sitting in work.sittings.by_number_anywhere(number):
        work.audit.note(None, "right PIN at another seat", ("sitting", sitting.id), seat=str(seat_id))
