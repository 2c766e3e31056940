"""Incidents: raised by the system with the pictures that raised them, closed by a proctor with a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.announcements import IncidentChanged, IncidentHandled, SittingMoved
from server.exam.actors import Actor, Officer, System, require
from server.exam.ledger import Cause
from server.exam.rights import Action, Where
from server.exam.sittings import WORKING, Status
from server.identity.incidents import IncidentKind
from server.identity.looks.decision import Traced
from server.json_values import iso
from server.storage.room_queries import Watching
from server.storage.tables import IncidentFrameRow, IncidentRow, SittingRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import NothingToDo
from server.workflows.steps import pause

CALLED = "called"  # whoever cannot get past a face check asks for a human
PAUSED, REFUSED, TOLD = "paused", "refused", "told"  # what the server did: the sitting stands, nobody came in, somebody looks
CHECKED = "checked"  # it stood, and whoever sits there has passed a face check since: it holds nobody any more

ABOUT_WHO_IT_IS = (IncidentKind.PICTURE_COPIED, IncidentKind.NOT_LIVE, CALLED)  # answered by two who looked


@dataclass(frozen=True, slots=True)
class Raised:
    """What the identity rules found."""

    kind: str
    severity: int
    why: Sequence[tuple[str, Mapping[str, str | int | float]]]
    limit: float | None
    pause_cause: str | None  # none: nobody is paused for it
    trace: Sequence[Traced] = ()  # how the evidence grew
    evidence_limit: float | None = None
    needs_face_check: bool = False  # whoever is paused takes a face check and goes on by themselves


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """A picture kept as evidence."""

    phase: str  # before, trigger, after
    jpeg: bytes
    taken_at: datetime
    received_at: datetime
    kind: str = ""
    distance: float | None = None
    embedding: Sequence[float] | None = None
    boxes: Sequence[Sequence[float]] = ()  # of its faces, as shares of the picture
    hints: Sequence[str] | None = None  # what was amiss with it; none: it was never measured


def raise_incident(work: Work, sitting_id: UUID, raised: Raised, frames: Sequence[KeptFrame] = (), *, by: Actor) -> UUID | None:
    """Call a proctor, and pause where the rules say so; never more than that. None when the sitting is not working any more.

    While one of the same kind is open no second one is raised, but a sitting that runs again is paused again. One that a face
    check has answered meanwhile is over, though no proctor has closed it yet.
    """
    sitting = work.sittings.get_one(sitting_id)
    if sitting.status not in WORKING:
        return None
    incident = open_or_extend(work, sitting, raised, frames, by=by)
    if raised.pause_cause is not None and sitting.status is Status.RUNNING:
        cause, check = Cause(raised.pause_cause), raised.needs_face_check
        pause.keep(work, sitting, sitting.state.paused(cause, work.now, needs_face_check=check), by=by)
        incident.decided = PAUSED
    return incident.id


def open_or_extend(
    work: Work, sitting: SittingRow, raised: Raised, frames: Sequence[KeptFrame] = (), *, by: Actor
) -> IncidentRow:
    """The open incident of the kind, or a new one; whether the sitting works is the caller's to know, and nobody is paused."""
    incident = work.identity.open_incident(sitting.id, raised.kind, but=CHECKED)
    if incident is None:
        incident = add(work, _row(work, raised, sitting.slot_id, _room_of(work, sitting), sitting.id), by=by)
        attach_frames(work, incident.id, frames)
    else:
        _add_why(incident, raised)
    work.announce(IncidentChanged(incident.id, sitting.slot_id), SittingMoved(sitting.id, sitting.slot_id))
    return incident


def add(work: Work, row: IncidentRow, *, by: Actor) -> IncidentRow:
    """Keep a new incident, with the line that says who or what raised it."""
    incident = work.identity.add_incident(row)
    work.audit.note(by, "raised incident", ("incident", incident.id), kind=incident.kind)
    return incident


def face_checked(work: Work, sitting: SittingRow) -> None:
    """Whoever it had stopped was looked at and went on: a proctor still sees it, and it stops nobody a second time."""
    for incident in Watching(work.session).open_incidents(sitting.id):
        if incident.decided == PAUSED:
            incident.decided = CHECKED
            work.announce(IncidentChanged(incident.id, incident.slot_id))


def keep_trace(work: Work, incident_id: UUID, trace: Sequence[Traced], *, by: System) -> None:
    """How the evidence grew, of an incident that was just raised; one that was open already has its own."""
    require(by, Action.KEEP_EVIDENCE)
    incident = one(work, incident_id)
    if not incident.trace:
        incident.trace = [_plain(one) for one in trace]


def keep_frames(work: Work, incident_id: UUID, frames: Sequence[KeptFrame], *, by: System) -> None:
    """The pictures up to the one that raised it, unless it has them: one that follows may have been written before."""
    require(by, Action.KEEP_EVIDENCE)
    if all(frame.phase == "after" for frame in work.identity.frames(incident_id)):
        attach_frames(work, incident_id, frames)


def add_frames(work: Work, incident_id: UUID, frames: Sequence[KeptFrame], *, by: System) -> list[UUID]:
    """Those that came after the one that raised it."""
    require(by, Action.KEEP_EVIDENCE)
    return attach_frames(work, incident_id, frames)


def attach_frames(work: Work, incident_id: UUID, frames: Sequence[KeptFrame]) -> list[UUID]:
    incident = one(work, incident_id)
    kept = []
    for frame in frames:
        row = IncidentFrameRow(
            incident_id=incident.id,
            phase=frame.phase,
            taken_at=frame.taken_at,
            received_at=frame.received_at,
            kind=frame.kind,
            distance=frame.distance,
            measured=_measured(frame),
        )
        kept.append(work.identity.add_frame(row, incident.slot_id, frame.jpeg, frame.embedding))
    work.announce(IncidentChanged(incident.id, incident.slot_id))
    return kept


def note_measured(work: Work, frame_id: UUID, measured: KeptFrame, *, by: System) -> None:
    """A picture was kept before a worker had looked at it; now one has."""
    require(by, Action.KEEP_EVIDENCE)
    row = work.identity.frame(frame_id)
    if row is not None:
        row.kind, row.distance, row.measured = measured.kind, measured.distance, _measured(measured)
        work.announce(IncidentChanged(row.incident_id, one(work, row.incident_id).slot_id))


def raise_room_incident(work: Work, slot_id: UUID, room_id: UUID, raised: Raised, *, by: System) -> UUID:
    """The fault is the room's: the light went out. Nobody is paused."""
    require(by, Action.RAISE_INCIDENT, where_of_slot(work, work.slots.get_one(slot_id), room_id))
    for known in work.identity.incidents(slot_id):
        if known.closed_at is None and known.room_id == room_id and known.sitting_id is None and known.kind == raised.kind:
            return known.id
    incident = add(work, _row(work, raised, slot_id, room_id, None), by=by)
    work.announce(IncidentChanged(incident.id, slot_id))
    return incident.id


def close(work: Work, incident_id: UUID, note: str, *, by: Officer) -> None:
    incident = one(work, incident_id)
    require(by, Action.CLOSE_INCIDENT, where_of(work, incident))
    if incident.closed_at is not None:
        raise NothingToDo()
    close_row(work, incident, note, by=by)


def close_row(work: Work, incident: IncidentRow, note: str, *, by: Officer) -> None:
    incident.closed_at, incident.closed_by, incident.note = work.now, by.id, note
    work.audit.note(by, "closed incident", ("incident", incident.id), kind=incident.kind)
    if incident.sitting_id is not None:
        work.announce(IncidentHandled(incident.sitting_id, incident.id))
    work.announce(IncidentChanged(incident.id, incident.slot_id))


def close_of_kind(work: Work, sitting: SittingRow, kind: str, note: str, *, by: Officer) -> None:
    """A proctor's act answers the incident that asked for it."""
    incident = work.identity.open_incident(sitting.id, kind)
    if incident is not None:
        close_row(work, incident, note, by=by)


def close_confirmed(work: Work, sitting: SittingRow, note: str, *, by: Officer) -> None:
    """Two officers have looked at the person: what only asked who it is has its answer."""
    for kind in ABOUT_WHO_IT_IS:
        close_of_kind(work, sitting, kind, note, by=by)


def one(work: Work, incident_id: UUID) -> IncidentRow:
    return work.session.get_one(IncidentRow, incident_id)


def where_of(work: Work, incident: IncidentRow) -> Where:
    """Where the incident happened: a sitting that was moved since leaves it with the proctor who saw it."""
    return where_of_slot(work, work.slots.get_one(incident.slot_id), incident.room_id)


def _row(work: Work, raised: Raised, slot_id: UUID, room_id: UUID | None, sitting_id: UUID | None) -> IncidentRow:
    return IncidentRow(
        slot_id=slot_id,
        room_id=room_id,
        sitting_id=sitting_id,
        kind=raised.kind,
        severity=raised.severity,
        raised_at=work.now,
        why=_why(raised),
        limit=raised.limit,
        trace=[_plain(one) for one in raised.trace],
        evidence_limit=raised.evidence_limit,
        decided=TOLD,
    )


def _why(raised: Raised) -> list[dict[str, Any]]:
    return [{"key": key, "parameters": dict(parameters)} for key, parameters in raised.why]


def _add_why(incident: IncidentRow, raised: Raised) -> None:
    """What somebody was called for before may have had another reason: whoever comes reads both."""
    known = {one["key"] for one in incident.why}
    incident.why = [*incident.why, *(one for one in _why(raised) if one["key"] not in known)]


def _measured(frame: KeptFrame) -> dict[str, Any] | None:
    if frame.hints is None:
        return None
    return {"faces": [list(box) for box in frame.boxes], "hints": list(frame.hints)}


def _plain(one: Traced) -> dict[str, Any]:
    return {
        "at": iso(one.at),
        "kind": one.kind,
        "distance": None if one.distance is None else round(one.distance, 3),
        "weight": round(one.weight, 2),
        "evidence": round(one.evidence, 2),
    }


def _room_of(work: Work, sitting: SittingRow) -> UUID | None:
    return work.places.seat(sitting.seat_id).room_id if sitting.seat_id else None
