"""Somebody logs in and wants to work before what must be done first: an own password, a second factor."""

import re

import pytest

from server.exam.rights import Role, ScopeKind
from server.password_hashes import passwords
from server.workflows.staff import accounts
from tests.attacks.staff_accounts import CHIEF, NEW, code_of, digits, enrolled, open_monitor, tries, with_settings, works
from tests.builders import COMMAND, Hall, add_staff
from tests.pages import PASSWORD, Page

# What must be done first


def addresses(hall: Hall) -> list[str]:
    staff = ("/api/monitor", "/api/desk", "/api/seats", "/api/review")
    rules = [rule for rule in hall.app.url_map.iter_rules() if str(rule).startswith(staff) and "GET" in (rule.methods or ())]
    ids = {"uuid:slot_id": hall.slot, "uuid:room_id": hall.rooms["Melati"], "uuid:sitting_id": hall.sittings["24-0001"]}
    found = []
    for rule in rules:
        path = re.sub(r"<([^>]+)>", lambda place: str(ids.get(place[1], place[0])), str(rule))
        if "<" not in path:
            found.append(path + "?q=24-&slot=" + str(hall.slot) + "&site=" + str(hall.site))
    assert len(found) > 8, "the search itself must find addresses"
    return found


def refused_everywhere(hall: Hall, page: Page, code: str) -> None:
    for path in addresses(hall):
        answer = page.get(path)
        assert (answer.status_code, code_of(answer)) == (403, code), path
    assert code_of(page.post(f"/api/seats/{hall.seat_of('24-0001')}/code")) == code
    assert code_of(page.post("/api/monitor/acts", {"act": "pause", "sittings": [str(hall.sittings["24-0001"])]})) == code
    monitors, sockets = open_monitor(hall, page)
    monitors.recheck()
    assert sockets.cut == ["s"]


def test_a_password_somebody_else_typed_opens_nothing_but_its_change(hall: Hall):
    hall.works.write(accounts.give_password, CHIEF, passwords.hash("diketik orang lain"), by=COMMAND)
    page = hall.page()
    assert tries(page, password="diketik orang lain").get_json()["todo"] == "password"
    refused_everywhere(hall, page, "password_change_needed")
    for path in ("factor", "factor/confirm", "factor/codes", "factor/remove"):
        answer = page.post(f"/api/account/{path}", {"password": "diketik orang lain", "code": "000000"})
        assert code_of(answer) == "password_change_needed", path
    second = {"account": CHIEF, "password": "diketik orang lain"}
    act = {
        "act": "reopen",
        "sittings": [str(hall.sittings["24-0001"])],
        "reason": {"code": "other", "text": "uji"},
        "second": second,
    }
    assert code_of(hall.officer("ketua2").post("/api/monitor/acts", act)) == "password_change_needed"
    assert page.post("/api/account/password", {"old": "diketik orang lain", "new": NEW}).get_json()["todo"] is None
    assert works(page) == 200


@pytest.mark.parametrize("account", [CHIEF, "it", "admin"])
def test_in_production_these_roles_work_with_a_factor_only(hall: Hall, account: str):
    with_settings(hall, production=True)
    page = hall.page()
    assert tries(page, account).get_json()["todo"] == "factor"
    refused_everywhere(hall, page, "factor_needed")
    secret, _ = enrolled(hall, page)
    assert works(page) == 200
    answer = page.post("/api/account/factor/remove", {"password": PASSWORD, "code": digits(hall, secret)})
    assert code_of(answer) == "factor_demanded"


def test_a_role_given_later_asks_for_the_factor_at_once(hall: Hall):
    with_settings(hall, production=True)
    page = hall.officer("pengawas")
    assert works(page) == 200
    hall.works.write(lambda work: work.staff.grant(hall.staff["pengawas"], Role.CHIEF_PROCTOR, ScopeKind.SITE, hall.site))
    assert code_of(page.get("/api/monitor/slots")) == "factor_needed"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("pendek", "password_short"),
        ("ketua12345", "password_is_account"),
        ("Ketua-ketua", "password_is_account"),
        ("1234567890", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("Password123!", "password_common"),
        ("rahasia2026", "password_common"),
        ("Indonesia Merdeka", "password_common"),
        (PASSWORD, "password_same"),
    ],
)
def test_weak_passwords_are_not_taken(hall: Hall, password: str, code: str):
    assert code_of(hall.officer(CHIEF).post("/api/account/password", {"old": PASSWORD, "new": password})) == code


# Commands


def test_commands_reset_list_and_free_an_account(hall: Hall):
    add_staff(hall, "budi", Role.PROCTOR, ScopeKind.ROOM)
    page = hall.officer("budi")
    enrolled(hall, page)
    types = hall.app.test_cli_runner().invoke
    assert "budi" in types(args=["staff", "no-factor", "budi"]).output
    assert works(page) == 401
    weak = types(args=["staff", "password", "budi"], input="rahasia2026\nrahasia2026\n")
    assert (weak.exit_code, "mudah ditebak" in weak.output) == (1, True)
    told = types(args=["staff", "password", "budi", "--generate"]).output
    given = told.strip().rpartition(": ")[2]
    assert tries(hall.page(), "budi").status_code == 401
    assert tries(hall.page(), "budi", given).get_json()["todo"] == "password"
    listed = types(args=["staff", "list"]).output
    assert "budi,Petugas budi,proctor JKT-1/Melati,tidak," in listed
    for line in (
        ["password", "siapa", "--generate"],
        ["no-factor", "budi"],
        ["revoke", "budi", "--role", "proctor", "--site", "JKT-1"],
    ):
        assert types(args=["staff", *line]).exit_code == 1, line
