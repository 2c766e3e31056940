"""Somebody has an officer's password, cookie, phone code or an open screen, and wants to stay or to get further."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest

from server.exam.rights import Role, ScopeKind
from server.password_hashes import passwords
from server.realtime.monitor import Monitors
from server.storage.tokens import token_hash
from server.web.request_guard import STAFF_COOKIE
from server.workflows.staff import accounts, login
from tests.builders import START, Hall, add_staff
from tests.pages import PASSWORD, Page

NEW = "empat kuda di tepi danau"
CHIEF = "ketua"


def code_of(answer) -> str:
    return answer.get_json()["error"]["code"]


def tries(page: Page, account: str = CHIEF, password: str = PASSWORD, **more: str):
    return page.post("/api/staff/login", {"account": account, "password": password, **more})


def works(page: Page) -> int:
    return page.get("/api/monitor/slots").status_code


def digits(hall: Hall, secret: str, **later: float) -> str:
    return pyotp.TOTP(secret).at(hall.clock.now + timedelta(**later))


def enrolled(hall: Hall, page: Page) -> tuple[str, list[str]]:
    """The secret of the factor now in use, a step of time later, and its recovery codes."""
    offered = page.post("/api/account/factor", {"password": PASSWORD}).get_json()
    assert offered["uri"].startswith("otpauth://totp/Lugas:")
    assert offered["picture"].startswith("data:image/svg+xml")
    answer = page.post("/api/account/factor/confirm", {"code": digits(hall, offered["secret"])})
    assert answer.status_code == 200, answer.get_json()
    hall.clock.go(seconds=30)
    return offered["secret"], answer.get_json()["codes"]


def with_settings(hall: Hall, **choices) -> None:
    object.__setattr__(hall.parts, "settings", replace(hall.parts.settings, **choices))


def noted(hall: Hall, action: str) -> int:
    return sum(line.action == action for line, _ in hall.works.read(lambda work: work.audit.lines()))


class NoSockets:
    """Where connections would be cut."""

    def __init__(self) -> None:
        self.server, self.cut = self, []

    def disconnect(self, sid: str, namespace: str) -> None:
        self.cut.append(sid)


class Watching:
    """Who watches which room."""

    def __init__(self, room: tuple[UUID, UUID] | None) -> None:
        self.room = room

    def room_of(self, _sid: str) -> tuple[UUID, UUID] | None:
        return self.room


def open_monitor(hall: Hall, page: Page, room: str | None = "Melati") -> tuple[Monitors, NoSockets]:
    sockets, watched = NoSockets(), (hall.slot, hall.rooms[room]) if room else None
    monitors = Monitors(hall.works, Watching(watched), sockets, hall.parts.log_in_rules)  # type: ignore[arg-type]
    token = page.client.get_cookie(STAFF_COOKIE)
    assert token is not None
    monitors.tokens["s"] = token_hash(token.value)
    return monitors, sockets


# The second factor


def test_a_stolen_password_is_not_enough_and_leaves_a_line(hall: Hall):
    enrolled(hall, hall.officer(CHIEF))
    thief = hall.page()
    answer = tries(thief)
    assert (answer.status_code, code_of(answer)) == (409, "code_needed")
    assert "Set-Cookie" not in answer.headers
    assert works(thief) == 401
    hall.parts.traces.close()
    assert noted(hall, "asked for code") == 1


def test_a_code_counts_once(hall: Hall):
    secret, _ = enrolled(hall, hall.officer(CHIEF))
    seen = digits(hall, secret)
    assert tries(hall.page(), code=seen).status_code == 200
    assert code_of(tries(hall.page(), code=seen)) == "wrong_code"
    assert code_of(tries(hall.page(), code=digits(hall, secret, seconds=-30))) == "wrong_code", "nor an older one after it"
    hall.clock.go(seconds=30)
    assert tries(hall.page(), code=digits(hall, secret)).status_code == 200


def test_the_code_that_set_the_factor_up_logs_nobody_in(hall: Hall):
    page = hall.officer(CHIEF)
    secret = page.post("/api/account/factor", {"password": PASSWORD}).get_json()["secret"]
    seen = digits(hall, secret)
    page.post("/api/account/factor/confirm", {"code": seen})
    assert code_of(tries(hall.page(), code=seen)) == "wrong_code"


@pytest.mark.parametrize(("seconds", "status"), [(-60, 409), (-30, 200), (30, 200), (60, 409)])
def test_a_code_is_good_one_step_around(hall: Hall, seconds: int, status: int):
    secret, _ = enrolled(hall, hall.officer(CHIEF))
    hall.clock.go(minutes=5)
    assert tries(hall.page(), code=digits(hall, secret, seconds=seconds)).status_code == status


def test_a_recovery_code_counts_once_and_old_ones_end_with_new_ones(hall: Hall):
    page = hall.officer(CHIEF)
    secret, codes = enrolled(hall, page)
    assert len(set(codes)) == 10
    assert tries(hall.page(), code=codes[0].upper()).status_code == 200
    assert code_of(tries(hall.page(), code=codes[0])) == "wrong_code"
    fresh = page.post("/api/account/factor/codes", {"password": PASSWORD, "code": digits(hall, secret)}).get_json()["codes"]
    assert code_of(tries(hall.page(), code=codes[1])) == "wrong_code"
    assert tries(hall.page(), code=fresh[1]).status_code == 200


def test_codes_of_one_account_are_no_codes_of_another(hall: Hall):
    _, codes = enrolled(hall, hall.officer(CHIEF))
    enrolled(hall, hall.officer("ketua2"))
    assert code_of(tries(hall.page(), "ketua2", code=codes[0])) == "wrong_code"


def test_guessing_codes_is_slow_everywhere_and_locks_no_owner_out(hall: Hall):
    """Guessing codes is slow from however many addresses and locks the owner out of nothing."""
    own = hall.officer(CHIEF)
    secret, _ = enrolled(hall, own)
    told = []
    for number in range(40):
        answer = hall.page().client.post(
            "/api/staff/login",
            json={"account": CHIEF, "password": PASSWORD, "code": f"{number:06}"},
            headers={"X-Lugas-Csrf": "none"},
            environ_base={"REMOTE_ADDR": f"10.0.{number}.1"},
        )
        told.append(answer.status_code)
    assert (told.count(409), told.count(429)) == (5, 35)
    own.post("/api/staff/logout")
    own.csrf = "none"
    assert tries(own, code=digits(hall, secret)).status_code == 200
    hall.parts.traces.close()
    assert noted(hall, "failed log-in")


def test_an_open_screen_changes_no_keys_without_the_password(hall: Hall):
    page = hall.officer(CHIEF)
    assert code_of(page.post("/api/account/factor", {"password": "bukan yang ini"})) == "wrong_password"
    assert code_of(page.post("/api/account/password", {"old": "bukan yang ini", "new": NEW})) == "wrong_password"
    secret, _ = enrolled(hall, page)
    for path in ("factor", "factor/codes", "factor/remove"):
        assert code_of(page.post(f"/api/account/{path}", {"password": PASSWORD})) == "code_needed"
        assert code_of(page.post(f"/api/account/{path}", {"password": PASSWORD, "code": "000000"})) == "wrong_code"
    assert page.post("/api/account/factor/remove", {"password": PASSWORD, "code": digits(hall, secret)}).status_code == 204
    assert tries(hall.page()).status_code == 200


def test_a_second_officer_with_a_factor_gives_a_code_too(hall: Hall):
    secret, _ = enrolled(hall, hall.officer("ketua2"))
    first, sitting = hall.officer(CHIEF), str(hall.sittings["24-0001"])
    second = {"account": "ketua2", "password": PASSWORD}
    act = {"act": "reopen", "sittings": [sitting], "reason": {"code": "other", "text": "uji"}, "seconds": 60}
    assert code_of(first.post("/api/monitor/acts", {**act, "second": second})) == "code_needed"
    assert code_of(first.post("/api/monitor/acts", {**act, "second": {**second, "code": "000000"}})) == "wrong_code"
    answer = first.post("/api/monitor/acts", {**act, "second": {**second, "code": digits(hall, secret)}})
    assert answer.status_code == 200, answer.get_json()


def test_the_secret_is_sealed_and_the_codes_are_hashed(hall: Hall):
    secret, codes = enrolled(hall, hall.officer(CHIEF))
    hall.works.database.truncate_log()
    stored = hall.parts.settings.database_path.read_bytes()
    assert secret.encode() not in stored
    assert not any(code.encode() in stored or code.replace("-", "").encode() in stored for code in codes)


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
    hall.works.write(accounts.give_password, CHIEF, passwords.hash("diketik orang lain"))
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
    hall.works.write(
        lambda work: work.staff.grant(hall.staff["pengawas"], Role.CHIEF_PROCTOR.value, ScopeKind.SITE.value, hall.site)
    )
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
    hall.works.write(accounts.close, CHIEF)
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
