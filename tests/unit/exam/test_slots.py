"""When a slot opens, when its applicants may begin, when the desk stops handing out PINs."""

from datetime import timedelta

import pytest

from server.exam.errors import MoveNotAllowed, PinIssueClosed, SlotNotOpen, SlotOpenedEarly, TooLateToStart
from server.exam.slots import (
    SlotMove,
    SlotStatus,
    after,
    check_pin_issue,
    check_pin_reissue,
    check_start,
    opened,
    suspended_so_far,
)
from tests.unit.exam.samples import TEN, at

LATE = timedelta(minutes=15)


def test_a_slot_is_never_opened_early() -> None:
    with pytest.raises(SlotOpenedEarly):
        opened(SlotStatus.PREPARED, planned=TEN, now=TEN - timedelta(seconds=1))

    assert opened(SlotStatus.PREPARED, planned=TEN, now=TEN) is SlotStatus.OPEN


def test_a_closed_slot_stays_closed() -> None:
    for move in SlotMove:
        with pytest.raises(MoveNotAllowed):
            after(SlotStatus.CLOSED, move)


def test_a_postponed_slot_is_planned_again_before_it_opens() -> None:
    with pytest.raises(MoveNotAllowed):
        opened(SlotStatus.POSTPONED, planned=TEN, now=at(60))

    assert after(SlotStatus.POSTPONED, SlotMove.PLAN_AGAIN) is SlotStatus.PREPARED


def test_a_session_that_broke_goes_on_or_is_postponed() -> None:
    broken = after(SlotStatus.OPEN, SlotMove.SUSPEND)

    assert after(broken, SlotMove.RESUME) is SlotStatus.OPEN
    assert after(broken, SlotMove.POSTPONE) is SlotStatus.POSTPONED


@pytest.mark.parametrize("status", [SlotStatus.PREPARED, SlotStatus.SUSPENDED, SlotStatus.CLOSED])
def test_nobody_begins_in_a_slot_that_is_not_open(status: SlotStatus) -> None:
    with pytest.raises(SlotNotOpen):
        check_start(status, came_at=at(1), opened_at=TEN, late_start=LATE)


def test_whoever_comes_after_the_late_start_does_not_begin() -> None:
    check_start(SlotStatus.OPEN, came_at=at(15), opened_at=TEN, late_start=LATE)

    with pytest.raises(TooLateToStart):
        check_start(SlotStatus.OPEN, came_at=at(15.1), opened_at=TEN, late_start=LATE)


def test_a_slot_has_stood_still_since_it_was_opened_never_before() -> None:
    two = timedelta(minutes=2)
    assert suspended_so_far(two, None, opened_at=TEN, now=at(30)) == two
    assert suspended_so_far(two, at(10), opened_at=TEN, now=at(30)) == timedelta(minutes=22)
    assert suspended_so_far(two, at(-60), opened_at=TEN, now=at(5)) == timedelta(minutes=7)
    assert suspended_so_far(two, at(-60), opened_at=None, now=at(5)) == two


def test_pins_stop_five_minutes_before_the_start() -> None:
    five = timedelta(minutes=5)
    check_pin_issue(SlotStatus.PREPARED, planned=TEN, closes_before=five, now=at(-5))

    with pytest.raises(PinIssueClosed):
        check_pin_issue(SlotStatus.PREPARED, planned=TEN, closes_before=five, now=at(-4.9))
    with pytest.raises(SlotNotOpen):
        check_pin_issue(SlotStatus.POSTPONED, planned=TEN, closes_before=five, now=at(-60))


def test_a_lost_slip_is_replaced_until_it_is_too_late_to_begin() -> None:
    check_pin_reissue(SlotStatus.PREPARED, came_at=at(40), opened_at=None, late_start=LATE)
    check_pin_reissue(SlotStatus.OPEN, came_at=at(15), opened_at=TEN, late_start=LATE)

    with pytest.raises(TooLateToStart):
        check_pin_reissue(SlotStatus.OPEN, came_at=at(15.1), opened_at=TEN, late_start=LATE)
    for status in (SlotStatus.CLOSED, SlotStatus.POSTPONED):
        with pytest.raises(SlotNotOpen):
            check_pin_reissue(status, came_at=at(1), opened_at=TEN, late_start=LATE)
