"""What commands do today asks for a right of whoever does it, so that a page can offer it; whoever has none is refused."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from server.exam.actors import CLOCK, Actor, Applicant, Officer
from server.exam.errors import NotAllowed
from server.exam.rights import Grant, Role, ScopeKind
from server.registrations.lines import Registrations
from server.storage.work import Work
from server.workflows.access import officer
from server.workflows.after import keys, privacy, record, recount
from server.workflows.before import draw, exams, import_registrations, late_entries, sites, slots, staff
from server.workflows.before.draw import Drawn
from server.workflows.before.import_registrations import ToImport
from server.workflows.before.late_entries import Seats
from server.workflows.before.sites import NewSite, RoomPlan
from server.workflows.before.slots import NewSlot
from server.workflows.before.staff import NewStaff, granted
from server.workflows.staff import accounts
from tests.builders import START, Hall, skd_exam
from tests.storage.traces import ENDS

Does = Callable[[Work, Hall, Actor], object]
NO_PEOPLE = Registrations("kosong.csv", (), ())
NEW_SITE = NewSite("AMB-1", "UPT Ambon", "WIT", (RoomPlan("Anjungan", 1, 2),))


def _new_slot(hall: Hall) -> NewSlot:
    none = timedelta()
    return NewSlot(
        exam_id=hall.exam, site_id=hall.site, number=9, starts_at=START, pin_closes_before=none, late_start=none, hard_end_at=None
    )


def _plan_again(work: Work, hall: Hall, by: Actor) -> None:
    slots.plan_again(work, work.slots.get_one(hall.slot), START, by=by)


def _role(hall: Hall) -> Grant:
    return granted(Role.PROCTOR, ScopeKind.SLOT, hall.slot)


def _hold(work: Work, hall: Hall, by: Actor) -> None:
    privacy.hold(work, work.slots.get_one(hall.slot), "sanggah", by=by)


OF_HOUSE: dict[str, Does] = {
    "added site": lambda work, hall, by: sites.add_site(work, NEW_SITE, by=by),
    "created exam": lambda work, hall, by: exams.create_exam(work, skd_exam("LAIN"), by=by),
    "added account": lambda work, hall, by: staff.add_staff(work, NewStaff("baru", "Baru", "-"), [], by=by),
    "granted role": lambda work, hall, by: staff.give(work, hall.staff["it"], _role(hall), by=by),
    "revoked role": lambda work, hall, by: accounts.take_grant(
        work, "admin", granted(Role.ADMINISTRATOR, ScopeKind.SITE, hall.site), by=by
    ),
    "gave password": lambda work, hall, by: accounts.give_password(work, "it", "-", by=by),
    "closed account": lambda work, hall, by: accounts.close(work, "it", by=by),
    "held": _hold,
    "purged": lambda work, hall, by: privacy.purge(work, ENDS, by=by),
    "rotated master key": lambda work, hall, by: keys.rewrap(work, work.vault.files.make_master(), by=by),
    "rotated data keys": lambda work, hall, by: keys.renew(work, by=by),
    "signed record": lambda work, hall, by: record.sign(work, by=by),
    "began backup": lambda work, hall, by: record.begin_backup(work, "salinan.sqlite3", by=by),
    "began certificates": lambda work, hall, by: sites.issue_certificates(work, ["cat.bdg.test"], by=by),
}
OF_SITE: dict[str, Does] = {"added slot": lambda work, hall, by: slots.add_slot(work, _new_slot(hall), by=by)}
# These do something only in a hall of another kind; the commands' own tests have them.
NOT_HERE: dict[str, Does] = {
    "removed second factor": lambda work, hall, by: accounts.take_factor(work, "it", by=by),
    "rebuilt projections": lambda work, hall, by: recount.rebuild(work, hall.sittings["24-0001"], by=by),
    "planned slot again": _plan_again,
    "froze slot": lambda work, hall, by: draw.keep(work, Drawn(hall.slot, b"", {}, {}, 0), by=by),
    "added sitting": lambda work, hall, by: late_entries.add_sittings(work, Seats(hall.slot, None), [], by=by),
    "imported registrations": lambda work, hall, by: import_registrations.import_registrations(
        work, Seats(hall.slot, None), ToImport(NO_PEOPLE, {}), by=by
    ),
}
ALL = OF_HOUSE | OF_SITE | NOT_HERE


def _does(hall: Hall, does: Does, by: Actor) -> None:
    hall.works.write(does, hall, by)


@pytest.mark.parametrize("what", ALL)
def test_an_officer_without_the_right_prepares_nothing(hall: Hall, what: str) -> None:
    for account in ("ketua", "it", "pengawas", "meja1"):
        with pytest.raises(NotAllowed):
            _does(hall, ALL[what], hall.works.read(officer, hall.staff[account]))
    for other in (Applicant(hall.sittings["24-0001"]), *([] if what == "signed record" else [CLOCK])):
        with pytest.raises(NotAllowed):
            _does(hall, ALL[what], other)


@pytest.mark.parametrize("what", OF_HOUSE)
def test_an_administrator_of_one_site_is_not_one_of_the_house(hall: Hall, what: str) -> None:
    with pytest.raises(NotAllowed):
        _does(hall, ALL[what], hall.works.read(officer, hall.staff["admin"]))


@pytest.mark.parametrize("what", OF_HOUSE | OF_SITE)
def test_an_administrator_of_the_house_does_it_and_is_named(hall: Hall, what: str) -> None:
    row = hall.works.read(officer, hall.staff["meja2"])
    by = Officer(row.id, row.account, row.name, (Grant(Role.ADMINISTRATOR, ScopeKind.HOUSE, str(UUID(int=0))),))

    _does(hall, ALL[what], by)

    line = hall.works.read(lambda work: [line for line, _ in work.audit.lines() if line.action == what][-1])
    assert (line.staff_id, line.actor_kind) == (by.id, "officer")


def test_an_administrator_of_a_site_plans_slots_there_and_nowhere_else(hall: Hall) -> None:
    by = hall.works.read(officer, hall.staff["admin"])
    _does(hall, ALL["added slot"], by)
    elsewhere = Officer(by.id, by.account, by.name, (Grant(Role.ADMINISTRATOR, ScopeKind.SITE, str(hall.exam)),))
    with pytest.raises(NotAllowed):
        _does(hall, ALL["planned slot again"], elsewhere)
