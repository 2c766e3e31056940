"""The demo's exam, site and staff: made once, kept after that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from server.bank.read import read_package
from server.exam.actors import Actor, Officer
from server.exam.rights import Role, ScopeKind
from server.password_hashes import passwords
from server.storage.work import Transactions, Work
from server.workflows.access import officer
from server.workflows.before import exams, sites, slots
from server.workflows.before import staff as before_staff
from server.workflows.before.exams import NewExam
from server.workflows.before.sites import NewSite, RoomPlan
from server.workflows.before.slots import NewSlot
from server.workflows.before.staff import NewStaff, granted
from server.zones import local

EXAM, SITE = "DEMO", "DEMO"
SITTING_ROOM, DESK_ROOM = "Melati", "Kenanga"
ROOMS = (RoomPlan(SITTING_ROOM, 4, 6, spare=2), RoomPlan(DESK_ROOM, 4, 6, spare=2))
PASSWORD = "lugas-demo"
ALWAYS = timedelta(days=30)  # nobody who tries the demo comes too late
STAFF: Mapping[str, tuple[str, Role]] = {
    "meja1": ("Rina Petugas Meja", Role.DESK_OFFICER),
    "meja2": ("Anton Petugas Meja", Role.DESK_OFFICER),
    "pengawas": ("Sri Pengawas", Role.PROCTOR),
    "ketua": ("Bambang Ketua Pengawas", Role.CHIEF_PROCTOR),
    "it": ("Dewi Petugas IT", Role.IT_OFFICER),
    "admin": ("Made Administrator", Role.ADMINISTRATOR),
}


@dataclass(frozen=True, slots=True)
class DemoHall:
    exam: UUID
    site: UUID
    rooms: Mapping[str, UUID]
    staff: Mapping[str, Officer]


def ensure(works: Transactions, rule_set: Mapping[str, Any], bank: Path, *, by: Actor) -> DemoHall:
    found = works.read(_found)
    if found is None:
        new = NewExam(EXAM, "SKD CPNS (demo)", rule_set, read_package(bank))
        works.write(_make, new, passwords.hash(PASSWORD), by=by)
        found = works.read(_found)
    if found is None:
        raise RuntimeError("the demo hall was made and is not there")
    return found


def add_slot(work: Work, hall: DemoHall, starts_at: datetime, *, by: Actor) -> UUID:
    day = local(starts_at, "WIB").date()
    same_day = [
        slot.number for slot in work.slots.all() if slot.site_id == hall.site and local(slot.starts_at, "WIB").date() == day
    ]
    new = NewSlot(
        exam_id=hall.exam,
        site_id=hall.site,
        number=max(same_day, default=0) + 1,
        starts_at=starts_at,
        pin_closes_before=-ALWAYS,
        late_start=ALWAYS,
    )
    return slots.add_slot(work, new, by=by).id


def _make(work: Work, new: NewExam, password_hash: str, *, by: Actor) -> None:
    exams.create_exam(work, new, by=by)
    site = sites.add_site(work, NewSite(SITE, "UPT Contoh Jakarta", "WIB", ROOMS), by=by)
    for account, (name, role) in STAFF.items():
        new_staff = NewStaff(account, name, password_hash)
        before_staff.add_staff(work, new_staff, [granted(role, ScopeKind.SITE, site.id)], by=by)


def _found(work: Work) -> DemoHall | None:
    exam, site = work.exams.by_code(EXAM), work.places.site_by_code(SITE)
    if exam is None or site is None:
        return None
    rows = [(account, work.staff.by_account(account)) for account in STAFF]
    staff = {account: officer(work, row.id) for account, row in rows if row is not None}
    return DemoHall(exam.id, site.id, {room.name: room.id for room in work.places.rooms(site.id)}, staff)
