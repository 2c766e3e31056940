"""What the system raises by itself: incidents with their pictures, and the pause that some of them bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.announcements import IncidentChanged
from server.exam.ledger import Cause
from server.exam.sittings import Move, Status
from server.identity.incidents import Why
from server.storage.tables import IncidentFrameRow, IncidentRow
from server.storage.work import Work
from server.workflows import halting


@dataclass(frozen=True, slots=True)
class Raised:
    """What the identity rules decided."""

    kind: str
    severity: int
    why: Why
    limit: float | None
    pause_cause: str | None  # none: nobody is paused


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """A picture that belongs to an incident."""

    phase: str  # before, trigger, after
    jpeg: bytes
    taken_at: datetime
    received_at: datetime
    kind: str
    distance: float | None = None


def raise_incident(work: Work, sitting_id: UUID, raised: Raised, frames: Sequence[KeptFrame]) -> UUID | None:
    """Call a proctor, and cover the questions if the kind asks for it; never more than that without a human.

    Returns the incident, or None while one of its kind is still open or the sitting is not running any more.
    """
    sitting = work.sittings.get_one(sitting_id)
    if Status(sitting.status) is not Status.RUNNING or work.identity.open_incident(sitting.id, raised.kind) is not None:
        return None
    seat = work.places.seat(sitting.seat_id) if sitting.seat_id else None
    incident = _add(work, sitting.slot_id, seat.room_id if seat else None, sitting.id, raised)
    add_frames(work, incident.id, frames)
    if raised.pause_cause is not None:
        halting.halt(work, sitting, Cause(raised.pause_cause), Move.PAUSE)
    return incident.id


def raise_room_incident(work: Work, slot_id: UUID, room_id: UUID, raised: Raised) -> UUID:
    """Something happened to a whole room, e.g. the light went out; nobody in it is paused."""
    return _add(work, slot_id, room_id, None, raised).id


def add_frames(work: Work, incident_id: UUID, frames: Sequence[KeptFrame]) -> None:
    incident = work.identity.incident(incident_id)
    if incident is None:
        return
    for frame in frames:
        row = IncidentFrameRow(
            incident_id=incident_id,
            phase=frame.phase,
            taken_at=frame.taken_at,
            received_at=frame.received_at,
            kind=frame.kind,
            distance=frame.distance,
        )
        work.identity.add_frame(row, incident.slot_id, frame.jpeg)
    work.announce(IncidentChanged(incident_id, incident.slot_id))


def _add(work: Work, slot_id: UUID, room_id: UUID | None, sitting_id: UUID | None, raised: Raised) -> IncidentRow:
    incident = work.identity.add_incident(
        IncidentRow(
            slot_id=slot_id,
            room_id=room_id,
            sitting_id=sitting_id,
            kind=raised.kind,
            severity=raised.severity,
            raised_at=work.now,
            why=[{"key": key, "parameters": dict(parameters)} for key, parameters in raised.why],
            limit=raised.limit,
        )
    )
    work.announce(IncidentChanged(incident.id, slot_id))
    return incident
