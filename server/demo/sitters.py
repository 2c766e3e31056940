"""Invented applicants who sit an exam: through the desk, to the seat, answering as they can, all by the workflows."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from server.demo.hall import DemoHall
from server.exam.actors import FACE_CHECKS, Applicant, Officer
from server.identity.choices import IdentityMode
from server.storage.papers import MarkedPaper
from server.storage.work import Transactions, Work
from server.workflows.desk import check_in
from server.workflows.exam import answers, sitting
from server.workflows.exam.answers import LateRule, SentAnswer
from server.workflows.proctor import acts
from server.workflows.proctor.request import ActRequest, Reason
from server.workflows.seat import login
from server.workflows.steps import gate

AT_ONCE = 10  # answers a write: one by one the demo would take a minute to make
NO_GRACE = LateRule(timedelta())
NO_CAMERA = "other: peserta rekaan tanpa kamera"


class DemoClock:
    """What happened before now happens again at its time."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Sitter:
    """How fast and how well somebody works, and what else befalls them."""

    sitting: UUID
    pace: timedelta  # an item
    skill: float  # how often the best option is chosen
    fate: str = "works"  # works, finishes, waits, sleeps, leaves, pauses


class Sitters:
    def __init__(self, works: Transactions, clock: DemoClock, hall: DemoHall) -> None:
        self._works, self._clock, self._hall = works, clock, hall

    def come_in(self, sitting_id: UUID, number: str) -> None:
        """In officers' mode, because a program has no face; past the acts of two officers, who would fill the chief's list."""
        pin = self._works.write(_check_in, sitting_id, self._hall.staff["meja1"])
        self._works.write(_sit_down, sitting_id, number, pin)
        self._works.write(_let_in, sitting_id)

    def live(self, sitter: Sitter, opened_at: datetime, now: datetime) -> None:
        """From Mulai to as far as they have come by now."""
        if sitter.fate == "waits":
            return
        self._clock.now = opened_at + timedelta(seconds=secrets.randbelow(60))
        self._works.write(sitting.start, by=Applicant(sitter.sitting))
        marked = self._works.read(lambda work: work.papers.marked(sitter.sitting))
        givens = [given for given in _answers(sitter, marked, self._clock.now) if given.client_at < now]
        for first in range(0, len(givens), AT_ONCE):
            chunk = givens[first : first + AT_ONCE]
            self._clock.now = chunk[-1].client_at
            self._works.write(answers.answer_many, chunk, NO_GRACE, by=Applicant(sitter.sitting))
        self._meet_fate(sitter, now)

    def _meet_fate(self, sitter: Sitter, now: datetime) -> None:
        if sitter.fate == "finishes":
            self._clock.now += sitter.pace
            self._works.write(sitting.finish, by=Applicant(sitter.sitting))
        elif sitter.fate == "leaves":
            self._clock.now = now - timedelta(minutes=1)
            self._works.write(sitting.leave, by=Applicant(sitter.sitting))
        elif sitter.fate == "pauses":
            self._clock.now = now - timedelta(minutes=2)
            act_request = ActRequest(reason=Reason("computer_broken"))
            self._works.write(acts.act, "pause", [sitter.sitting], act_request, by=self._hall.staff["pengawas"])


def _check_in(work: Work, sitting_id: UUID, by: Officer) -> str:
    row = work.sittings.get_one(sitting_id)
    row.identity_mode, row.identity_reason = IdentityMode.OFFICER, NO_CAMERA
    return check_in.check_in(work, row, work.slots.get_one(row.slot_id), by=by)


def _let_in(work: Work, sitting_id: UUID) -> None:
    row = work.sittings.get_one(sitting_id)
    row.rechecked_at = work.now
    gate.let_in(work, row, by=FACE_CHECKS)


def _sit_down(work: Work, sitting_id: UUID, number: str, pin: str) -> None:
    seat_id = work.sittings.get_one(sitting_id).seat_id
    if seat_id is not None:
        login.log_in(work, work.places.seat(seat_id), number, pin, secrets.token_bytes(32))


def _answers(sitter: Sitter, marked: MarkedPaper, began: datetime) -> Iterator[SentAnswer]:
    """Item after item at the sitter's pace; whoever sleeps answers nothing."""
    if sitter.fate == "sleeps":
        return
    rng = Random(sitter.sitting.int)
    for at, item in enumerate(marked.paper.items, start=1):
        worth = marked.key[item.code]
        best = max(item.options, key=lambda option, points=worth: points[option.key])  # type: ignore[misc]
        option = best if rng.random() < sitter.skill else rng.choice(item.options)
        yield SentAnswer(item.id, option.id, rng.random() < 0.05, 1, began + at * sitter.pace)
