"""Two officers let someone in whom the camera did not know, or whom no usable photo shows."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from server.exam.actors import Officer
from server.exam.rights import Action, allowed
from server.identity.choices import PhotoKind, Verdict
from server.storage.tables import FaceCheckRow, OverrideRow, SittingRow
from server.storage.work import Work
from server.workflows.access import officer, where_of_slot
from server.workflows.desk.check_in import check_in
from server.workflows.refusals import (
    DocumentNeeded,
    NothingToDo,
    OverrideTooLate,
    ReasonNeeded,
    SecondOfficerElsewhere,
    SecondOfficerRefused,
)
from server.workflows.steps import incidents
from server.workflows.steps.at_desk import at_desk, check_may_come_in

# Their words stand in client/words/id/shared.json: the monitor reads them too.
REASONS = frozenset({"looks_changed", "photo_old", "photo_edited", "face_injured", "cannot_move", "desk_camera"})
LOOK_ALIKE_REASONS = frozenset({"twin", "relative", "another_person", "own_second_number"})
DOCUMENTS = frozenset({"ktp", "ktp_letter", "digital_id", "family_card", "passport", "child_card"})
NO_REFERENCE = "no_reference"
TO_CONFIRM = (Verdict.NO_MATCH, Verdict.NOT_LIVE, Verdict.NO_REFERENCE, Verdict.LOOK_ALIKE)


@dataclass(frozen=True, slots=True)
class Document:
    kind: str
    last_digits: str


@dataclass(frozen=True, slots=True)
class Override:
    check_id: UUID
    reason: str | None  # none: an enrolment, for which there is only one unless somebody else has this face
    document: Document | None
    second: UUID  # who has just given their own password on this screen


def confirm(work: Work, sitting_id: UUID, request: Override, within: timedelta, *, by: Officer) -> str:
    """Returns the PIN. The refused picture becomes the desk picture the exam compares with."""
    sitting, slot = at_desk(work, sitting_id, Action.ISSUE_PIN, by=by)
    check_may_come_in(work, sitting, slot)
    check = _check_to_override(work, sitting, request.check_id)
    if work.now - check.at > within:
        raise OverrideTooLate(minutes=round(within.total_seconds() / 60))
    second = _second(work, request.second, by=by)
    if not allowed(second.grants, Action.CONFIRM_OVERRIDE, where_of_slot(work, slot)):
        raise SecondOfficerElsewhere()
    reason, enrols = _reason(check, request), _is_enrolment(check)
    picture = work.identity.photo(check.picture_id)
    picture.kind = PhotoKind.DESK
    if enrols:
        sitting.enrolled_at_desk = True
        picture.review = " ".join(filter(None, ("enrolled_at_desk", picture.review)))
    work.identity.add_override(
        OverrideRow(
            sitting_id=sitting.id,
            check_id=check.id,
            reason=reason,
            first=by.id,
            second=second.id,
            document_kind=request.document.kind if request.document else None,
            document_digits=request.document.last_digits if request.document else None,
            at=work.now,
        )
    )
    work.audit.note(by, "overrode face check", ("sitting", sitting.id), reason=reason, check=str(check.id), second=str(second.id))
    incidents.close_confirmed(work, sitting, reason, by=by)
    work.audit.note(second, "confirmed override", ("sitting", sitting.id), reason=reason, check=str(check.id))
    return check_in(work, sitting, slot, by=by)


def _check_to_override(work: Work, sitting: SittingRow, check_id: UUID) -> FaceCheckRow:
    check = work.identity.check(check_id)
    if check is None or check.sitting_id != sitting.id or check.verdict not in TO_CONFIRM:
        raise NothingToDo()
    return check


def _second(work: Work, second_id: UUID, *, by: Officer) -> Officer:
    if second_id == by.id:
        raise SecondOfficerRefused()
    return officer(work, second_id)


def _is_enrolment(check: FaceCheckRow) -> bool:
    """There was nothing to compare with, whether or not somebody else has this face."""
    return check.measured.get("distance") is None


def _reason(check: FaceCheckRow, request: Override) -> str:
    if _is_enrolment(check) and request.document is None:
        raise DocumentNeeded()
    if check.verdict is Verdict.NO_REFERENCE:
        return NO_REFERENCE
    if request.reason is None or (request.reason in LOOK_ALIKE_REASONS) != (check.verdict is Verdict.LOOK_ALIKE):
        raise ReasonNeeded()
    return request.reason
