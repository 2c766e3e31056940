"""Pictures that must not be shown again at a gate, and what is kept when they were."""

from collections.abc import Sequence
from uuid import UUID

from server.exam.actors import Applicant, Officer
from server.exam.rights import Action
from server.identity.choices import Gate, Verdict
from server.identity.incidents import Decision, IncidentKind
from server.storage.tables import FaceCheckRow, SittingRow
from server.storage.work import Work
from server.workflows.steps import incidents
from server.workflows.steps.at_desk import at_desk

_MOST = 4  # the newest: a registration has one reference photo, and rarely more than one desk picture


def enrolled(work: Work, sitting: SittingRow) -> tuple[bytes, ...]:
    return tuple(work.identity.jpeg(photo) for photo in work.people.enrolled_pictures(sitting.registration_id)[:_MOST])


def at_the_desk(work: Work, sitting_id: UUID, likeness: float, *, by: Officer) -> None:
    """No picture is kept: it is one that is kept already. The log says who held it up."""
    at_desk(work, sitting_id, Action.CHECK_FACE, by=by)
    check = _noted(work, sitting_id, Gate.DESK, likeness)
    work.audit.note(by, "showed a copied picture at desk", ("sitting", sitting_id), check=str(check.id))


def at_the_seat(work: Work, gate: Gate, likeness: float, frames: Sequence[bytes], *, by: Applicant) -> None:
    """A proctor is told, with the pictures; the gate may be tried again."""
    _noted(work, by.sitting_id, gate, likeness)
    kind = IncidentKind.PICTURE_COPIED
    decision = Decision(kind, work.now, ((f"why_{kind}", {}),))
    raised = incidents.Raised(kind, decision.severity, decision.why, None, None)
    kept = [incidents.KeptFrame("trigger", jpeg, work.now, work.now, "gate") for jpeg in frames]
    incidents.open_or_extend(work, work.sittings.get_one(by.sitting_id), raised, kept, by=by)


def _noted(work: Work, sitting_id: UUID, gate: Gate, likeness: float) -> FaceCheckRow:
    measured = {"likeness": round(likeness, 3)}
    return work.identity.add_check(
        FaceCheckRow(sitting_id=sitting_id, gate=gate, at=work.now, verdict=Verdict.COPY, measured=measured)
    )
