"""The applicant before a face check calls the proctor."""

from uuid import UUID

from server.storage.work import Work
from server.workflows.steps import gate, incidents
from server.workflows.steps.calls import CALLED, SEVERITY


def from_seat(work: Work, sitting_id: UUID) -> None:
    """The applicant before a face check calls the proctor; the check may still be tried, and no clock stops for it."""
    sitting = work.sittings.get_one(sitting_id)
    why = ("why_called", {"gate": gate.gate_of(sitting)})
    incidents.open_or_extend(work, sitting, incidents.Raised(CALLED, SEVERITY, (why,), None, None))
