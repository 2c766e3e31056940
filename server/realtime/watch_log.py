"""Writes down what the identity watch saw: minutes of looks, and incidents with the pictures before, at and after them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.exam.actors import FACE_CHECKS
from server.identity.incidents import Decision, IncidentKind
from server.identity.looks.evidence import Look, LookKind, plain
from server.identity.policy import Policy
from server.memory.presence import CameraFrame, Presence
from server.memory.watch_state import WatchState
from server.realtime.incident_frames import FRAMES_AFTER, frame_to_keep, up_to
from server.storage.work import Transactions
from server.workflows.exam import face_checks
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame, Raised

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
MOST_UNKEPT = 240  # looks in memory while the database takes none


@dataclass(frozen=True, slots=True)
class WatchLog:
    works: Transactions
    presence: Presence
    policy: Policy

    def add_look(self, sitting_id: UUID, watched: WatchState, look: Look) -> None:
        watched.minute.append(look)
        doubt = watched.state.evidence > 0 and len(watched.minute) > 1 and watched.minute[-2].kind is LookKind.SAME
        if doubt or look.at - watched.minute[0].at >= MINUTE:
            self.minute(sitting_id, watched)

    def minute(self, sitting_id: UUID, watched: WatchState) -> None:
        looks, watched.minute = watched.minute, []
        if not looks:
            return
        worst = LookKind.DIFFERENT if any(one.kind is LookKind.DIFFERENT for one in looks) else looks[-1].kind
        try:
            self.works.write(face_checks.keep_minute, sitting_id, [plain(one) for one in looks], worst, by=FACE_CHECKS)
        except Exception:
            watched.minute = [*looks, *watched.minute][-MOST_UNKEPT:]
            raise

    def incident(self, sitting_id: UUID, watched: WatchState, trigger: CameraFrame | None, decision: Decision) -> bool:
        """The consequence first, in a transaction of its own; whether there was one. Evidence follows, and never undoes it."""
        evidence_limit = self.policy.evidence_limit if decision.kind is IncidentKind.MISMATCH else None
        limit, cause, trace = watched.template.mismatch_limit(self.policy), decision.pause_cause, watched.state.trace
        frames = up_to(trigger, self.presence.of(sitting_id).frames)
        raised = Raised(decision.kind, decision.severity, decision.why, limit, cause, evidence_limit=evidence_limit)
        incident = self.works.write(face_checks.raise_decided, sitting_id, raised, by=FACE_CHECKS)
        if incident is None:
            return False
        watched.after[incident] = FRAMES_AFTER
        is_kept = all([self._try(incidents.keep_trace, incident, trace), self._pictures(incident, frames)])
        try:
            self.minute(sitting_id, watched)
        except Exception:
            log.exception("the looks before incident %s are kept later", incident)
        here = self.presence.of(sitting_id)
        here.unwritten.discard(decision.kind)
        if not is_kept:
            here.lost(incident)
        return True

    def _pictures(self, incident: UUID, frames: Sequence[KeptFrame]) -> bool:
        """Together; if that fails each by itself, so that one that cannot be kept loses no other."""
        if self._try(incidents.keep_frames, incident, frames):
            return True
        lost = [frame for frame in frames if not self._try(incidents.add_frames, incident, [frame])]
        return not lost

    def _try(self, workflow: Callable[..., Any], incident: UUID, evidence: Sequence[Any]) -> bool:
        try:
            self.works.write(workflow, incident, evidence, by=FACE_CHECKS)
        except Exception:
            log.exception("evidence of incident %s could not be kept", incident)
            return False
        return True

    def after(self, sitting_id: UUID, watched: WatchState, frame: CameraFrame) -> None:
        """The pictures that follow an incident belong to it too; one that cannot be kept is measured all the same."""
        for incident, left in list(watched.after.items()):
            try:
                frame.kept_as += self.works.write(incidents.add_frames, incident, [frame_to_keep(frame, "after")], by=FACE_CHECKS)
            except Exception:
                log.exception("a picture after incident %s could not be kept", incident)
                self.presence.of(sitting_id).lost(incident)
            watched.after[incident] = left - 1
            if left <= 1:
                del watched.after[incident]

    def measured(self, frame: CameraFrame) -> None:
        """What was seen in a picture that was kept before a worker had measured it."""
        for row in frame.kept_as:
            self.works.write(incidents.note_measured, row, frame_to_keep(frame, "after"), by=FACE_CHECKS)
