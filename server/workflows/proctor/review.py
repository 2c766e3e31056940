"""The list a chief goes through: enrolled at the desk, vouched for by sight, alike to somebody else; and what they marked."""

from typing import Any
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import Action
from server.json_values import iso
from server.storage.lookalikes import LookAlikes
from server.storage.room_queries import Watching
from server.storage.tables import FaceCheckRow, OverrideRow, PhotoRow, ReviewRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import NothingToDo, TookPart
from server.workflows.steps import sight_confirmation
from server.workflows.steps.lookalikes import lookalike_json


def listed(work: Work, slot_id: UUID, *, by: Officer) -> list[dict[str, Any]]:
    """Newest first; what was reviewed stays on the list, with its mark."""
    require(by, Action.REVIEW_ENROLMENT, where_of_slot(work, work.slots.get_one(slot_id)))
    marks = LookAlikes(work.session, work.vault)
    found, overrides = marks.for_review(slot_id), marks.overrides(slot_id)
    people = [done.by for *_, done in found if done is not None]
    people += [officer for one in overrides.values() for officer in (one.first, one.second)]
    names = Watching(work.session).staff_names(people)
    return [
        {
            **_photo_json(work, sitting, photo),
            **_check_json(work, check, by=by),
            "override": _override_json(overrides.get(check.id) if check is not None else None, names),
            "reviewed": _mark_json(done, names),
        }
        for sitting, photo, check, done in found
    ]


def modes(work: Work, slot_id: UUID, *, by: Officer) -> list[dict[str, Any]]:
    """When the whole slot was given to officers' eyes, by whom, and back."""
    require(by, Action.REVIEW_ENROLMENT, where_of_slot(work, work.slots.get_one(slot_id)))
    lines = [line for line in work.audit.of(("slot", slot_id)) if line.action == "slot identity_mode"]
    seconds = {line.id: UUID(line.facts["second"]) for line in lines if line.facts.get("second")}
    names = Watching(work.session).staff_names([*(line.staff_id for line in lines), *seconds.values()])
    return [
        {
            "at": iso(line.at),
            "mode": line.facts.get("mode"),
            "reason": line.facts.get("reason"),
            "by": names.get(line.staff_id) if line.staff_id else None,
            "second": names.get(seconds[line.id]) if line.id in seconds else None,
        }
        for line in reversed(lines)
    ]


def mark(work: Work, photo_id: UUID, note: str, *, by: Officer) -> dict[str, Any]:
    """Once: whoever comes second sees who was first."""
    photo, sitting_id = _on_list(work, photo_id, by=by)
    marks = LookAlikes(work.session, work.vault)
    if marks.reviewed(photo.id) is not None:
        raise NothingToDo()
    check = work.identity.check_of(photo.id)
    if by.id in sight_confirmation.took_part(work, sitting_id, check, marks.override_of(check.id) if check is not None else None):
        raise TookPart()
    done = ReviewRow(photo_id=photo.id, at=work.now, by=by.id, note=note)
    marks.add_review(done)
    work.audit.note(by, "reviewed enrolment", ("sitting", sitting_id), photo=str(photo.id), reasons=_reasons(photo))
    return {"reviewed": _mark_json(done, Watching(work.session).staff_names([by.id]))}


def picture(work: Work, photo_id: UUID, *, by: Officer) -> bytes:
    """The one that should be looked at, which need not be the desk picture: the camera may have refused it."""
    return work.identity.jpeg(_on_list(work, photo_id, by=by)[0])


def _on_list(work: Work, photo_id: UUID, *, by: Officer) -> tuple[PhotoRow, UUID]:
    photo = work.identity.photo(photo_id)
    if photo.sitting_id is None or photo.review is None:
        raise NothingToDo()
    slot = work.slots.get_one(work.sittings.get_one(photo.sitting_id).slot_id)
    require(by, Action.REVIEW_ENROLMENT, where_of_slot(work, slot))
    return photo, photo.sitting_id


def _photo_json(work: Work, sitting_id: UUID, photo: PhotoRow) -> dict[str, Any]:
    whole = work.sittings.whole(sitting_id)
    return {
        "id": str(photo.id),
        "reasons": _reasons(photo),
        "at": iso(photo.taken_at),
        "sitting": {"id": str(whole.sitting.id), "number": whole.registration.number, "name": whole.person.name},
        "has_picture": not photo.faults.startswith(sight_confirmation.MISSING),
        "has_reference": work.people.reference(whole.registration.id) is not None,
    }


def _check_json(work: Work, check: FaceCheckRow | None, *, by: Officer) -> dict[str, Any]:
    if check is None:
        return {"check": None, "verdict": None, "alikes": [], "no_picture": None}
    alikes = [lookalike_json(work, one, by=by) for one in check.measured.get("alikes", ())]
    missing = check.measured.get("no_picture")
    return {"check": str(check.id), "verdict": check.verdict, "alikes": alikes, "no_picture": missing}


def _override_json(row: OverrideRow | None, names: dict[UUID, str]) -> dict[str, Any] | None:
    """Why two officers let this face in, and which document they saw: the chief certifies having looked at it again."""
    if row is None:
        return None
    document = {"kind": row.document_kind, "last_digits": row.document_digits} if row.document_kind else None
    answer = {"first": names.get(row.first), "second": names.get(row.second), "at": iso(row.at)}
    return {"reason": row.reason, "document": document, **answer}


def _mark_json(done: ReviewRow | None, names: dict[UUID, str]) -> dict[str, Any] | None:
    return None if done is None else {"by": names.get(done.by), "at": iso(done.at), "note": done.note}


def _reasons(photo: PhotoRow) -> list[str]:
    return (photo.review or "").split()
