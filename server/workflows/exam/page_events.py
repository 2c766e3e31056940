"""What an exam page saw happening: kept with the sitting, and what looks odd about its camera is shown to a proctor."""

from collections.abc import Sequence
from datetime import datetime

from server.announcements import PageNoticed
from server.exam.actors import Applicant, require
from server.exam.rights import Action
from server.identity.camera.signs import signs_in
from server.identity.incidents import IncidentKind
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.steps import incidents
from server.workflows.steps.incidents import Raised


def keep(work: Work, events: Sequence[tuple[str, datetime]], *, by: Applicant) -> SittingRow:
    """Returns the sitting the events belong to."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    for kind, client_at in events:
        work.sittings.add_event(by.sitting_id, kind, client_at, work.now)
    signs = signs_in((kind for kind, _ in events), work.now)
    changed = any(sign.kind is IncidentKind.CAMERA_CHANGED for sign in signs)
    work.announce(PageNoticed(sitting.id, sitting.slot_id, camera_changed=changed))
    for sign in signs:
        incidents.raise_incident(work, sitting.id, Raised(sign.kind, sign.severity, sign.why, None, sign.pause_cause), by=by)
    return sitting
