"""What is done with an account by its owner is done by nobody else: neither another officer nor a command."""

from collections.abc import Callable

import pyotp
import pytest

from server.exam.actors import CLOCK, Officer
from server.exam.errors import NotAllowed
from server.storage.work import Work
from server.workflows.access import officer
from server.workflows.refusals import NoFactor
from server.workflows.staff import login, own_account, second_factor
from server.workflows.staff.login import LogIn, NewLogIn
from tests.builders import COMMAND, Hall
from tests.storage.traces import LOG_IN_RULES as RULES

NEW = NewLogIn(b"x" * 32, "Firefox", "10.0.0.7")
OWN: dict[str, Callable[[Work, LogIn, Officer], object]] = {
    "log in": lambda work, of, by: login.begin(work, NEW, None, RULES, by=by),
    "log in anew": lambda work, of, by: login.begin_anew(work, NEW, RULES, by=by),
    "log out": lambda work, of, by: login.log_out(work, of.id, by=by),
    "confirm as second": lambda work, of, by: login.confirm_as_second(work, None, RULES, by=by),
    "change password": lambda work, of, by: own_account.change_password(work, "-", NEW, RULES, by=by),
    "end log-in": lambda work, of, by: own_account.end_log_in(work, of.id, by=by),
    "end other log-ins": lambda work, of, by: own_account.end_other_log_ins(work, of.id, by=by),
    "set factor": lambda work, of, by: own_account.set_factor(work, "123456", NEW, RULES, by=by),
    "offer factor": lambda work, of, by: second_factor.offer(work, None, by=by),
    "confirm factor": lambda work, of, by: second_factor.confirm(work, "123456", by=by),
    "renew codes": lambda work, of, by: second_factor.renew_codes(work, None, by=by),
    "remove factor": lambda work, of, by: second_factor.remove(work, None, is_demanded=False, by=by),
    "check factor": lambda work, of, by: second_factor.check(work, None, by=by),
}


def logged_in(hall: Hall, account: str) -> LogIn:
    who = hall.works.read(officer, hall.staff[account])
    return hall.works.write(login.begin, NewLogIn(account.encode().ljust(32), "Firefox", "10.0.0.7"), None, RULES, by=who)


def still_there(hall: Hall, of: LogIn) -> bool:
    return any(row.id == of.id for row in hall.works.read(lambda work: work.staff_sessions.of(of.officer.id, RULES.idle)))


@pytest.mark.parametrize("what", OWN)
def test_no_command_and_no_clock_acts_as_the_owner(hall: Hall, what: str) -> None:
    of = logged_in(hall, "ketua")
    for other in (COMMAND, CLOCK):
        with pytest.raises(NotAllowed):
            hall.works.write(OWN[what], of, other)


@pytest.mark.parametrize("what", ["log out", "end log-in", "end other log-ins", "change password", "log in anew"])
def test_another_officer_ends_none_of_the_owners_log_ins(hall: Hall, what: str) -> None:
    of, other = logged_in(hall, "ketua"), logged_in(hall, "pengawas")

    hall.works.write(OWN[what], of, other.officer)
    assert still_there(hall, of)

    if what in ("log out", "end log-in"):
        hall.works.write(OWN[what], of, of.officer)
        assert not still_there(hall, of)


def test_another_officer_confirms_no_factor_and_changes_no_password(hall: Hall) -> None:
    of, other = logged_in(hall, "ketua"), logged_in(hall, "pengawas")
    kept = hall.works.read(lambda work: work.staff.get_one(of.officer.id).password_hash)
    offered = hall.works.write(second_factor.offer, None, by=of.officer)
    code = pyotp.TOTP(offered.secret).at(hall.clock.now)

    with pytest.raises(NoFactor):
        hall.works.write(second_factor.confirm, code, by=other.officer)
    hall.works.write(own_account.change_password, "-", NEW, RULES, by=other.officer)

    assert hall.works.read(lambda work: work.staff.get_one(of.officer.id).password_hash) == kept
    assert hall.works.write(second_factor.confirm, code, by=of.officer)


def test_a_log_out_leaves_a_line_by_the_officer(hall: Hall) -> None:
    page = hall.officer("ketua")
    page.post("/api/staff/logout")
    assert page.post("/api/staff/logout").status_code == 204  # nobody is there any more: nothing to write

    lines = hall.works.read(lambda work: [(line.action, line.staff_id) for line, _ in work.audit.lines()])
    assert lines[-2:] == [("logged in", hall.staff["ketua"]), ("logged out", hall.staff["ketua"])]
