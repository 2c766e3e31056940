"""A room full of people at every stage of the exam, made by the workflows: what a proctor and the board look at."""

import random
from datetime import timedelta
from uuid import UUID

from server import clock
from server.exam import actors
from server.storage.tokens import token_hash
from server.storage.work import Work
from server.workflows import access
from server.workflows.desk import check_in
from server.workflows.exam import answers, sitting
from server.workflows.exam.answers import LateRule, SentAnswer
from server.workflows.proctor import acts
from server.workflows.proctor.request import ActRequest, Reason
from server.workflows.steps import gate
from tests.builders import Applicant, Hall

FIRST = (
    "Ayu", "Bayu", "Citra", "Dimas", "Eka", "Farhan", "Gita", "Hendra", "Indah", "Joko",
    "Kartika", "Lukman", "Maya", "Nanda", "Oki", "Putri", "Rizky", "Sari", "Tono", "Wulan",
)  # fmt: skip
LAST = (
    "Lestari", "Pratama", "Wulandari", "Saputra", "Hidayat", "Nugroho", "Rahmawati", "Siregar", "Simanjuntak", "Tampubolon",
)  # fmt: skip
STAGES = ("running", "running", "running", "submitted", "paused", "away", "seated", "checked_in", "expected", "running")
LATE = LateRule(timedelta(minutes=5))


def people(count: int) -> list[Applicant]:
    return [Applicant(f"24-1{at:03}", f"{FIRST[at % 20]} {LAST[(at + at // 20) % 10]}") for at in range(count)]


def take_their_places(hall: Hall, numbers: list[str]) -> None:
    """The slot must be open."""
    chance = random.Random(5)
    for at, number in enumerate(numbers):
        stage = STAGES[at % len(STAGES)]
        hall.works.write(_brought_to, hall, hall.sittings[number], stage, chance)


def _brought_to(work: Work, hall: Hall, sitting_id: UUID, stage: str, chance: random.Random) -> None:
    if stage == "expected":
        return
    row = work.sittings.get_one(sitting_id)
    officer = access.officer(work, hall.staff["ketua"])
    check_in.check_in(work, row, work.slots.get_one(row.slot_id), by=officer)
    if stage == "checked_in":
        return
    row.token_hash = token_hash(f"page of {sitting_id}")
    gate.let_in(work, row, by=actors.Applicant(sitting_id))
    if stage == "seated":
        return
    sitting.start(work, by=actors.Applicant(sitting_id))
    items = work.papers.paper(sitting_id).items
    chosen = chance.sample(items, chance.randrange(20, len(items)))
    now = clock.now()
    answers.answer_many(
        work,
        [SentAnswer(one.id, chance.choice(one.options).id, False, 1, now) for one in chosen],
        LATE,
        by=actors.Applicant(sitting_id),
    )
    if stage == "submitted":
        sitting.finish(work, by=actors.Applicant(sitting_id))
    elif stage == "away":
        sitting.leave(work, by=actors.Applicant(sitting_id))
    elif stage == "paused":
        acts.act(work, "pause", [sitting_id], ActRequest(reason=Reason("computer_broken")), by=officer)
