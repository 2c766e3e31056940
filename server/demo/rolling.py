"""Keeps the demo in the middle of its day: one slot at work, one at the desk, whatever the real hour is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from server.demo import hall as halls
from server.demo.hall import DESK_ROOM, SITTING_ROOM, DemoHall
from server.demo.people import registrations
from server.demo.sitters import DemoClock, Sitter, Sitters
from server.exam.actors import Actor
from server.exam.sittings import WORKING, Status
from server.exam.slots import SlotStatus
from server.storage.tables import SlotRow
from server.storage.work import Transactions, Work
from server.workflows.before import draw, import_registrations, late_entries
from server.workflows.before.import_registrations import ToImport
from server.workflows.proctor import acts
from server.workflows.proctor import slot as proctor_slot
from server.workflows.proctor.request import ActRequest, Reason
from server.workflows.seat import pairing

PEOPLE = 18
FATES = ("finishes", "finishes", "finishes", "waits", "sleeps", "leaves", "pauses")  # the rest works; the last two never came
NEVER_CAME = 2
UNDER_WAY = timedelta(minutes=45)  # how long the slot at work has been open when it is made
STILL_AT_WORK, WITH_LEFT = 3, timedelta(minutes=15)  # fewer people with that much time left: the slot is spent
DESK_STAYS = timedelta(days=7)
TIDIED_AFTER = timedelta(hours=6)
TO_TRY = 3


@dataclass(frozen=True, slots=True)
class ToTry:
    """Somebody a visitor may be, with the seat drawn for them and a code that pairs a browser with it."""

    number: str
    name: str
    room: str
    seat: int
    code: str


@dataclass(frozen=True, slots=True)
class Demo:
    running: int  # numbers of the slots
    desk: int
    to_try: tuple[ToTry, ...]


def roll(works: Transactions, rule_set: Mapping[str, Any], bank: Path, *, by: Actor) -> Demo:
    """Make what is missing; what is there and alive stays as it is."""
    now = works.now()
    hall = halls.ensure(works, rule_set, bank, by=by)
    running = works.read(_at_work, hall, now) or _make_running(works, hall, now, by)
    desk = works.read(_at_desk, hall, now) or _make_desk(works, hall, now, by)
    works.write(_tidy, hall, running)
    return works.write(_demo, hall, running, desk)


def _at_work(work: Work, hall: DemoHall, now: datetime) -> UUID | None:
    # While the server is down the clocks stand: at its next start it gives everybody that time back.
    as_of = min(now, work.slots.last_heartbeat_at() or now)
    for slot in reversed(_slots(work, hall, SlotStatus.OPEN)):
        running = [one for one in work.sittings.of_slot(slot.id) if one.status == Status.RUNNING]
        if sum(work.ledger.clock(one, slot).left(as_of) >= WITH_LEFT for one in running) >= STILL_AT_WORK:
            return slot.id
    return None


def _at_desk(work: Work, hall: DemoHall, now: datetime) -> UUID | None:
    for slot in reversed(_slots(work, hall, SlotStatus.PREPARED)):
        expected = work.sittings.count_by_status(slot.id).get(Status.EXPECTED, 0)
        if expected >= TO_TRY and slot.starts_at > now - DESK_STAYS:
            return slot.id
    return None


def _tidy(work: Work, hall: DemoHall, running: UUID) -> None:
    """Old slots close once nobody works in them; who was left paused goes on first, so that their time can end."""
    chief = hall.staff["ketua"]
    for slot in _slots(work, hall, SlotStatus.OPEN):
        if slot.id == running or slot.opened_at is None or slot.opened_at > work.now - TIDIED_AFTER:
            continue
        working = [one for one in work.sittings.of_slot(slot.id) if one.status in WORKING]
        paused = [one.id for one in working if one.status == Status.PAUSED]
        acts.act(work, "resume", paused, ActRequest(check="by_sight", reason=Reason("problem_solved")), by=chief)
        if not working:
            proctor_slot.act(work, "close", slot.id, ActRequest(), by=chief)


def _make_running(works: Transactions, hall: DemoHall, now: datetime, by: Actor) -> UUID:
    opened_at = now - UNDER_WAY
    clock = DemoClock(opened_at - timedelta(minutes=30))
    then = Transactions(works.database, works.vault, clock)
    slot_id, sittings = _filled(then, hall, opened_at, SITTING_ROOM, by)
    sitters = Sitters(then, clock, hall)
    for number, sitting_id in sittings[:-NEVER_CAME]:
        clock.now += timedelta(seconds=45)
        sitters.come_in(sitting_id, number)
    clock.now = opened_at
    then.write(proctor_slot.act, "open", slot_id, ActRequest(), by=hall.staff["ketua"])
    rng = Random(slot_id.int)
    for at, (_number, sitting_id) in enumerate(sittings[:-NEVER_CAME]):
        fate = FATES[at] if at < len(FATES) else "works"
        pace = timedelta(seconds=rng.uniform(18, 22) if fate == "finishes" else rng.uniform(30, 60))
        sitters.live(Sitter(sitting_id, pace, rng.uniform(0.3, 0.85), fate), opened_at, now)
    return slot_id


def _make_desk(works: Transactions, hall: DemoHall, now: datetime, by: Actor) -> UUID:
    """Planned for this very minute, so that the chief proctor may open it as soon as a visitor sits."""
    return _filled(works, hall, now, DESK_ROOM, by)[0]


def _filled(
    works: Transactions, hall: DemoHall, starts_at: datetime, room: str, by: Actor
) -> tuple[UUID, list[tuple[str, UUID]]]:
    slot_id = works.write(halls.add_slot, hall, starts_at, by=by)
    wave = len(works.read(lambda work: _slots(work, hall, *SlotStatus)))
    seats = works.read(late_entries.load_slot, slot_id).seats_for(PEOPLE)
    people = ToImport(registrations(wave, PEOPLE), {})
    imported = works.write(import_registrations.import_registrations, seats, people, by=by)
    drawn = works.read(draw.load_draw_input, slot_id, [hall.rooms[room]]).drawn(draw.new_seed())
    works.write(draw.keep, drawn, by=by)
    return slot_id, sorted(imported.sittings.items())


def _slots(work: Work, hall: DemoHall, *statuses: SlotStatus) -> list[SlotRow]:
    return [slot for slot in work.slots.with_status(*statuses) if slot.site_id == hall.site]


def _demo(work: Work, hall: DemoHall, running: UUID, desk: UUID) -> Demo:
    expected = [whole for whole in work.sittings.whole_slot(desk) if whole.sitting.status == Status.EXPECTED and whole.seat]
    by_number = sorted(expected, key=lambda whole: whole.registration.number)[:TO_TRY]
    to_try = []
    for whole in by_number:
        if whole.seat is not None:
            code, _ = pairing.make_pairing_code(work, whole.seat.id, halls.ALWAYS, by=hall.staff["it"])
            room = work.places.room(whole.seat.room_id).name
            to_try.append(ToTry(whole.registration.number, whole.person.name, room, whole.seat.number, code))
    return Demo(_slot_number(work, running), _slot_number(work, desk), tuple(to_try))


def _slot_number(work: Work, slot_id: UUID) -> int:
    return work.slots.get_one(slot_id).number
