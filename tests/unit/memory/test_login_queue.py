"""Who may wait for the work of a log-in: few, fewer from one address, and a place is free again whatever happens in it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from server.edge_refusals import LogInsBusy
from server.memory import login_queue
from server.memory.login_queue import WAITING, WAITING_FROM_ADDRESS, LogInWork


def while_waiting(work: LogInWork, then: Callable[[], object], addresses: list[str]) -> None:
    """One stranger from each address is let in, and all wait while `then` happens."""
    if not addresses:
        then()
        return

    def next_one() -> bool:
        while_waiting(work, then, addresses[1:])
        return True

    assert work.for_stranger(addresses[0], next_one)


def well() -> bool:
    return True


def test_one_address_leaves_places_to_others():
    work = LogInWork()

    def full() -> None:
        with pytest.raises(LogInsBusy):
            work.for_stranger("10.0.0.1", well)
        assert work.for_stranger("10.0.0.2", well)

    while_waiting(work, full, ["10.0.0.1"] * WAITING_FROM_ADDRESS)


def test_strangers_leave_the_places_of_those_who_are_known():
    work = LogInWork()

    def full() -> None:
        with pytest.raises(LogInsBusy):
            work.for_stranger("10.0.0.99", well)
        assert work.for_known(well)

    while_waiting(work, full, [f"10.0.0.{number}" for number in range(WAITING)])


def test_a_place_is_free_again_after_a_failure():
    work = LogInWork()

    def fails() -> bool:
        raise OSError

    for _ in range(2 * WAITING):
        with pytest.raises(OSError):
            work.for_stranger("10.0.0.1", fails)
    assert work.for_stranger("10.0.0.1", well)


def test_a_try_without_work_takes_as_long_as_the_last_with_it(monkeypatch: pytest.MonkeyPatch):
    """Before anybody has logged in it is a guess."""
    monkeypatch.setattr(login_queue, "time", SimpleNamespace(monotonic=iter((1.0, 3.5)).__next__))
    work, rested = LogInWork(), []
    work.run_in(lambda function, *args: function(*args), rested.append)
    work.rest_as_long()
    work.for_known(well)
    work.rest_as_long()
    assert rested == [0.1, 2.5]
