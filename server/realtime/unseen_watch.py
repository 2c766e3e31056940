"""Counts, second by second, how long each running seat was not seen, and has the silence written down and answered."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from server.announcements import Announcement, SittingMoved, SlotMoved
from server.exam.actors import FACE_CHECKS
from server.identity.camera.silences import Memory
from server.identity.camera.unseen import Stage, Turn, Unseen, UnseenLimits, UnseenNotice, retract, turned
from server.memory.presence import Presence, SeatPresence
from server.storage.work import Transactions
from server.verification.engine import VerificationEngine
from server.workflows.exam import face_checks

log = logging.getLogger(__name__)

ASKED_EVERY = 15  # turns: who is to be seen, whatever announcement was lost
STARTING = timedelta(seconds=30)  # pages come back and workers warm up
ANSWERED_WITHIN = timedelta(seconds=3)  # pictures that wait longer for a worker are ours to measure
ALIVE_WITHIN = timedelta(seconds=15)


@dataclass
class UnseenWatch:
    works: Transactions
    faces: VerificationEngine
    presence: Presence
    limits: UnseenLimits
    pauses: bool  # else the proctor is told, and nobody is stopped
    moved: Callable[[UUID], None]  # a tile should know
    sittings: dict[UUID, Unseen] = field(default_factory=dict)
    memories: dict[UUID, Memory] = field(default_factory=dict)  # of those who are not to be seen at the moment

    def __post_init__(self) -> None:
        self._began = self.works.now()
        self._is_news, self._turns = True, 0

    def on_facts(self, facts: Sequence[Announcement]) -> None:
        """Somebody begins, stands still or goes on: who is to be seen is asked anew at the next turn."""
        self._is_news = self._is_news or any(isinstance(fact, SittingMoved | SlotMoved) for fact in facts)

    def sweep(self) -> None:
        """One turn for everybody. What goes wrong for one of them is logged, and the others are counted all the same."""
        self._ask()
        now, are_we_well = self.works.now(), self._are_we_well()
        for sitting_id in list(self.sittings):
            try:
                self._turn(sitting_id, now, are_we_well)
            except Exception:
                log.exception("the silence of sitting %s could not be written down", sitting_id)

    def _ask(self) -> None:
        self._turns += 1
        if not self._is_news and self._turns % ASKED_EVERY:
            return
        self._is_news = False
        try:
            watched = self.works.read(face_checks.to_be_seen)
        except Exception:
            self._is_news = True
            raise
        for gone in self.sittings.keys() - watched:
            self.memories[gone] = self.sittings.pop(gone).left(self.limits)
            self._show(gone, Stage.SEEN)
        for come in watched - self.sittings.keys():
            self.sittings[come] = Unseen(memory=self.memories.pop(come, Memory()))
        self._forget()

    def _forget(self) -> None:
        now = self.works.now()
        remembered = {sitting: memory.after(now, self.limits.memory) for sitting, memory in self.memories.items()}
        self.memories = {sitting: memory for sitting, memory in remembered.items() if memory != Memory()}

    def _turn(self, sitting_id: UUID, now: datetime, are_we_well: bool) -> None:
        here = self.presence.of(sitting_id)
        turn = Turn(
            at=now,
            seen_at=here.seen_at,
            is_online=here.connected,
            last_request_at=here.last_request_at,
            is_ours=not are_we_well or _waits_for_us(here, now),
        )
        before = self.sittings[sitting_id]
        state, notice = turned(before, turn, self.limits)
        self.sittings[sitting_id] = state
        self._show(sitting_id, state.stage(self.limits))
        if notice is not None:
            self._write_notice(sitting_id, notice, before)

    def _write_notice(self, sitting_id: UUID, notice: UnseenNotice, before: Unseen) -> None:
        here = self.presence.of(sitting_id)
        try:
            self.works.write(face_checks.raise_unseen, sitting_id, notice, self.pauses, by=FACE_CHECKS)
        except Exception:
            self.sittings[sitting_id] = retract(self.sittings[sitting_id], before)
            here.unwritten.add(notice.decision.kind)
            self.moved(sitting_id)
            raise
        here.unwritten.discard(notice.decision.kind)

    def _show(self, sitting_id: UUID, stage: Stage) -> None:
        here = self.presence.of(sitting_id)
        if here.unseen != stage:
            here.unseen = stage
            self.moved(sitting_id)

    def _are_we_well(self) -> bool:
        health = self.faces.health()
        return health.workers > 0 and not health.is_overloaded and self.works.now() - self._began >= STARTING


def _waits_for_us(here: SeatPresence, now: datetime) -> bool:
    """Pictures go on coming, and no worker has answered any of them for a while."""
    if here.waits_since is None or not here.frames:
        return False
    return now - here.waits_since > ANSWERED_WITHIN and now - here.frames[-1].received_at < ALIVE_WITHIN
