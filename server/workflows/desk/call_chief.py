"""The desk calls the chief, when pictures keep somebody out."""

from uuid import UUID

from server.exam.actors import Officer
from server.storage.work import Work
from server.workflows.steps import calls
from server.workflows.steps.at_desk import may_check_face


def from_desk(work: Work, sitting_id: UUID, *, by: Officer) -> None:
    """The desk calls the chief, who may let officers look instead of the camera."""
    sitting = may_check_face(work, sitting_id, by=by)
    if calls.call(work, sitting, "why_called_at_desk", by=by):
        work.audit.note(by, "called for a chief", ("sitting", sitting.id))
