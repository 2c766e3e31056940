"""Somebody known by sight and not by the camera: two officers answer for it, and a picture stays, or why there is none."""

from dataclasses import dataclass
from uuid import UUID

from server.exam.actors import Officer
from server.exam.errors import SecondPersonNeeded
from server.exam.rights import Action, allowed
from server.identity.choices import Gate, PhotoKind, Way
from server.storage.tables import FaceCheckRow, OverrideRow, PhotoRow, SittingRow
from server.storage.work import Work
from server.workflows.access import where_of
from server.workflows.refusals import PictureNeeded, SecondOfficerElsewhere, SecondOfficerRefused
from server.workflows.steps import incidents

MISSING = "no_picture"
NO_PICTURE = frozenset({"camera_broken", "no_camera", "veil", "refuses_picture", "system_failure"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What two officers leave behind of it."""

    second: Officer | None  # who has just given their own password on this screen
    picture: bytes | None = None  # of a camera, taken then
    no_picture: str = ""  # why there is none


def second_there(work: Work, sitting: SittingRow, second: Officer | None, right: Action, *, by: Officer) -> Officer:
    """Somebody else, who may do the same at this place."""
    return check_second(second, is_allowed=second is not None and allowed(second.grants, right, where_of(work, sitting)), by=by)


def check_second(second: Officer | None, *, by: Officer, is_allowed: bool) -> Officer:
    if second is None:
        raise SecondPersonNeeded(move="by_sight")
    if second.id == by.id:
        raise SecondOfficerRefused()
    if not is_allowed:
        raise SecondOfficerElsewhere()
    return second


def keep(work: Work, sitting: SittingRow, sight: Sight, way: Way, *, by: Officer, **why: str | None) -> None:
    """On the chief's list, with both officers. `why`: reason, document_kind, or the photo a proctor vouched for."""
    if sight.second is None:
        raise SecondPersonNeeded(move=way)
    photo = _picture(work, sitting, sight, way)
    missing = {} if sight.picture else {"no_picture": sight.no_picture}
    seen = {"sitting_id": sitting.id, "at": work.now}
    check = FaceCheckRow(**seen, gate=Gate.SIGHT, verdict=way, measured=missing, picture_id=photo.id)
    work.identity.add_check(check)
    officers = {"first": by.id, "second": sight.second.id}
    reason = why.get("reason") or way
    work.identity.add_override(
        OverrideRow(**seen, **officers, check_id=check.id, reason=reason, document_kind=why.get("document_kind"))
    )
    incidents.close_confirmed(work, sitting, reason, by=by)
    work.audit.note(sight.second, "confirmed by sight", ("sitting", sitting.id), way=way, check=str(check.id))


def _picture(work: Work, sitting: SittingRow, sight: Sight, way: Way) -> PhotoRow:
    """An empty one where there is none: the list shows why."""
    if sight.picture is None and sight.no_picture not in NO_PICTURE:
        raise PictureNeeded()
    row = PhotoRow(
        registration_id=sitting.registration_id,
        sitting_id=sitting.id,
        kind=PhotoKind.SIGHT,
        faults="" if sight.picture else f"{MISSING} {sight.no_picture}",
        taken_at=work.now,
        review=way,
    )
    return work.identity.add_photo(row, sitting.slot_id, sight.picture or b"", None)


def took_part(work: Work, sitting_id: UUID, check: FaceCheckRow | None, override: OverrideRow | None) -> set[UUID]:
    """Who showed, checked, let in or confirmed: whoever reviews it is somebody else."""
    there = {override.first, override.second} if override is not None else set()
    if check is None:
        return there
    lines = work.audit.of(("sitting", sitting_id))
    return there | {line.staff_id for line in lines if line.staff_id and line.facts.get("check") == str(check.id)}
