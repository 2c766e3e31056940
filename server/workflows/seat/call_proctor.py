"""The applicant before a face check calls the proctor."""

from server.exam.actors import Applicant, require
from server.exam.rights import Action
from server.storage.work import Work
from server.workflows.steps import calls, gate


def from_seat(work: Work, *, by: Applicant) -> None:
    """The applicant before a face check calls the proctor; the check may still be tried, and no clock stops for it."""
    require(by, Action.CALL_PROCTOR)
    sitting = work.sittings.get_one(by.sitting_id)
    calls.call(work, sitting, "why_called", by=by, gate=gate.gate_of(sitting))
