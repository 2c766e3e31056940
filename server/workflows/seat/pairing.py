"""Pairing: a one-time code binds a browser to a seat, until another is bound or the pairing is revoked."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from server.announcements import SeatUnpaired, SittingMoved
from server.exam.actors import Officer, may, require
from server.exam.rights import Action
from server.exam.sittings import AT_SEAT
from server.storage.room_queries import Watching
from server.storage.work import Work
from server.workflows.access import officer, where_of_room
from server.workflows.refusals import (
    CodeUnknown,
)

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is misread
CODE_LENGTH = 8


def make_pairing_code(work: Work, seat_id: UUID, lives: timedelta, *, by: Officer) -> tuple[str, datetime]:
    """A one-time code for an exam PC; older bonds of the seat end when the code is used."""
    seat = work.places.seat(seat_id)
    room = work.places.room(seat.room_id)
    require(by, Action.PAIR_SEAT, where_of_room(room))
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    work.places.add_pairing(seat_id, code_hash(work, code), by.id, work.now + lives)
    work.audit.note(by, "made pairing code", ("seat", seat_id))
    return code, work.now + lives


def unpair(work: Work, seat_id: UUID, *, by: Officer) -> None:
    room = work.places.room(work.places.seat(seat_id).room_id)
    require(by, Action.PAIR_SEAT, where_of_room(room))
    work.places.revoke_pairings(seat_id, work.now)
    _announce_unpaired(work, seat_id)
    work.audit.note(by, "unpaired seat", ("seat", seat_id))


def pair(work: Work, code: str, public_key: bytes | None) -> UUID:
    """Bind the browser that typed this code, with the key it signs with; returns the pairing for its cookie."""
    pairing = work.places.pairing_by_code(code_hash(work, code.strip().upper()), work.now)
    if pairing is None:
        raise CodeUnknown()
    maker, room = officer(work, pairing.made_by), work.places.room(work.places.seat(pairing.seat_id).room_id)
    if not may(maker, Action.PAIR_SEAT, where_of_room(room)):  # a code lives no longer than the right of whoever made it
        raise CodeUnknown()
    work.places.revoke_others(pairing, work.now)
    _announce_unpaired(work, pairing.seat_id)
    pairing.paired_at, pairing.public_key = work.now, public_key
    work.audit.note(maker, "paired seat", ("seat", pairing.seat_id))
    return pairing.id


def _announce_unpaired(work: Work, seat_id: UUID) -> None:
    """Whoever works there: the socket of a browser that was paired until now ends too."""
    for sitting in Watching(work.session).at_seat(seat_id, AT_SEAT):
        work.announce(SeatUnpaired(sitting.id), SittingMoved(sitting.id, sitting.slot_id))


def code_hash(work: Work, code: str) -> bytes:
    return work.vault.keyed_hash("pairing", code)
