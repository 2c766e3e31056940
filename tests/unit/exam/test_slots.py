"""When a slot opens, when its applicants may begin, when the desk stops handing out PINs."""

from datetime import timedelta

import pytest

from server.exam.errors import MoveNotAllowed, PinIssueClosed, SlotNotOpen, SlotOpenedEarly, TooLateToStart
from server.exam.slots import SlotMove, SlotStatus, after, check_pin_issue, check_pin_reissue, check_start, opened
from tests.unit.exam.samples import TEN, at


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
        check_start(status, opened_at=TEN, late_start=None, now=at(1))


def test_whoever_comes_after_the_late_start_does_not_begin() -> None:
    late_start = timedelta(minutes=15)
    check_start(SlotStatus.OPEN, opened_at=TEN, late_start=late_start, now=at(15))

    with pytest.raises(TooLateToStart):
        check_start(SlotStatus.OPEN, opened_at=TEN, late_start=late_start, now=at(15.1))


def test_pins_stop_five_minutes_before_the_start() -> None:
    five = timedelta(minutes=5)
    check_pin_issue(SlotStatus.PREPARED, planned=TEN, closes_before=five, now=at(-5))

    with pytest.raises(PinIssueClosed):
        check_pin_issue(SlotStatus.PREPARED, planned=TEN, closes_before=five, now=at(-4.9))
    with pytest.raises(SlotNotOpen):
        check_pin_issue(SlotStatus.POSTPONED, planned=TEN, closes_before=five, now=at(-60))


def test_a_lost_slip_is_replaced_until_it_is_too_late_to_begin() -> None:
    late_start = timedelta(minutes=15)
    check_pin_reissue(SlotStatus.PREPARED, opened_at=None, late_start=late_start, now=at(40), has_begun=False)
    check_pin_reissue(SlotStatus.OPEN, opened_at=TEN, late_start=late_start, now=at(15), has_begun=False)

    with pytest.raises(TooLateToStart):
        check_pin_reissue(SlotStatus.OPEN, opened_at=TEN, late_start=late_start, now=at(15.1), has_begun=False)


def test_whoever_works_already_gets_a_new_slip_until_the_slot_closes() -> None:
    late_start = timedelta(minutes=15)
    check_pin_reissue(SlotStatus.OPEN, opened_at=TEN, late_start=late_start, now=at(60), has_begun=True)

    for status in (SlotStatus.CLOSED, SlotStatus.POSTPONED):
        with pytest.raises(SlotNotOpen):
            check_pin_reissue(status, opened_at=TEN, late_start=late_start, now=at(60), has_begun=True)
