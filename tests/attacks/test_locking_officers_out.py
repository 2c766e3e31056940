"""Somebody types wrong passwords for an officer's account, all day: the officer works on."""

import pytest

from server.edge_refusals import LogInsBusy
from server.memory.login_queue import LogInWork
from server.memory.rate_limits import LOOKS, REMEMBERED, Limits
from tests.builders import START, Clock, Hall
from tests.pages import PASSWORD

ACCOUNT = "pengawas"


def tries(page, account=ACCOUNT, password="salah", address="10.0.0.66"):
    answer = page.client.post(
        "/api/staff/login",
        json={"account": account, "password": password},
        headers={"X-Lugas-Csrf": "none"},
        environ_base={"REMOTE_ADDR": address},
    )
    return answer.status_code


def noted(hall, action):
    return [line for line, _ in hall.works.read(lambda work: work.audit.lines()) if line.action == action]


def test_a_browser_the_officer_used_before_gets_in_while_strangers_hammer(hall: Hall):
    own = hall.officer(ACCOUNT)
    own.post("/api/staff/logout")
    stranger = hall.page()

    assert {tries(stranger, address="127.0.0.1") for _ in range(60)} == {401, 429}

    assert tries(own, password=PASSWORD, address="127.0.0.1") == 200


def test_a_new_browser_elsewhere_gets_in_while_strangers_hammer(hall: Hall):
    stranger = hall.page()
    assert 429 in {tries(stranger) for _ in range(60)}

    assert tries(hall.page(), password=PASSWORD, address="10.0.0.7") == 200


def test_whoever_hammers_waits_for_seconds_and_is_told_how_many(hall: Hall):
    stranger = hall.page()
    while (answer := stranger.post("/api/staff/login", {"account": ACCOUNT, "password": "salah"})).status_code == 401:
        pass

    seconds = answer.get_json()["error"]["parameters"]["seconds"]
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(seconds))
    assert seconds <= 5
    hall.clock.go(seconds=seconds)
    assert tries(stranger, password=PASSWORD, address="127.0.0.1") == 200


def test_one_machine_is_one_stranger_however_many_addresses_it_has(hall: Hall):
    """One machine of the network is one stranger however many addresses it has."""
    told = [tries(hall.page(), address=f"2001:db8::{number:x}") for number in range(1, 30)]
    assert told.count(401) == 8


def test_names_made_up_are_refused_like_real_ones(hall: Hall):
    told = [[tries(hall.page(), name, address=address) for _ in range(12)] for name, address in ((ACCOUNT, "a"), ("siapa", "b"))]
    assert told[0] == told[1]


def test_a_browser_cookie_of_ones_own_making_is_worth_nothing(hall: Hall):
    stranger = hall.page()
    stranger.client.set_cookie("lugas_browser", '{"name":"x","accounts":[]}')
    assert 429 in {tries(stranger) for _ in range(12)}


def test_a_known_browser_is_known_for_its_own_accounts_only(hall: Hall):
    insider = hall.officer("meja1")
    insider.post("/api/staff/logout")
    assert [tries(insider) for _ in range(12)].count(401) == 8


def test_a_browser_known_for_another_account_tries_as_a_stranger(hall: Hall):
    other = hall.officer("meja1")
    other.post("/api/staff/logout")

    assert {tries(other, address="10.0.0.5") for _ in range(8)} == {401}
    assert tries(hall.page(), address="10.0.0.5") == 429


def test_one_address_does_not_go_through_all_accounts(hall: Hall):
    told = [tries(hall.page(), f"siapa{number}") for number in range(31)]

    assert (set(told[:30]), told[30]) == ({401}, 429)
    assert tries(hall.page(), "siapa", address="10.0.0.7") == 401


def test_one_address_takes_two_of_the_strangers_places_at_most():
    work = LogInWork()

    def together(*addresses: str) -> bool:
        return work.for_stranger(addresses[0], together, *addresses[1:]) if addresses else True

    assert together("a", "a", "b", "b")
    for too_many in (("a", "a", "a"), ("a", "b", "c", "d", "e")):
        with pytest.raises(LogInsBusy):
            together(*too_many)
    assert together("a", "a", "b", "b"), "each gave its place back"


def test_the_second_officer_is_not_locked_out_by_strangers(hall: Hall):
    chief, stranger = hall.officer("ketua"), hall.page()
    for _ in range(30):
        tries(stranger, "ketua2", address="127.0.0.1")
    sitting = str(hall.sittings["24-0001"])
    second = {"account": "ketua2", "password": PASSWORD}
    act = {"act": "reopen", "sittings": [sitting], "reason": {"code": "other", "text": "uji"}, "seconds": 60, "second": second}

    answer = chief.post("/api/monitor/acts", act)

    assert answer.status_code == 200
    assert answer.get_json()["refused"][0]["error"]["code"] not in ("too_many_tries", "second_officer_refused")


def test_a_hammered_account_leaves_a_line_and_not_one_for_each_try(hall: Hall):
    """An account that is hammered leaves a line and not one for each try."""
    for address in range(20):
        for _ in range(8):
            tries(hall.page(), address=f"10.0.1.{address}")

    lines = noted(hall, "many wrong passwords")
    assert [line.subject for line in lines] == [f"staff:{hall.staff[ACCOUNT]}"] * len(lines)
    assert 1 <= len(lines) <= 8


def test_other_keys_never_push_a_counter_out():
    clock = Clock(START)
    limits = Limits(clock)
    assert [limits.wait(LOOKS, "victim") for _ in range(4)] == [0.0] * 4
    for number in range(REMEMBERED + 500):
        limits.wait(LOOKS, "made up", str(number))
    assert limits.wait(LOOKS, "victim") > 0
    assert len(limits._kinds[LOOKS.kind]) <= REMEMBERED + 1
    clock.go(seconds=10)
    assert limits.wait(LOOKS, "newcomer") == 0.0


def test_another_spelling_of_an_account_gives_no_more_tries(hall: Hall):
    """The account is found however it is typed, so its tries are counted however it is typed."""
    spellings = ["pengawas", "Pengawas", "PENGAWAS", "péngawas", "pengawás", " pengawas"] * 4
    stranger = hall.page()

    assert [tries(stranger, name) for name in spellings].count(401) == 8


def test_nor_to_the_first_officer_who_guesses_the_second_ones_password(hall: Hall):
    chief, sitting = hall.officer("ketua"), str(hall.sittings["24-0001"])
    asked = {"act": "confirm_identity", "sittings": [sitting], "reason": {"code": "same_person_seen"}}
    spellings = ["ketua2", "Ketua2", "KETUA2", "kétua2", "ketuá2", "kEtua2"] * 4
    told = [chief.post("/api/monitor/acts", {**asked, "second": {"account": one, "password": "salah"}}) for one in spellings]

    assert [answer.status_code for answer in told].count(429) == len(spellings) - 8
