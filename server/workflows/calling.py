"""A human is asked for: whoever the pictures keep at a gate is never left alone with the camera."""

from uuid import UUID

from server.storage.work import Work
from server.workflows import incidents, registration, seating
from server.workflows.access import Officer

CALLED = incidents.CALLED
_SEVERITY = 2


def from_seat(work: Work, sitting_id: UUID) -> None:
    """The applicant before a face check calls the proctor; the check may still be tried, and no clock stops for it."""
    sitting = work.sittings.get_one(sitting_id)
    why = ("why_called", {"gate": seating.gate_of(sitting)})
    incidents.tell(work, sitting, incidents.Raised(CALLED, _SEVERITY, (why,), None, None))


def from_desk(work: Work, sitting_id: UUID, by: Officer) -> None:
    """The desk calls the chief, who may let officers look instead of the camera."""
    sitting = registration.may_check(work, sitting_id, by)
    incidents.tell(work, sitting, incidents.Raised(CALLED, _SEVERITY, (("why_called_at_desk", {}),), None, None))
    work.audit.note(by.id, "called for a chief", ("sitting", sitting.id))
