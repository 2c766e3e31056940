"""From snapshots to decisions: workers measure, the identity rules weigh, workflows keep, rooms hear."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import Announcement, SittingMoved, SlotMoved
from server.identity.decision import State, burst_for, excused, resumed, state_after, step
from server.identity.evidence import Look, LookKind, look_from, looked, plain
from server.identity.familiar import Familiar, after_look
from server.identity.incidents import Decision, IncidentKind
from server.identity.policy import Policy
from server.identity.room import RoomState, is_excused
from server.presence import Frame, Presence
from server.realtime.kept_frames import FRAMES_AFTER, kept, up_to
from server.realtime.protocol import BURST, LOOK
from server.realtime.room_light import RoomLight
from server.storage.work import Works
from server.verification.engine import VerificationEngine
from server.verification.jobs import Outcome, Refusal
from server.workflows import incidents, verifying
from server.workflows.incidents import Raised
from server.workflows.verifying import Watched

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
UNCHECKED_AFTER = timedelta(seconds=20)  # pictures come, verdicts do not: ours to admit
ALIVE_WITHIN = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a page sends, in the ordinary way and on doubt."""

    every: timedelta
    burst_every: timedelta


@dataclass
class Seen:
    """What the watch holds in memory of one sitting."""

    known: Watched
    state: State
    familiar: Familiar = field(default_factory=Familiar)
    stale: bool = False
    number: int = 0
    at_worker: dict[int, Frame] = field(default_factory=dict)
    minute: list[Look] = field(default_factory=list)
    checked_at: datetime | None = None
    burst_until: datetime | None = None
    told: tuple[str, tuple[str, ...]] | None = None
    vector: tuple[float, ...] | None = None  # of the picture being weighed
    after: dict[UUID, int] = field(default_factory=dict)  # incident -> pictures still to be kept


@dataclass
class IdentityWatch:
    works: Works
    faces: VerificationEngine
    presence: Presence
    policy: Policy
    pace: Pace
    tell: Callable[[UUID, str, dict[str, Any]], None]  # to the page of a sitting: event, payload
    light: RoomLight
    moved: Callable[[UUID], None]  # a tile should know
    sittings: dict[UUID, Seen] = field(default_factory=dict)

    def take(self, sitting_id: UUID, frame: Frame) -> int:
        """A new snapshot; returns in how many milliseconds the next one is welcome."""
        here = self.presence.of(sitting_id)
        here.frames.append(frame)
        if here.camera in ("off", "lost"):
            here.camera = "ok"
        seen = self._seen(sitting_id)
        if seen.known.has_ended:
            self.forget(sitting_id)
            return _ms(MINUTE)
        self._keep_after(sitting_id, seen, frame)
        bursting = seen.burst_until is not None and frame.received_at < seen.burst_until
        seen.number += 1
        seen.at_worker[seen.number] = frame
        taken = self.faces.put_latest(str(sitting_id), seen.number, frame.jpeg, burst=bursting)
        if not taken:
            seen.at_worker.pop(seen.number, None)
        slower = 2 if self.faces.health().is_overloaded else 1
        return _ms(self.pace.burst_every if bursting and taken else self.pace.every * slower)

    def on_verdict(self, key: str, number: int, outcome: Outcome) -> None:
        """A worker has measured a picture. A refusal of ours is nobody's fault; a refused picture shows nobody."""
        sitting_id = UUID(key)
        seen = self.sittings.get(sitting_id)
        if seen is None:
            return
        frame = seen.at_worker.get(number)
        for older in [one for one in seen.at_worker if one <= number]:  # replaced while they waited
            del seen.at_worker[older]
        if frame is None or isinstance(outcome, Refusal):
            return
        try:
            seen.vector = outcome.faces[0].vector if outcome.faces else None
            references = (*seen.known.references, *seen.familiar.counted(self.policy))
            frame.look = look_from(outcome, references, frame.received_at, self.policy)
            frame.boxes = outcome.boxes
            self._weigh(sitting_id, seen, frame, frame.look)
            for row in frame.kept_as:
                self.works.write(incidents.note_measured, row, kept(frame, "after"))
        except Exception:
            log.exception("verdict on sitting %s could not be used", sitting_id)

    def hear(self, facts: Sequence[Announcement]) -> None:
        """What is known of a sitting is read anew after it moved."""
        for fact in facts:
            if isinstance(fact, SittingMoved) and fact.sitting in self.sittings:
                self.sittings[fact.sitting].stale = True
            elif isinstance(fact, SlotMoved):
                for seen in self.sittings.values():
                    seen.stale = seen.stale or seen.known.slot == fact.slot

    def forget(self, sitting_id: UUID) -> None:
        """The sitting has ended: pictures and vectors leave memory, the last minute is kept."""
        seen = self.sittings.pop(sitting_id, None)
        if seen is not None:
            self._keep_minute(sitting_id, seen)
        self.presence.forget(sitting_id)

    def sweep(self) -> None:
        """Find sittings whose pictures come in but are not checked, and forget those that ended."""
        now = self.works.now()
        for sitting_id, seen in list(self.sittings.items()):
            if seen.stale and self._seen(sitting_id).known.has_ended:
                self.forget(sitting_id)
                continue
            here = self.presence.of(sitting_id)
            last = here.frames[-1].received_at if here.frames else None
            alive = last is not None and now - last < ALIVE_WITHIN
            watching = seen.known.is_running and seen.known.by_camera and alive
            since = seen.checked_at or now
            seen.checked_at = since
            if watching and now - since > UNCHECKED_AFTER and here.unverified_since is None:
                here.unverified_since = since
                self.tell(sitting_id, LOOK, {"kind": "unverified", "hints": []})
                self.moved(sitting_id)

    def _seen(self, sitting_id: UUID) -> Seen:
        seen = self.sittings.get(sitting_id)
        if seen is not None and not seen.stale:
            return seen
        known = self.works.read(verifying.watched, sitting_id)
        if seen is None:
            state = state_after((looked(kept) for kept in known.recent), self.policy)
            return self.sittings.setdefault(sitting_id, Seen(known, state))
        if known.is_running and not seen.known.is_running:
            seen.state, seen.checked_at = resumed(seen.state), None
        if not known.is_running:
            self.light.leave(seen.known.place, sitting_id)
        seen.known, seen.stale = known, False
        return seen

    def _weigh(self, sitting_id: UUID, seen: Seen, frame: Frame, look: Look) -> None:
        self._checked(sitting_id, seen, look)
        self._tell_look(sitting_id, seen, look)
        if seen.state.evidence == 0.0:  # in the waiting room too: the exam then begins with a face it knows
            seen.familiar = after_look(seen.familiar, look, seen.vector, seen.known.references, self.policy)
        if not (seen.known.is_running and seen.known.by_camera):
            return
        room = self._room_after(sitting_id, seen, look)
        seen.state, decision = step(seen.state, look, self.policy)
        if decision is not None and is_excused(room, decision):
            seen.state, decision = excused(seen.state), None
        self._note(sitting_id, seen, look)
        if decision is not None:
            self._raise(sitting_id, seen, frame, decision)
        else:
            self._ask_burst(sitting_id, seen, look.at)

    def _checked(self, sitting_id: UUID, seen: Seen, look: Look) -> None:
        here = self.presence.of(sitting_id)
        seen.checked_at = look.at
        if here.unverified_since is not None:
            began, here.unverified_since = here.unverified_since, None
            self.works.write(verifying.note_unverified, sitting_id, began, look.at)
        if here.face != look.kind.value:
            self.moved(sitting_id)
        here.face, here.face_at = look.kind.value, look.at

    def _tell_look(self, sitting_id: UUID, seen: Seen, look: Look) -> None:
        kind = "two_faces" if look.near_second else "no_face" if look.kind in _UNSEEN else look.kind.value
        if seen.told != (kind, look.hints):
            seen.told = (kind, look.hints)
            self.tell(sitting_id, LOOK, {"kind": kind, "hints": list(look.hints)})

    def _note(self, sitting_id: UUID, seen: Seen, look: Look) -> None:
        seen.minute.append(look)
        doubt = seen.state.evidence > 0 and len(seen.minute) > 1 and seen.minute[-2].kind is LookKind.SAME
        if doubt or look.at - seen.minute[0].at >= MINUTE:
            self._keep_minute(sitting_id, seen)

    def _keep_minute(self, sitting_id: UUID, seen: Seen) -> None:
        looks, seen.minute = seen.minute, []
        if looks:
            worst = LookKind.DIFFERENT if any(one.kind is LookKind.DIFFERENT for one in looks) else looks[-1].kind
            self.works.write(verifying.keep_minute, sitting_id, [plain(one) for one in looks], worst.value)

    def _ask_burst(self, sitting_id: UUID, seen: Seen, now: datetime) -> None:
        lasts = burst_for(seen.state, self.policy)
        left = timedelta() if seen.burst_until is None else max(seen.burst_until - now, timedelta())
        if lasts > 2 * left:  # renewed at half time, so that no doubt is left with a picture every five seconds
            seen.burst_until = now + lasts
            self.tell(sitting_id, BURST, {"every_ms": _ms(self.pace.burst_every), "for_ms": _ms(lasts)})

    def _raise(self, sitting_id: UUID, seen: Seen, trigger: Frame, decision: Decision) -> None:
        self._keep_minute(sitting_id, seen)
        frames = up_to(trigger, self.presence.of(sitting_id).frames, seen.vector)
        evidence_limit = self.policy.evidence_limit if decision.kind is IncidentKind.MISMATCH else None
        limit, cause, trace = self.policy.mismatch_limit, decision.pause_cause, seen.state.trace
        raised = Raised(decision.kind.value, decision.severity, decision.why, limit, cause, trace, evidence_limit)
        incident = self.works.write(incidents.raise_incident, sitting_id, raised, frames)
        if incident is not None:
            seen.after[incident] = FRAMES_AFTER

    def _keep_after(self, sitting_id: UUID, seen: Seen, frame: Frame) -> None:
        for incident, left in list(seen.after.items()):
            frame.kept_as += self.works.write(incidents.add_frames, incident, [kept(frame, "after")])
            seen.after[incident] = left - 1
            if left <= 1:
                del seen.after[incident]

    def _room_after(self, sitting_id: UUID, seen: Seen, look: Look) -> RoomState:
        room, is_bright_again = self.light.look(seen.known.place, sitting_id, look)
        if is_bright_again:
            for other in self.sittings.values():
                if other.known.place == seen.known.place:
                    other.state = excused(other.state)
        return room


_UNSEEN = frozenset({LookKind.NO_FACE, LookKind.COVERED, LookKind.BLACK})


def _ms(duration: timedelta) -> int:
    return round(duration.total_seconds() * 1000)
