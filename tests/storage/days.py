"""Steps of a day that several tests of the memory need, each through the workflows."""

import secrets
from uuid import UUID

from server.exam.actors import Applicant
from server.exam.slots import SlotStatus
from server.storage.work import Work
from server.workflows.access import officer
from server.workflows.desk import check_in as desk_check_in
from server.workflows.exam import answers
from server.workflows.exam.answers import LateRule, SentAnswer
from server.workflows.proctor import slot as proctor_slot
from server.workflows.proctor.request import ActRequest
from server.workflows.seat import login
from server.workflows.steps import gate
from tests.builders import PIN_CLOSES, Hall


def checked_in(hall: Hall, number: str) -> str:
    """The desk hands out a PIN, before it closes."""

    def check_in(work: Work) -> str:
        row = work.sittings.get_one(hall.sittings[number])
        return desk_check_in.check_in(work, row, work.slots.get_one(row.slot_id), by=officer(work, hall.staff["meja1"]))

    return hall.works.write(check_in)


def seated(hall: Hall, number: str) -> UUID:
    """Logged in at the right seat, known by the proctor, and the slot open."""
    pin, sitting_id = checked_in(hall, number), hall.sittings[number]
    seat_id = hall.seat_of(number)
    seat = hall.works.read(lambda work: work.places.seat(seat_id))
    hall.works.write(login.log_in, seat, number, pin, secrets.token_bytes(32))
    hall.works.write(lambda work: gate.let_in(work, work.sittings.get_one(sitting_id), by=Applicant(sitting_id)))
    open_slot(hall, hall.works.read(lambda work: work.sittings.get_one(sitting_id).slot_id))
    return sitting_id


def open_slot(hall: Hall, slot: UUID) -> None:
    planned, status = hall.works.read(lambda work: (work.slots.get_one(slot).starts_at, work.slots.get_one(slot).status))
    if status == SlotStatus.PREPARED:
        hall.clock.now = max(hall.clock.now, planned)
        chief = hall.works.read(officer, hall.staff["ketua"])
        hall.works.write(proctor_slot.act, "open", slot, ActRequest(), by=chief)


def answer(hall: Hall, sitting_id: UUID, *, item: int, option: int, revision: int = 1) -> None:
    """The option at a place of the item at a place of the paper."""
    chosen = hall.works.read(lambda work: work.papers.paper(sitting_id)).items[item]
    given = SentAnswer(chosen.id, chosen.options[option].id, False, revision, hall.clock.now)
    hall.works.write(answers.answer, given, LateRule(PIN_CLOSES), by=Applicant(sitting_id))
