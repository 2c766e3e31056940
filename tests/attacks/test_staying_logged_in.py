"""Somebody has an officer's cookie or an open screen, and wants to stay."""

from datetime import timedelta

import pytest

from server.wire import STAFF_COOKIE
from server.workflows.staff import accounts, login
from tests.attacks.staff_accounts import CHIEF, NEW, code_of, enrolled, noted, open_monitor, tries, with_settings, works
from tests.builders import COMMAND, START, Hall
from tests.pages import PASSWORD

# Log-ins that should be over


def test_a_changed_password_ends_stolen_log_ins(hall: Hall):
    own, stolen = hall.officer(CHIEF), hall.officer(CHIEF)
    old = own.client.get_cookie(STAFF_COOKIE)
    assert own.post("/api/account/password", {"old": PASSWORD, "new": NEW}).status_code == 200
    assert (works(own), works(stolen)) == (200, 401)
    copied = hall.page()
    copied.client.set_cookie(STAFF_COOKIE, old.value)
    assert works(copied) == 401, "the old token of the same browser"
    assert tries(hall.page()).status_code == 401
    assert noted(hall, "changed password") == 1


def test_setting_a_factor_up_ends_other_log_ins(hall: Hall):
    own, stolen = hall.officer(CHIEF), hall.officer(CHIEF)
    enrolled(hall, own)
    assert (works(own), works(stolen)) == (200, 401)


def test_a_planted_token_is_worth_nothing_after_the_log_in(hall: Hall):
    page = hall.page()
    page.client.set_cookie(STAFF_COOKIE, "dipasang-penyerang")
    planted = hall.page()
    planted.client.set_cookie(STAFF_COOKIE, "dipasang-penyerang")
    assert tries(page).status_code == 200
    assert (works(page), works(planted)) == (200, 401)


def test_log_ins_are_seen_and_ended_by_their_owner_only(hall: Hall):
    own, stolen, other = hall.officer(CHIEF), hall.officer(CHIEF), hall.officer("ketua2")
    listed = own.get("/api/account").get_json()["sessions"]
    assert [one["is_this"] for one in listed].count(True) == 1
    [foreign] = [one["id"] for one in listed if not one["is_this"]]
    assert other.post(f"/api/account/sessions/{foreign}/end").status_code == 404
    assert works(stolen) == 200
    assert own.post(f"/api/account/sessions/{foreign}/end").status_code == 204
    assert (works(own), works(stolen), works(other)) == (200, 401, 200)
    again = hall.officer(CHIEF)
    assert own.post("/api/account/sessions/end-others").get_json() == {"ended": 1}
    assert (works(own), works(again)) == (200, 401)


def test_a_closed_account_is_out_at_once_also_of_open_screens(hall: Hall):
    page = hall.officer(CHIEF)
    monitors, sockets = open_monitor(hall, page)
    hall.works.write(accounts.close, CHIEF, by=COMMAND)
    monitors.recheck()
    assert (works(page), sockets.cut) == (401, ["s"])


def test_a_revoked_role_is_gone_at_once_also_on_open_screens(hall: Hall):
    page = hall.officer(CHIEF)
    monitors, sockets = open_monitor(hall, page)
    monitors.recheck()
    assert sockets.cut == []
    result = hall.app.test_cli_runner().invoke(args=["staff", "revoke", CHIEF, "--role", "chief_proctor", "--site", "JKT-1"])
    assert result.exit_code == 0, result.output
    monitors.recheck()
    assert sockets.cut == ["s"]
    answer = page.post("/api/monitor/slots/" + str(hall.slot) + "/acts", {"act": "open"})
    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")
    assert noted(hall, "revoked role") == 1


def test_a_log_in_left_alone_ends_though_its_page_asks_on(hall: Hall):
    with_settings(hall, staff_idle=timedelta(minutes=30))
    page = hall.officer(CHIEF)
    for _ in range(29):
        hall.clock.go(minutes=1)
        assert works(page) == 200, "the page asks for the slots by itself"
    hall.clock.go(minutes=1, seconds=1)
    assert works(page) == 401


def test_use_keeps_a_log_in_for_ten_hours_and_no_longer(hall: Hall):
    with_settings(hall, staff_idle=timedelta(minutes=30))
    page = hall.officer(CHIEF)
    for _ in range(29):
        hall.clock.go(minutes=20)
        assert page.get("/api/account").status_code == 200
    hall.clock.go(minutes=20)
    assert page.get("/api/account").status_code == 401


def test_use_is_written_once_a_minute(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    page, written = hall.officer(CHIEF), []
    monkeypatch.setattr(login, "note_use", lambda *_: written.append(1))
    for _ in range(30):
        page.get("/api/account")
    assert written == []
    hall.clock.go(seconds=60)
    page.get("/api/account")
    assert written == [1]


def test_who_watches_a_running_exam_is_not_thrown_out(hall: Hall):
    with_settings(hall, staff_idle=timedelta(minutes=30))
    hall.clock.now = START
    page = hall.officer(CHIEF)
    assert page.post(f"/api/monitor/slots/{hall.slot}/acts", {"act": "open"}).status_code == 204
    monitors, sockets = open_monitor(hall, page)
    for _ in range(12):
        hall.clock.go(minutes=10)
        monitors.recheck()
    assert (sockets.cut, works(page)) == ([], 200)


@pytest.mark.parametrize("room", [None, "Melati"])
def test_a_screen_on_which_no_exam_runs_keeps_nobody_in(hall: Hall, room: str | None):
    with_settings(hall, staff_idle=timedelta(minutes=30))
    page = hall.officer(CHIEF)
    monitors, sockets = open_monitor(hall, page, room)
    for _ in range(4):
        hall.clock.go(minutes=10)
        monitors.recheck()
    assert sockets.cut[:1] == ["s"]
    assert works(page) == 401
