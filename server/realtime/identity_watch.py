"""From snapshots to decisions: workers measure, the identity rules weigh, workflows keep, rooms hear."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import Announcement, IncidentHandled, PageNoticed, SittingMoved, SlotMoved
from server.exam.actors import FACE_CHECKS
from server.faces.measurement import Measurement
from server.identity.camera.lights_out import RoomState, is_suppressed
from server.identity.camera.sign_limits import LIMITS
from server.identity.camera.signs import retract_signs, signs_after
from server.identity.incidents import Decision
from server.identity.looks.adaptive_template import updated_template
from server.identity.looks.decision import resumed, retract, state_after, step, suppress_lost_face
from server.identity.looks.evidence import Look, LookKind, look_from, look_of
from server.identity.policy import Policy
from server.memory.presence import CameraFrame, Presence
from server.memory.watch_state import FaceNotice, WatchState, kind_for_page
from server.realtime.bursts import Bursts, Pace, milliseconds
from server.realtime.camera_state import note_measured
from server.realtime.lights_out import RoomLight
from server.realtime.protocol import LOOK
from server.realtime.reference_check import for_worker, picture_of
from server.realtime.watch_log import MINUTE, WatchLog
from server.storage.work import Transactions
from server.verification.engine import VerificationEngine
from server.verification.jobs import Outcome, Refusal
from server.workflows.exam import face_checks

log = logging.getLogger(__name__)

UNCHECKED_AFTER = timedelta(seconds=20)  # pictures come, verdicts do not: ours to admit
ALIVE_WITHIN = timedelta(seconds=15)


@dataclass
class IdentityWatch:
    works: Transactions
    faces: VerificationEngine
    presence: Presence
    policy: Policy
    pace: Pace
    notify: Callable[[UUID, str, dict[str, Any]], None]  # to the page of a sitting: event, payload
    light: RoomLight
    moved: Callable[[UUID], None]  # a tile should know
    sittings: dict[UUID, WatchState] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bursts = Bursts(self.pace, self.policy, self.notify)
        self._record = WatchLog(self.works, self.presence, self.policy)
        self._moves: Counter[UUID] = Counter()  # facts heard of each sitting
        self._slots_moved = 0

    def take(self, sitting_id: UUID, frame: CameraFrame) -> int:
        """A new snapshot; returns in how many milliseconds the next one is welcome."""
        here = self.presence.of(sitting_id)
        here.frames.append(frame)
        watched = self._watch_state(sitting_id)
        if watched.known.has_ended:
            self.forget(sitting_id)
            return milliseconds(MINUTE)
        self._record.after(sitting_id, watched, frame)
        bursting, extra = self._bursts.counted(watched, frame.received_at)
        watched.number += 1
        watched.at_worker[watched.number] = frame
        sent = for_worker(self.works, sitting_id, watched.number, frame.jpeg)
        taken = self.faces.put_latest(str(sitting_id), watched.number, sent, burst=extra)
        if taken:
            here.waits_since = here.waits_since or frame.received_at
        else:
            watched.at_worker.pop(watched.number, None)
        return self._bursts.next_ms(bursting=bursting and taken, overloaded=self.faces.health().is_overloaded)

    def on_verdict(self, key: str, number: int, outcome: Outcome) -> None:
        """A worker has measured a picture. A refusal of ours is nobody's fault; a refused picture shows nobody."""
        sitting_id = UUID(key)
        watched = self.sittings.get(sitting_id)
        if watched is None:
            return
        frame = watched.at_worker.get(number)
        for older in [one for one in watched.at_worker if one <= number]:  # replaced while they waited
            del watched.at_worker[older]
        if frame is None or (isinstance(outcome, Refusal) and outcome.is_our_failure):
            return
        try:
            if isinstance(outcome, Refusal):
                self._cover(sitting_id, watched, frame.received_at, frame)
                return
            frame.embedding = outcome.faces[0].embedding if outcome.faces else None
            references = (*watched.known.references, *watched.template.counted(self.policy))
            variance_correction = watched.template.variance_correction(self.policy)
            frame.look = look_from(outcome, references, frame.received_at, self.policy, variance_correction)
            frame.boxes = outcome.boxes
            if note_measured(self.presence.of(sitting_id), frame):
                self.moved(sitting_id)
            self._weigh(sitting_id, watched, frame, frame.look)
            self._look_for_signs(sitting_id, watched, frame, outcome)
            self._record.measured(frame)
        except Exception:
            log.exception("verdict on sitting %s could not be used", sitting_id)
        finally:
            frame.embedding = None

    def refused(self, sitting_id: UUID, at: datetime) -> None:
        """What came is no picture, too large, or an old one again: it shows as much as a covered lens does."""
        try:
            watched = self._watch_state(sitting_id)
            if not watched.known.has_ended:
                self._cover(sitting_id, watched, at)
        except Exception:
            log.exception("a refused picture of sitting %s could not be weighed", sitting_id)

    def on_facts(self, facts: Sequence[Announcement]) -> None:
        """What is known of a sitting is read anew after it moved; before another camera its face is checked at once."""
        for fact in facts:
            if isinstance(fact, SittingMoved):
                self._moves[fact.sitting] += 1
            elif isinstance(fact, PageNoticed) and fact.camera_changed and fact.sitting in self.sittings:
                self._bursts.on_another_camera(fact.sitting, self.sittings[fact.sitting], self.works.now())
            elif isinstance(fact, SlotMoved):
                self._slots_moved += 1
            elif isinstance(fact, IncidentHandled):
                self.presence.of(fact.sitting).incident_handled(fact.incident)
                self.moved(fact.sitting)

    def forget(self, sitting_id: UUID) -> None:
        """The sitting has ended: pictures and embeddings leave memory, the last minute is kept."""
        watched = self.sittings.pop(sitting_id, None)
        if watched is not None:
            self._record.minute(sitting_id, watched)
        self.presence.forget(sitting_id)

    def sweep(self) -> None:
        """Find sittings whose pictures come in but are not checked, and forget those that ended."""
        now = self.works.now()
        for sitting_id, watched in list(self.sittings.items()):
            if watched.news != self._news(sitting_id) and self._watch_state(sitting_id).known.has_ended:
                self.forget(sitting_id)
                continue
            here = self.presence.of(sitting_id)
            alive = bool(here.frames) and now - here.frames[-1].received_at < ALIVE_WITHIN
            watched.checked_at = since = watched.checked_at or now
            if watched.is_watched and alive and now - since > UNCHECKED_AFTER and here.unverified_since is None:
                here.unverified_since = since
                self._notify_page(sitting_id, watched, "unverified")
                self.moved(sitting_id)

    def _watch_state(self, sitting_id: UUID) -> WatchState:
        watched = self.sittings.get(sitting_id)
        while watched is None or watched.news != self._news(sitting_id):  # more may be heard while it is read
            watched = self._read(sitting_id)
        return watched

    def _news(self, sitting_id: UUID) -> int:
        """Only ever grows. A slot moves a few times a day, so its moves count for everybody."""
        return self._moves[sitting_id] + self._slots_moved

    def _read(self, sitting_id: UUID) -> WatchState:
        news = self._news(sitting_id)
        known = self.works.read(face_checks.watched, sitting_id)
        watched = self.sittings.get(sitting_id)
        if watched is None:
            state = state_after((look_of(kept) for kept in known.recent), self.policy)
            watched = self.sittings[sitting_id] = WatchState(known, state, news)
        if known.is_running and not watched.known.is_running:
            watched.state, watched.checked_at = resumed(watched.state), None
        if not known.is_running:
            self.light.leave(watched.known.place, sitting_id)
        watched.known, watched.news = known, news
        return watched

    def _cover(self, sitting_id: UUID, watched: WatchState, at: datetime, frame: CameraFrame | None = None) -> None:
        self.presence.of(sitting_id).waits_since = None
        self._weigh(sitting_id, watched, frame, Look(at, LookKind.COVERED))

    def _weigh(self, sitting_id: UUID, watched: WatchState, frame: CameraFrame | None, look: Look) -> None:
        self._checked(sitting_id, watched, look)
        self._notify_page(sitting_id, watched, kind_for_page(look), look.hints)
        # In the waiting room too: the exam then begins with a face it knows.
        if watched.state.evidence == 0.0 and frame is not None:
            watched.template = updated_template(watched.template, look, frame.embedding, watched.known.references, self.policy)
        if not watched.is_watched:
            return
        # A picture nobody could read says nothing about the light of the room, and no dark room explains it.
        room = None if frame is None or frame.look is None else self._room_after(sitting_id, watched, look)
        watched.state, decision = step(watched.state, look, self.policy)
        if decision is not None and room is not None and is_suppressed(room, decision):
            watched.state, decision = suppress_lost_face(watched.state), None
        if decision is None:
            self._record.add_look(sitting_id, watched, look)
            self._bursts.on_doubt(sitting_id, watched, look.at)
            return
        watched.minute.append(look)  # kept with the incident
        before = watched.known
        if decision.pause_cause is not None:  # let on before it is read again, it is resumed all the same
            watched.known = replace(before, is_running=False)
        try:
            raised = self._record.incident(sitting_id, watched, frame, decision)
        except Exception:
            watched.known, watched.state = before, retract(watched.state, decision)
            self._unwritten(sitting_id, decision)
            raise
        watched.known = watched.known if raised else before

    def _look_for_signs(self, sitting_id: UUID, watched: WatchState, frame: CameraFrame, measured: Measurement) -> None:
        """Hints for the proctor's rail, beside whatever was decided about the person."""
        if not watched.is_watched:
            return
        watched.signs, found = signs_after(watched.signs, picture_of(frame, measured), LIMITS)
        for sign in found:
            try:
                self._record.incident(sitting_id, watched, frame, sign)
            except Exception:
                watched.signs = retract_signs(watched.signs, found)  # one that was written stays one: it is open
                self._unwritten(sitting_id, sign)
                raise

    def _unwritten(self, sitting_id: UUID, decision: Decision) -> None:
        self.presence.of(sitting_id).unwritten.add(decision.kind)
        self.moved(sitting_id)

    def _checked(self, sitting_id: UUID, watched: WatchState, look: Look) -> None:
        here = self.presence.of(sitting_id)
        watched.checked_at = look.at
        if here.unverified_since is not None:
            began, here.unverified_since = here.unverified_since, None
            self.works.write(face_checks.note_unverified, sitting_id, began, look.at, by=FACE_CHECKS)
        if here.face != look.kind:
            self.moved(sitting_id)
        here.face, here.face_at = look.kind, look.at

    def _notify_page(self, sitting_id: UUID, watched: WatchState, kind: str, hints: tuple[str, ...] = ()) -> None:
        """What the page shows beside the self-view: when it changes, and anew to a page that has just come."""
        what = FaceNotice(kind, hints, self.presence.of(sitting_id).connected_since)
        if watched.last_notice != what:
            watched.last_notice = what
            self.notify(sitting_id, LOOK, {"kind": kind, "hints": list(hints)})

    def _room_after(self, sitting_id: UUID, watched: WatchState, look: Look) -> RoomState:
        room, is_bright_again = self.light.step(watched.known.place, sitting_id, look)
        if is_bright_again:
            for other in self.sittings.values():
                if other.known.place == watched.known.place:
                    other.state = suppress_lost_face(other.state)
        return room
