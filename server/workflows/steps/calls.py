"""A human is asked for: whoever the pictures keep at a gate is never left alone with the camera."""

from server.announcements import IncidentChanged
from server.exam.actors import Actor
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.steps import incidents

CALLED = incidents.CALLED
SEVERITY = 2


def call(work: Work, sitting: SittingRow, why: str, *, by: Actor, **parameters: str) -> bool:
    """A call stands until it is answered. Another place adds to it; False: the same again, which tells nobody anything."""
    standing = work.identity.open_incident(sitting.id, CALLED)
    if standing is None:
        incidents.open_or_extend(work, sitting, incidents.Raised(CALLED, SEVERITY, ((why, parameters),), None, None), by=by)
        return True
    reason = {"key": why, "parameters": parameters}
    if reason in standing.why:
        return False
    standing.why = [*standing.why, reason]
    work.announce(IncidentChanged(standing.id, standing.slot_id))
    return True
