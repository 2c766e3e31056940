"""Somebody has an officer's password or phone code, and wants to get in or to get further."""

import pytest

from tests.attacks.staff_accounts import CHIEF, NEW, code_of, digits, enrolled, noted, tries, works
from tests.builders import Hall
from tests.pages import PASSWORD

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
