"""Log-ins nobody needs an account for, as many as the line carries: few are worked on, the rest are told to come again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.edge_refusals import LogInsBusy
from server.memory.login_queue import WAITING, WAITING_FROM_ADDRESS, LogInWork
from server.memory.rate_limits import UNKNOWN_TRIES
from server.web import passwords
from tests.attacks.test_locking_officers_out import tries
from tests.builders import Hall
from tests.pages import PASSWORD


class OneAtATime:
    """A thread for passwords that stands still until the test lets it go."""

    def __init__(self) -> None:
        self.goes_on, self.lock, self.most, self.working = threading.Event(), threading.Lock(), 0, 0

    def __call__(self, function, *args):
        with self.lock:
            self.working += 1
            self.most = max(self.most, self.working)
            self.goes_on.wait(120)
            self.working -= 1
            return function(*args)


@pytest.fixture
def desk():
    work, thread = LogInWork(), OneAtATime()
    work.run_in(thread, lambda _seconds: None)
    return work, thread


def outcome(work, address):
    try:
        return work.for_stranger(address, lambda: True)
    except LogInsBusy as busy:
        return busy.parameters["seconds"] and "busy"


def test_strangers_fill_their_own_places_and_no_others(desk):
    work, thread = desk
    with ThreadPoolExecutor(20) as pool:
        strangers = [pool.submit(outcome, work, f"10.0.0.{number}") for number in range(12)]
        while sum(one.done() for one in strangers) < 12 - WAITING:
            pass
        known = pool.submit(work.for_known, lambda: True)
        thread.goes_on.set()
        assert known.result(120) is True
    assert sorted(map(str, (one.result() for one in strangers))) == ["True"] * WAITING + ["busy"] * (12 - WAITING)
    assert thread.most == 1  # never two passwords at once: one needs 19 MiB


def test_one_address_leaves_places_for_another(desk):
    work, thread = desk
    with ThreadPoolExecutor(20) as pool:
        greedy = [pool.submit(outcome, work, "10.0.0.66") for _ in range(8)]
        while sum(one.done() for one in greedy) < 8 - WAITING_FROM_ADDRESS:
            pass
        honest = pool.submit(outcome, work, "10.0.0.7")
        thread.goes_on.set()
        assert honest.result(120) is True


def test_names_made_up_from_everywhere_are_soon_not_worked_for(hall: Hall):
    worked, rested = [], []
    hall.parts.log_ins.run_in(lambda function, *args: worked.append(function(*args)) or worked[-1], rested.append)

    for number in range(40):
        assert tries(hall.page(), f"karangan-{number}", address=f"10.0.2.{number}") == 401

    assert len(worked) == UNKNOWN_TRIES.at_once
    assert len(rested) == 40 - UNKNOWN_TRIES.at_once
    assert tries(hall.page(), "pengawas", PASSWORD, "10.0.3.1") == 200


def test_who_finds_no_place_is_told_when_to_come_again(hall: Hall):
    hall.parts.log_ins._waiting["strangers"] = WAITING
    answer = hall.page().post("/api/staff/login", {"account": "pengawas", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.get_json()["error"] == {"code": "log_ins_busy", "parameters": {"seconds": 2}}


def test_invented_accounts_cost_little_work_all_together(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """However many names and addresses: beyond a few, nothing is hashed for an account that does not exist."""
    worked: list[str] = []
    monkeypatch.setattr(passwords, "_verify", lambda kept, _password: worked.append(kept) or False)
    page = hall.page()
    for number in range(3 * UNKNOWN_TRIES.at_once):
        page.client.post(
            "/api/staff/login",
            json={"account": f"tidak-ada-{number}", "password": "salah sekali"},
            headers={"X-Lugas-Csrf": "none"},
            environ_base={"REMOTE_ADDR": f"10.0.{number}.1"},
        )
    assert len(worked) == UNKNOWN_TRIES.at_once
