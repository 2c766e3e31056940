"""What the identity watch keeps: minutes of looks, time nobody was checked, and what it needs to watch a sitting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import SittingMoved
from server.exam.actors import System, require
from server.exam.ledger import Cause, book
from server.exam.rights import Action
from server.exam.sittings import Status
from server.exam.timing import Span
from server.identity.camera.unseen import UnseenNotice
from server.identity.choices import Gate, IdentityMode, Verdict
from server.identity.looks.evidence import LookKind
from server.memory.watch_state import WatchedSitting
from server.storage.tables import FaceCheckRow, SittingRow
from server.storage.work import Work
from server.workflows.steps import incidents
from server.workflows.steps.identity_mode import mode_in_force
from server.workflows.steps.incidents import Raised

REBUILT_FROM = timedelta(minutes=3)  # looks older than this weigh nothing any more


def watched(work: Work, sitting_id: UUID) -> WatchedSitting:
    """Who should sit there, and what was already seen: after a restart the watch goes on where it was."""
    sitting = work.sittings.get_one(sitting_id)
    slot = work.slots.get_one(sitting.slot_id)
    seat = work.places.seat(sitting.seat_id) if sitting.seat_id else None
    stored = work.identity.checks(sitting.id, since=work.now - REBUILT_FROM)
    return WatchedSitting(
        slot=sitting.slot_id,
        room=seat.room_id if seat is not None else None,
        is_running=sitting.status is Status.RUNNING,
        has_ended=sitting.ended_at is not None,
        by_camera=mode_in_force(sitting, slot) is IdentityMode.CAMERA,
        references=(*known_embeddings(work, sitting), *_seat_embedding(work, sitting)),
        recent=tuple(look for check in stored if check.gate is Gate.EXAM for look in check.measured.get("looks", ())),
    )


def known_embeddings(work: Work, sitting: SittingRow) -> tuple[tuple[float, ...], ...]:
    """Whose face may sit there: the desk picture's, else the reference photo's, and any a proctor has vouched for since."""
    desk = work.people.desk_picture(sitting.registration_id, sitting.id)
    first = desk or work.people.reference(sitting.registration_id)
    photos = ([first] if first is not None else []) + list(work.people.vouched_pictures(sitting.id))
    embeddings = (work.identity.embedding(photo) for photo in photos)
    return tuple(embedding for embedding in embeddings if embedding is not None)


def photo_beside_desk(work: Work, sitting: SittingRow) -> tuple[float, ...] | None:
    """The registration photo's embedding, where the first of `known_embeddings` is the desk picture's and the desk's camera
    matched the two. Whom it refused, for whatever reason, and two officers let in, is the desk picture alone."""
    desk = work.people.desk_picture(sitting.registration_id, sitting.id)
    photo = work.people.reference(sitting.registration_id)
    if desk is None or photo is None or work.identity.embedding(desk) is None:
        return None
    checked = work.identity.check_of(desk.id)
    return work.identity.embedding(photo) if checked is not None and checked.verdict is Verdict.MATCH else None


def _seat_embedding(work: Work, sitting: SittingRow) -> tuple[tuple[float, ...], ...]:
    """The last face a gate at the seat has matched. Gates themselves compare with the desk only: no chain of likenesses."""
    photo = work.people.seat_picture(sitting.id)
    embedding = work.identity.embedding(photo) if photo is not None else None
    return (embedding,) if embedding is not None else ()


def to_be_seen(work: Work) -> set[UUID]:
    """The sittings the camera must see now."""
    return work.sittings.running_by_camera()


def raise_unseen(work: Work, sitting_id: UUID, notice: UnseenNotice, pauses: bool, *, by: System) -> None:
    """Nobody was seen there for too long. Whoever was stopped, or is looked at by an officer, meanwhile is left alone."""
    require(by, Action.RAISE_INCIDENT)
    if sitting_id not in work.sittings.running_by_camera(sitting_id):
        return
    found = notice.decision
    cause = found.pause_cause if pauses and notice.pauses else None
    raised = Raised(found.kind, found.severity, found.why, None, cause, needs_face_check=notice.needs_face_check and pauses)
    incidents.raise_incident(work, sitting_id, raised, by=by)


def raise_decided(work: Work, sitting_id: UUID, raised: Raised, *, by: System) -> UUID | None:
    """What the looks at a sitting add up to."""
    require(by, Action.RAISE_INCIDENT)
    return incidents.raise_incident(work, sitting_id, raised, by=by)


def keep_minute(work: Work, sitting_id: UUID, looks: Sequence[dict[str, Any]], verdict: LookKind, *, by: System) -> None:
    """One row for up to a minute of looks: kinds and distances, no picture and no embedding."""
    require(by, Action.KEEP_EVIDENCE)
    work.identity.add_check(
        FaceCheckRow(sitting_id=sitting_id, gate=Gate.EXAM, at=work.now, verdict=verdict, measured={"looks": list(looks)})
    )


def note_unverified(work: Work, sitting_id: UUID, began: datetime, ended: datetime, *, by: System) -> None:
    """Our checks failed for a while: nobody is paused for it, everybody can see it."""
    require(by, Action.KEEP_EVIDENCE)
    sitting = work.sittings.get_one(sitting_id)
    if sitting.block is None or sitting.block_started_at is None:
        return
    entry = book(
        Cause.UNVERIFIED,
        Span(began, min(ended, sitting.ended_at or ended)),
        block=Span(sitting.block_started_at, work.now),
        entries=work.ledger.entries(sitting.id, sitting.block),
    )
    if entry is not None:
        work.ledger.add(sitting.id, sitting.block, entry)
        sitting.unverified += entry.ended - entry.began
        work.announce(SittingMoved(sitting.id, sitting.slot_id))
