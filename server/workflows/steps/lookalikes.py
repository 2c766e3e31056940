"""The same face under two numbers: what is searched, what was found, and to whom it is told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import Action, allowed
from server.exam.slots import SlotStatus
from server.identity.choices import ENROLLED
from server.memory.enrolled_faces import Searched
from server.storage.lookalikes import LookAlikes
from server.storage.tables import FaceCheckRow, PhotoRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import NothingToDo


def exams_to_search(work: Work, statuses: Sequence[SlotStatus]) -> list[UUID]:
    return sorted({slot.exam_id for slot in work.slots.with_status(*statuses)})


def still_enrolled(work: Work, searched: Searched) -> Searched:
    """What is in memory may have been erased or never accepted since: the database knows."""
    photos = {one.photo: work.session.get(PhotoRow, one.photo) for one in searched.alikes}
    current = tuple(one for one in searched.alikes if (row := photos[one.photo]) is not None and row.kind in ENROLLED)
    return Searched(current, searched.stop_within)


def lookalikes_json(work: Work, check_id: UUID, *, by: Officer) -> list[dict[str, Any]]:
    """Who else has this face, as far as this officer may know those others. No distance: people look at people."""
    check = _check(work, check_id, by=by)
    stop_within = check.measured.get("alike_limit", 0.0)
    alikes = [alike for alike in check.measured.get("alikes", ()) if alike["distance"] <= stop_within]
    return [{key: value for key, value in lookalike_json(work, alike, by=by).items() if key != "distance"} for alike in alikes]


def picture(work: Work, check_id: UUID, photo_id: UUID, *, by: Officer) -> bytes | None:
    check = _check(work, check_id, by=by)
    alikes = [one for one in check.measured.get("alikes", ()) if one["photo"] == str(photo_id)]
    row = work.session.get(PhotoRow, photo_id)
    if not alikes or row is None or not _may_know(work, row.registration_id, by=by):
        return None
    work.audit.note(by, "saw look-alike", ("sitting", check.sitting_id), photo=str(photo_id))
    return work.identity.jpeg(row)


def lookalike_json(work: Work, alike: dict[str, Any], *, by: Officer) -> dict[str, Any]:
    known = {"distance": alike["distance"], "photo": None, "number": None, "name": None}
    registration_id = UUID(alike["registration"])
    if not _may_know(work, registration_id, by=by):
        return known
    registration = work.people.registration(registration_id)
    person = work.people.person(registration.person_id)
    return known | {"photo": alike["photo"], "number": registration.number, "name": person.name}


def _check(work: Work, check_id: UUID, *, by: Officer) -> FaceCheckRow:
    check = work.identity.check(check_id)
    if check is None:
        raise NothingToDo()
    slot = work.slots.get_one(work.sittings.get_one(check.sitting_id).slot_id)
    require(by, Action.FIND_REGISTRATION, where_of_slot(work, slot))
    return check


def _may_know(work: Work, registration_id: UUID, *, by: Officer) -> bool:
    """Only who may find that other registration at a desk of their own."""
    slots = LookAlikes(work.session, work.vault).slots_of(registration_id)
    return any(allowed(by.grants, Action.FIND_REGISTRATION, where_of_slot(work, slot)) for slot in slots)
