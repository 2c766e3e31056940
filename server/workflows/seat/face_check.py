"""Taking a seat: pairing a browser with it, logging in, and what the face check at the seat decides."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.announcements import SittingMoved
from server.exam.actors import Applicant, require
from server.exam.ledger import Cause
from server.exam.rights import Action
from server.exam.sittings import Status
from server.identity.choices import Gate, PhotoKind, Verdict
from server.identity.incidents import CONSEQUENCES, IncidentKind
from server.storage.tables import FaceCheckRow, IncidentRow, PhotoRow, SittingRow
from server.storage.work import Work
from server.workflows.steps import incidents, pause
from server.workflows.steps.gate import check_waits, gate_of, let_in


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

    verdict: Verdict
    facts: dict[str, Any]
    frames: Sequence[GateFrame]
    embedding: Sequence[float]  # of the good frames together
    let_in: bool = False  # not_live, where moving is only advised: a proctor is told


def pass_gate(work: Work, gate: Gate, result: GateResult, *, by: Applicant) -> Status:
    """The face at the seat was looked at: on a match the sitting goes on, else a proctor is called."""
    require(by, Action.PASS_FACE_CHECK)
    sitting = work.sittings.get_one(by.sitting_id)
    check_waits(work, sitting)
    check = FaceCheckRow(sitting_id=sitting.id, gate=gate, at=work.now, verdict=result.verdict, measured=result.facts)
    work.identity.add_check(check)
    if result.verdict is Verdict.MATCH or result.let_in:
        let_in(work, sitting, by=by)
        _keep_seat_picture(work, sitting, result)
        if result.let_in:
            _report_not_live(work, sitting, result, by=by)
    else:
        _raise_refused(work, sitting, result, by=by)
    return sitting.status


def _keep_seat_picture(work: Work, sitting: SittingRow, result: GateResult) -> None:
    """The same face as at the desk, in the seat's own light and camera: the exam compares with it too."""
    nearest = min(result.frames, key=lambda frame: math.inf if frame.distance is None else frame.distance)
    row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, kind=PhotoKind.SEAT, taken_at=work.now)
    work.identity.add_photo(row, sitting.slot_id, nearest.jpeg, result.embedding)


def _report_not_live(work: Work, sitting: SittingRow, result: GateResult, *, by: Applicant) -> None:
    kind = IncidentKind.NOT_LIVE
    raised = incidents.Raised(kind, CONSEQUENCES[kind].severity, ((f"why_{kind}", {}),), None, None)
    frames = [_kept_frame(frame, result.embedding, work.now) for frame in result.frames]
    incidents.open_or_extend(work, sitting, raised, frames, by=by)


def _raise_refused(work: Work, sitting: SittingRow, result: GateResult, *, by: Applicant) -> None:
    seat = work.places.seat(sitting.seat_id) if sitting.seat_id else None
    incident = incidents.add(
        work,
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
        ),
        by=by,
    )
    incidents.attach_frames(work, incident.id, [_kept_frame(frame, result.embedding, work.now) for frame in result.frames])
    if sitting.status is Status.PAUSED:  # the camera may be wrong, and from here on only a proctor can end it
        pause.stay_paused(work, sitting, Cause.MISMATCH, by=by)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _why(result: GateResult) -> str:
    return "why_not_live" if result.verdict is Verdict.NOT_LIVE else "why_identity_refused"


def _kept_frame(frame: GateFrame, embedding: Sequence[float], now: datetime) -> incidents.KeptFrame:
    """With the embedding all of them have in common."""
    return incidents.KeptFrame("trigger", frame.jpeg, now, now, "gate", frame.distance, embedding, frame.boxes, frame.hints)
