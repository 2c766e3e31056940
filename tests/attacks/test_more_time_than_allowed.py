"""A proctor who means well with one applicant: ten minutes are theirs to give, by whatever act."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.exam_pages import act, at_work, pass_time, state_of
from tests.api.proctored import tile
from tests.builders import Hall, Page

AYU = "24-0001"
WHOLE = 100 * 60
BY_SIGHT = {"code": "same_person_seen", "text": ""}


def left_s(page: Page) -> float:
    left: float = state_of(page)["time"]["left_ms"] / 1000
    return left


def does(hall: Hall, account: str, name: str, code: str, **more: Any) -> list[str]:
    """The refusals."""
    told = act(hall, account, name, [hall.sittings[AYU]], reason={"code": code, "text": ""}, **more)
    return [one["error"]["code"] for one in told["refused"]]


@pytest.fixture
def page(hall: Hall) -> Page:
    """Everybody sits in Melati, where `pengawas` is a proctor and no chief."""
    hall.works.write(lambda work: setattr(work.sittings.get_one(hall.sittings[AYU]), "seat_id", _free_in_melati(hall)))
    return at_work(hall, AYU)


def _free_in_melati(hall: Hall) -> Any:
    taken = {hall.seat_of(number) for number in hall.sittings if number != AYU}
    seats = hall.works.read(lambda work: work.places.seats(hall.rooms["Melati"]))
    return next(seat.id for seat in seats if seat.id not in taken)


@pytest.mark.parametrize("reason", ["health", "power", "computer_broken", "conduct"])
def test_a_pause_gives_no_more_than_a_grant_whatever_its_reason(hall: Hall, page: Page, reason: str) -> None:
    assert does(hall, "pengawas", "pause", reason) == []
    hall.clock.go(minutes=9)
    assert (left_s(page), tile(hall, AYU)["alerts"]) == (WHOLE, [])

    hall.clock.go(minutes=21)
    assert (left_s(page), state_of(page)["time"]["stopped"]) == (WHOLE - 20 * 60, False)
    assert "clock_runs" in tile(hall, AYU)["alerts"]
    assert does(hall, "pengawas", "resume", "same_person_seen", check="by_sight") == []

    assert left_s(page) == WHOLE - 20 * 60
    assert [entry["credited"] for entry in state_of(page)["ledger"]] == [600, 0]


def test_after_the_grants_a_pause_still_covers_but_its_clock_runs(hall: Hall, page: Page) -> None:
    assert does(hall, "pengawas", "grant", "network", seconds=600) == []
    assert does(hall, "pengawas", "pause", "health") == []

    hall.clock.go(minutes=5)

    assert (state_of(page)["status"], left_s(page)) == ("paused", WHOLE + 600 - 300)


def test_a_grant_within_a_pause_counts_what_the_pause_gave(hall: Hall, page: Page) -> None:
    assert does(hall, "pengawas", "pause", "health") == []
    hall.clock.go(minutes=4)

    assert does(hall, "pengawas", "grant", "health", seconds=361) == ["grant_for_chief"]
    assert does(hall, "pengawas", "grant", "health", seconds=360) == []
    hall.clock.go(minutes=4)

    assert left_s(page) == WHOLE + 360 - 240  # four minutes stood, six were granted, and the last four ran


def test_many_short_pauses_are_counted_together(hall: Hall, page: Page) -> None:
    for _ in range(6):
        assert does(hall, "pengawas", "pause", "disturbance") == []
        hall.clock.go(minutes=3)
        assert does(hall, "pengawas", "resume", "same_person_seen", check="by_sight") == []

    assert left_s(page) == WHOLE - 8 * 60


def test_a_chief_gives_what_a_proctor_may_not_up_to_the_chiefs_own_cap(hall: Hall, page: Page) -> None:
    assert does(hall, "pengawas", "pause", "computer_broken") == []
    hall.clock.go(minutes=15)
    assert left_s(page) == WHOLE - 300

    assert does(hall, "ketua", "grant", "computer_broken", seconds=300) == []
    assert left_s(page) == WHOLE
    assert does(hall, "ketua", "grant", "computer_broken", seconds=46 * 60) == ["grant_too_large"]


def test_an_officers_pause_outlives_a_suspension_and_takes_nothing_from_it(hall: Hall, page: Page) -> None:
    address, ketua = f"/api/monitor/slots/{hall.slot}/acts", hall.officer("ketua")
    assert does(hall, "pengawas", "pause", "health") == []
    hall.clock.go(minutes=4)
    assert ketua.post(address, {"act": "suspend", "reason": {"code": "power", "text": ""}}).status_code == 204
    pass_time(hall, minutes=50)
    assert left_s(page) == WHOLE
    assert ketua.post(address, {"act": "resume", "reason": {"code": "problem_solved", "text": ""}}).status_code == 204

    hall.clock.go(minutes=7)

    assert state_of(page)["status_reason"] == {"cause": "proctor"}
    assert left_s(page) == WHOLE - 60  # six of the ten minutes were left


def test_a_move_is_within_the_cap_too(hall: Hall, page: Page) -> None:
    free = hall.officer("pengawas").get(f"/api/monitor/slots/{hall.slot}/free-seats").get_json()["seats"][0]["id"]
    assert does(hall, "pengawas", "move", "computer_broken", seat=free) == []
    hall.clock.go(minutes=30)

    clock = hall.works.read(
        lambda work: work.ledger.clock(work.sittings.get_one(hall.sittings[AYU]), work.slots.get_one(hall.slot))
    )
    assert clock.left(hall.clock.now) == timedelta(minutes=80)
