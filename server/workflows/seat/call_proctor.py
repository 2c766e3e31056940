"""The applicant before a face check calls the proctor."""

from uuid import UUID

from server.storage.work import Work
from server.workflows.steps import calls, gate


def from_seat(work: Work, sitting_id: UUID) -> None:
    """The applicant before a face check calls the proctor; the check may still be tried, and no clock stops for it."""
    sitting = work.sittings.get_one(sitting_id)
    calls.call(work, sitting, "why_called", gate=gate.gate_of(sitting))
