"""Taking a seat: pairing a browser with it, logging in, and what the face check at the seat decides."""

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import LoggedInElsewhere, SeatUnpaired, SittingMoved
from server.exam.errors import MoveNotAllowed
from server.exam.ledger import Cause, left_for_log_in
from server.exam.rights import Action
from server.exam.sittings import AT_SEAT, FINISHED, GONE, Move, Status, after
from server.exam.slots import SlotStatus
from server.identity.incidents import CONSEQUENCES, IncidentKind, Why
from server.storage.tables import FaceCheckRow, IncidentRow, PhotoRow, SeatRow, SittingRow
from server.storage.watching import Watching
from server.storage.work import Work
from server.workflows import halting, incidents
from server.workflows.access import Officer, require, where_of_room
from server.workflows.refusals import (
    CodeUnknown,
    PinOfAnotherSlot,
    WaitingForProctor,
    WrongPin,
    WrongSeat,
)

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is misread
CODE_LENGTH = 8
LIVE_SLOTS = (SlotStatus.PREPARED, SlotStatus.OPEN, SlotStatus.SUSPENDED)


@dataclass(frozen=True, slots=True)
class GateFrame:
    """One picture of a face check at a gate."""

    jpeg: bytes
    distance: float | None = None  # none: it was not good enough to say
    boxes: Sequence[Sequence[float]] = ()
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the face check at a gate found; measured by a worker, judged by the identity rules."""

    verdict: str  # match, no_match, not_live
    facts: dict[str, Any]
    frames: Sequence[GateFrame]
    vector: Sequence[float]  # of the good frames together
    let_in: bool = False  # not_live, where moving is only advised: a proctor is told


def make_pairing_code(work: Work, seat_id: UUID, by: Officer, lives: timedelta) -> tuple[str, datetime]:
    """A one-time code for an exam PC; older bonds of the seat end when the code is used."""
    seat = work.places.seat(seat_id)
    room = work.places.room(seat.room_id)
    require(by, Action.PAIR_SEAT, where_of_room(room))
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    work.places.add_pairing(seat_id, code_hash(work, code), by.id, work.now + lives)
    work.audit.note(by.id, "made pairing code", ("seat", seat_id))
    return code, work.now + lives


def unpair(work: Work, seat_id: UUID, by: Officer) -> None:
    room = work.places.room(work.places.seat(seat_id).room_id)
    require(by, Action.PAIR_SEAT, where_of_room(room))
    work.places.revoke_pairings(seat_id, work.now)
    _tell_unpaired(work, seat_id)
    work.audit.note(by.id, "unpaired seat", ("seat", seat_id))


def pair(work: Work, code: str, public_key: bytes | None) -> UUID:
    """Bind the browser that typed this code, with the key it signs with; returns the pairing for its cookie."""
    pairing = work.places.pairing_by_code(code_hash(work, code.strip().upper()), work.now)
    if pairing is None:
        raise CodeUnknown()
    work.places.revoke_others(pairing, work.now)
    _tell_unpaired(work, pairing.seat_id)
    pairing.paired_at, pairing.public_key = work.now, public_key
    work.audit.note(pairing.made_by, "paired seat", ("seat", pairing.seat_id))
    return pairing.id


def _tell_unpaired(work: Work, seat_id: UUID) -> None:
    """Whoever works there: the socket of a browser that was paired until now ends too."""
    for sitting in Watching(work.session).at_seat(seat_id, AT_SEAT):
        work.announce(SeatUnpaired(sitting.id), SittingMoved(sitting.id, sitting.slot_id))


def log_in(work: Work, seat: SeatRow, number: str, pin: str, token_hash: bytes) -> UUID:
    """The applicant's page takes the sitting over; an older page of it is told and stops."""
    sitting = _sitting_for(work, seat, number, pin)
    if sitting.seat_id != seat.id:
        raise WrongSeat(**_seat_words(work, sitting))
    replaced = sitting.token_hash is not None
    sitting.token_hash, sitting.came_at = token_hash, sitting.came_at or work.now
    status = Status(sitting.status)
    if status is Status.RUNNING:
        _cover_for_log_in(work, sitting)
    elif status is Status.SEATED:  # whoever holds the slip now may not be who was looked at
        sitting.status = after(status, Move.CHANGE_SEAT).value
    if replaced:
        work.announce(LoggedInElsewhere(sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))
    return sitting.id


def is_seat_of(work: Work, seat_id: UUID, number: str) -> bool:
    return any(sitting.seat_id == seat_id for sitting in work.sittings.by_number_anywhere(number))


def pass_gate(work: Work, sitting_id: UUID, gate: str, result: GateResult) -> Status:
    """The face at the seat was looked at: on a match the sitting goes on, else a proctor is called."""
    sitting = work.sittings.get_one(sitting_id)
    check_waits(work, sitting)
    check = FaceCheckRow(sitting_id=sitting.id, gate=gate, at=work.now, verdict=result.verdict, measured=result.facts)
    work.identity.add_check(check)
    if result.verdict == "match" or result.let_in:
        let_in(work, sitting)
        _keep_seat_picture(work, sitting, result)
        if result.let_in:
            _tell_not_live(work, sitting, result)
    else:
        _raise_refused(work, sitting, result)
    return Status(sitting.status)


def gate_of(sitting: SittingRow) -> str:
    """Which face check the sitting stands before; raises MoveNotAllowed when before none."""
    status = Status(sitting.status)
    if status is Status.CHECKED_IN and sitting.token_hash is not None:
        return "login"
    if status is Status.AWAY:
        return "return"
    if status is Status.PAUSED and sitting.fresh_check:
        return "resume"
    raise MoveNotAllowed(noun="sitting", status=status.value, move="confirm")


def check_waits(work: Work, sitting: SittingRow) -> None:
    """Once the camera has refused somebody, only a proctor lets them on."""
    gate_of(sitting)
    if work.identity.open_incident(sitting.id, "identity_refused") is not None:
        raise WaitingForProctor()


def let_in(work: Work, sitting: SittingRow) -> None:
    """Past the gate: to the waiting room, or on with the exam."""
    moves = {"login": Move.TAKE_SEAT, "return": Move.RETURN, "resume": Move.RESUME}
    gate = gate_of(sitting)
    if gate == "login":
        sitting.status = after(Status(sitting.status), moves[gate]).value
    else:
        halting.go_on(work, sitting, moves[gate])
    sitting.fresh_check = False
    incidents.face_checked(work, sitting)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def code_hash(work: Work, code: str) -> bytes:
    return work.vault.keyed_hash("pairing", code)


def pin_hash(work: Work, sitting_id: UUID, pin: str) -> bytes:
    return work.vault.keyed_hash("pin", f"{sitting_id}:{pin}")


def _sitting_for(work: Work, seat: SeatRow, number: str, pin: str) -> SittingRow:
    site_id = work.places.room(seat.room_id).site_id
    slots = [slot.id for slot in work.slots.with_status(*LIVE_SLOTS) if slot.site_id == site_id]
    known = work.sittings.by_number_anywhere(number)
    here = [sitting for sitting in known if sitting.slot_id in slots]
    fits = [sitting for sitting in known if secrets.compare_digest(sitting.pin_hash or b"", pin_hash(work, sitting.id, pin))]
    for sitting in fits:
        if sitting not in here:
            raise PinOfAnotherSlot()
        if Status(sitting.status) in FINISHED | GONE:
            raise MoveNotAllowed(noun="sitting", status=sitting.status, move="log_in")
        return sitting
    raise WrongPin()  # also for a number nobody has, or of somebody not checked in: a stranger learns nothing of either


def _cover_for_log_in(work: Work, sitting: SittingRow) -> None:
    """A page came anew in the middle: the face is looked at again before the questions are.

    Nobody but the applicant was needed for it, so the clock stands for a minute the first time, and then never again.
    """
    entries = work.ledger.entries(sitting.id)
    stands_for = left_for_log_in(entries)
    if not stands_for:
        why: Why = (("why_logged_in_again", {}),)
        incidents.raise_incident(work, sitting.id, incidents.Raised("logged_in_again", 2, why, None, None), [])
    halting.halt(work, sitting, Cause.LOG_IN, Move.PAUSE, at_most=stands_for)
    sitting.fresh_check = True


def _seat_words(work: Work, sitting: SittingRow) -> dict[str, str | int]:
    if sitting.seat_id is None:
        return {"room": "-", "seat": "-"}
    seat = work.places.seat(sitting.seat_id)
    return {"room": work.places.room(seat.room_id).name, "seat": seat.number}


def _keep_seat_picture(work: Work, sitting: SittingRow, result: GateResult) -> None:
    """The same face as at the desk, in the seat's own light and camera: the exam compares with it too."""
    nearest = min(result.frames, key=lambda frame: math.inf if frame.distance is None else frame.distance)
    row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, kind="seat", taken_at=work.now)
    work.identity.add_photo(row, sitting.slot_id, nearest.jpeg, result.vector)


def _tell_not_live(work: Work, sitting: SittingRow, result: GateResult) -> None:
    kind = IncidentKind.NOT_LIVE
    raised = incidents.Raised(kind.value, CONSEQUENCES[kind].severity, ((f"why_{kind.value}", {}),), None, None)
    incidents.tell(work, sitting, raised, [_kept(frame, result.vector, work.now) for frame in result.frames])


def _raise_refused(work: Work, sitting: SittingRow, result: GateResult) -> None:
    seat = work.places.seat(sitting.seat_id) if sitting.seat_id else None
    incident = work.identity.add_incident(
        IncidentRow(
            slot_id=sitting.slot_id,
            room_id=seat.room_id if seat else None,
            sitting_id=sitting.id,
            kind="identity_refused",
            severity=3,
            raised_at=work.now,
            why=[{"key": _why(result), "parameters": {"gate": gate_of(sitting)}}],
            limit=result.facts.get("limit"),
            decided=incidents.REFUSED,
        )
    )
    incidents.add_frames(work, incident.id, [_kept(frame, result.vector, work.now) for frame in result.frames])
    if Status(sitting.status) is Status.PAUSED:  # the camera may be wrong, and from here on only a proctor can end it
        halting.stay_covered(work, sitting, Cause.MISMATCH)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _why(result: GateResult) -> str:
    return "why_not_live" if result.verdict == "not_live" else "why_identity_refused"


def _kept(frame: GateFrame, vector: Sequence[float], now: datetime) -> incidents.KeptFrame:
    """With the vector all of them have in common."""
    return incidents.KeptFrame("trigger", frame.jpeg, now, now, "gate", frame.distance, vector, frame.boxes, frame.hints)
