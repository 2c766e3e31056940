"""What a proctor sees on opening one sitting or one incident: pictures, sentences, events, never a score."""

from typing import Any
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.ledger import given_of
from server.exam.rights import Action
from server.identity.choices import PhotoKind
from server.json_values import duration_s, iso
from server.memory.presence import Presence
from server.storage.room_queries import Watching
from server.storage.tables import IncidentFrameRow, IncidentRow, PhotoRow, SittingRow
from server.storage.work import Work
from server.workflows.access import where_of
from server.workflows.steps import incidents
from server.workflows.views.ledger import ledger_json
from server.workflows.views.room import incidents_json

EVENTS_SHOWN = 5  # of each kind


def sitting(work: Work, sitting_id: UUID, *, by: Officer) -> dict[str, Any]:
    row = watched(work, sitting_id, by=by)
    open_ones = list(Watching(work.session).open_incidents(row.id))
    return {
        "id": str(row.id),
        "identity_reason": row.identity_reason,
        "recheck_s": duration_s(row.recheck_every) if row.recheck_every else None,
        "rechecked_at": iso(row.rechecked_at),
        "granted_s": duration_s(given_of(work.ledger.entries(row.id))),
        "has_reference": work.people.reference(row.registration_id) is not None,
        "has_desk": work.people.desk_picture(row.registration_id, row.id) is not None,
        "events": _events(work, row),
        "ledger": ledger_json(work, row),
        "incidents": incidents_json(work, open_ones),
    }


def incident(work: Work, incident_id: UUID, *, by: Officer) -> dict[str, Any]:
    row = readable(work, incident_id, by=by)
    whose = work.sittings.get(row.sitting_id) if row.sitting_id else None
    photo = work.people.desk_picture(whose.registration_id, whose.id) if whose else None
    return {
        **incidents_json(work, [row])[0],
        "frames": [_frame(frame) for frame in work.identity.frames(row.id)],
        "limit": row.limit,
        "trace": row.trace,
        "evidence_limit": row.evidence_limit,
        "why": row.why,
        "decided": row.decided,
        "has_desk": photo is not None,
        "has_reference": whose is not None and work.people.reference(whose.registration_id) is not None,
        "events": _events(work, whose) if whose else [],
        "ledger": ledger_json(work, whose) if whose else [],
    }


def picture(work: Work, sitting_id: UUID, kind: str, *, by: Officer) -> bytes | None:
    """The desk picture or the reference photo."""
    row = watched(work, sitting_id, by=by)
    photo: PhotoRow | None = work.people.reference(row.registration_id)
    if kind == PhotoKind.DESK:
        photo = work.people.desk_picture(row.registration_id, row.id)
    return work.identity.jpeg(photo) if photo is not None else None


def latest(work: Work, presence: Presence, sitting_id: UUID, *, by: Officer) -> bytes | None:
    """The last snapshot, which is in memory only."""
    watched(work, sitting_id, by=by)
    frames = presence.of(sitting_id).frames
    return frames[-1].jpeg if frames else None


def frame(work: Work, incident_id: UUID, frame_id: UUID, *, by: Officer) -> bytes | None:
    readable(work, incident_id, by=by)
    row = work.identity.frame(frame_id)
    return work.identity.jpeg(row) if row is not None and row.incident_id == incident_id else None


def watched(work: Work, sitting_id: UUID, *, by: Officer) -> SittingRow:
    row = work.sittings.get_one(sitting_id)
    require(by, Action.WATCH_ROOM, where_of(work, row))
    return row


def readable(work: Work, incident_id: UUID, *, by: Officer) -> IncidentRow:
    row = incidents.one(work, incident_id)
    require(by, Action.READ_INCIDENT, incidents.where_of(work, row))
    return row


def _frame(row: IncidentFrameRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "taken_at": iso(row.taken_at),
        "received_at": iso(row.received_at),
        "kind": row.kind,
        "distance": row.distance,
        "phase": row.phase,
        "measured": row.measured,
    }


def _events(work: Work, row: SittingRow) -> list[dict[str, Any]]:
    """Kind by kind: a page that sends a thousand of one hides none of another."""
    return [
        {
            "kind": one.kind,
            "count": one.count,
            "first_at": iso(one.first_at),
            "newest": [{"client_at": iso(event.client_at), "server_at": iso(event.server_at)} for event in one.newest],
        }
        for one in work.sittings.events_by_kind(row.id, EVENTS_SHOWN)
    ]
