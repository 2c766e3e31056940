"""A whole small hall over a temporary folder, made by the same workflows the commands use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from flask import Flask

from server.app import create_app
from server.exam.actors import Command
from server.exam.rights import Role, ScopeKind
from server.hall import Hall as Parts
from server.json_values import iso
from server.registrations.lines import FormationLine, RegistrationLine, Registrations
from server.settings import Settings
from server.storage.work import Transactions
from server.verification.engine import VerificationEngine
from server.workflows.before import draw, exams, import_registrations, late_entries, sites, slots
from server.workflows.before import staff as before_staff
from server.workflows.before.exams import NewExam
from server.workflows.before.import_registrations import ToImport
from server.workflows.before.sites import NewSite, RoomPlan
from server.workflows.before.slots import NewSlot
from server.workflows.before.staff import NewStaff, granted
from tests.applicants import PEOPLE, Applicant
from tests.fixed_draw import usual_seed
from tests.made_once import copied
from tests.packages import ROOT, RULES, rule_set, sample_package
from tests.pages import PASSWORD, Page
from tests.reference_photos import measured, photo

MODELS = ROOT / "instance" / "models"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08.00 WIB
PIN_CLOSES = timedelta(minutes=5)
LATE_START = timedelta(minutes=10)
COMMAND = Command("budi")  # who prepares the halls

# account -> role and whether it is for the room Melati or the whole site
STAFF: Mapping[str, tuple[Role, ScopeKind]] = {
    "meja1": (Role.DESK_OFFICER, ScopeKind.SITE),
    "meja2": (Role.DESK_OFFICER, ScopeKind.SITE),
    "pengawas": (Role.PROCTOR, ScopeKind.ROOM),
    "ketua": (Role.CHIEF_PROCTOR, ScopeKind.SITE),
    "ketua2": (Role.CHIEF_PROCTOR, ScopeKind.SITE),
    "it": (Role.IT_OFFICER, ScopeKind.SITE),
    "admin": (Role.ADMINISTRATOR, ScopeKind.SITE),
}


class Clock:
    """The hall's time; a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **later: float) -> datetime:
        self.now += timedelta(**later)
        return self.now


@dataclass
class Hall:
    """A site with rooms Melati (2 x 4, one spare) and Kenanga (2 x 3), one exam, one slot with everybody in it, frozen."""

    app: Flask
    clock: Clock
    exam: UUID
    site: UUID
    rooms: dict[str, UUID]
    slot: UUID
    staff: dict[str, UUID]
    sittings: dict[str, UUID] = field(default_factory=dict)  # by participant number

    @property
    def parts(self) -> Parts:
        found: Parts = self.app.extensions["lugas"]
        return found

    @property
    def works(self) -> Transactions:
        return self.parts.works

    def page(self) -> "Page":
        """A browser that knows nobody yet."""
        return Page(self.app.test_client())

    def officer(self, account: str) -> "Page":
        """A browser somebody of the staff is logged in at."""
        page = self.page()
        page.log_in(account)
        return page

    def seat_of(self, number: str) -> UUID:
        seat = self.works.read(lambda work: work.sittings.get_one(self.sittings[number]).seat_id)
        assert seat is not None
        return seat

    def at_seat(self, number: str) -> "Page":
        """A browser paired with the seat drawn for this applicant, by an IT officer's code."""
        made = self.officer("it").post(f"/api/seats/{self.seat_of(number)}/code")
        page = self.page()
        assert page.post("/api/seat/pair", {"code": made.get_json()["code"]}).status_code == 200
        return page

    def close(self) -> None:
        self.works.database.close()


def settings(folder: Path, **choices: Any) -> Settings:
    """Whoever tests what is not liveness asks nobody to move, and no officer is thrown out while a test lets hours pass."""
    usual = {"liveness": "off", "staff_idle": timedelta(hours=10)}
    return Settings(instance=folder / "instance", keys=folder / "keys", **(usual | choices))


def a_hall(
    folder: Path,
    *,
    people: Sequence[Applicant] = PEOPLE,
    faces: VerificationEngine | None = None,
    clock: Clock | None = None,
    freeze: bool = True,
    **choices: Any,
) -> Hall:
    """The hall at 07.15 WIB, three quarters of an hour before the start. `choices` are fields of Settings.

    It is a copy of one that is made once a run for the same people and time: making it takes twenty times as long.
    """
    clock = clock or Clock(START - timedelta(minutes=45))
    made = copied((tuple(people), clock.now, freeze), lambda template: _make(template, people, freeze, faces, clock.now), folder)
    app = create_app(settings(folder, **choices), now=clock, faces=faces)
    return Hall(app, clock, made.exam, made.site, dict(made.rooms), made.slot, dict(made.staff), dict(made.sittings))


@dataclass(frozen=True)
class _Made:
    exam: UUID
    site: UUID
    rooms: Mapping[str, UUID]
    slot: UUID
    staff: Mapping[str, UUID]
    sittings: Mapping[str, UUID]


def _make(folder: Path, people: Sequence[Applicant], freeze: bool, faces: VerificationEngine | None, now: datetime) -> _Made:
    app = create_app(settings(folder), now=Clock(now), faces=faces)
    works: Transactions = app.extensions["lugas"].works
    exam, site = works.write(exams.create_exam, skd_exam(), by=COMMAND).id, works.write(sites.add_site, SITE, by=COMMAND).id
    rooms = works.read(lambda work: {room.name: room.id for room in work.places.rooms(site)})
    hall = Hall(app, Clock(now), exam, site, rooms, add_slot(works, exam, site), {})
    for account in STAFF:
        hall.staff[account] = add_staff(hall, account)
    register(hall, people, faces=faces)
    if freeze and people:
        drawn = works.read(draw.load_draw_input, hall.slot)
        freeze_slot(works, hall.slot, usual_seed(drawn, hall.sittings, rooms["Melati"]))
    works.database.truncate_log()
    hall.close()
    return _Made(exam, site, rooms, hall.slot, hall.staff, hall.sittings)


SITE = NewSite("JKT-1", "UPT Jakarta", "WIB", (RoomPlan("Melati", 2, 4, spare=1), RoomPlan("Kenanga", 2, 3)))


def skd_exam(code: str = "SKD-2026") -> NewExam:
    return NewExam(code, "SKD CPNS 2026", rule_set(RULES), sample_package())


def add_slot(works: Transactions, exam: UUID, site: UUID, *, starts_at: datetime = START, number: int = 1, **more: Any) -> UUID:
    plan = {"pin_closes_before": PIN_CLOSES, "late_start": LATE_START} | more
    new = NewSlot(exam_id=exam, site_id=site, number=number, starts_at=starts_at, **plan)
    return works.write(slots.add_slot, new, by=COMMAND).id


def add_staff(
    hall: Hall, account: str, role: Role | None = None, kind: ScopeKind | None = None, scope: UUID | None = None
) -> UUID:
    """One of STAFF, or somebody else with a role in a scope of your own."""
    role, kind = role or STAFF[account][0], kind or STAFF[account][1]
    scope = scope or {ScopeKind.SITE: hall.site, ScopeKind.ROOM: hall.rooms["Melati"], ScopeKind.SLOT: hall.slot}[kind]
    new = NewStaff(account, f"Petugas {account}", _password_hash())
    return hall.works.write(before_staff.add_staff, new, [granted(role, kind, scope)], by=COMMAND).id


def register(
    hall: Hall, people: Sequence[Applicant], *, slot: UUID | None = None, faces: VerificationEngine | None = None, **more: Any
) -> dict[str, UUID]:
    """Import people into the hall's slot (or another); after the freeze they get their seat and paper at once."""
    picture = more.get("picture", photo)  # makes the registration photo of a file's name
    photos = {person.number: measured(picture(person.photo), faces) for person in people if person.photo}
    kinds = sorted({person.kind for person in people})
    file = Registrations(
        "uji.csv",
        tuple(FormationLine(1, kind, "Kementerian Uji", "Analis", "", "Jakarta", "S-1", kind, 3) for kind in kinds),
        tuple(_line(at, person) for at, person in enumerate(people, start=2)),
    )
    seats = hall.works.read(late_entries.load_slot, slot or hall.slot).seats_for(len(people))
    sittings = hall.works.write(import_registrations.import_registrations, seats, ToImport(file, photos), by=COMMAND).sittings
    hall.sittings |= sittings
    return sittings


def freeze_slot(works: Transactions, slot: UUID, seed: bytes = b"benih uji") -> None:
    works.write(draw.keep, works.read(draw.load_draw_input, slot).drawn(seed), by=COMMAND)


def given(page_item: Mapping[str, Any], option: int, revision: int, at: datetime) -> dict[str, Any]:
    """An answer as the exam page sends it: the option at this place of the item."""
    return {
        "item": page_item["id"],
        "option": page_item["options"][option]["id"],
        "doubtful": False,
        "revision": revision,
        "client_at": iso(at),
    }


def _line(at: int, person: Applicant) -> RegistrationLine:
    nik = person.nik or f"317101{int(''.join(filter(str.isdigit, person.number))):010d}"
    return RegistrationLine(at, person.number, nik, person.name, date(1998, 5, 17), person.kind, person.disability, "3.51", "")


@cache
def _password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
