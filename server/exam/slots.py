"""One scheduled run of an exam at a site: its statuses, and what the time of day allows around it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from server.exam.errors import MoveNotAllowed, PinIssueClosed, SlotNotOpen, SlotOpenedEarly, TooLateToStart
from server.exam.timing import NONE


class SlotStatus(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    POSTPONED = "postponed"


class SlotMove(StrEnum):
    OPEN = "open"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    POSTPONE = "postpone"
    PLAN_AGAIN = "plan_again"


MOVES: Mapping[tuple[SlotStatus, SlotMove], SlotStatus] = {
    (SlotStatus.PREPARED, SlotMove.OPEN): SlotStatus.OPEN,
    (SlotStatus.PREPARED, SlotMove.POSTPONE): SlotStatus.POSTPONED,
    (SlotStatus.OPEN, SlotMove.SUSPEND): SlotStatus.SUSPENDED,
    (SlotStatus.OPEN, SlotMove.CLOSE): SlotStatus.CLOSED,
    (SlotStatus.SUSPENDED, SlotMove.RESUME): SlotStatus.OPEN,
    (SlotStatus.SUSPENDED, SlotMove.CLOSE): SlotStatus.CLOSED,
    (SlotStatus.SUSPENDED, SlotMove.POSTPONE): SlotStatus.POSTPONED,  # the power does not come back today
    (SlotStatus.POSTPONED, SlotMove.PLAN_AGAIN): SlotStatus.PREPARED,
}


def after(status: SlotStatus, move: SlotMove) -> SlotStatus:
    if (status, move) not in MOVES:
        raise MoveNotAllowed(noun="slot", status=status, move=move)
    return MOVES[status, move]


def opened(status: SlotStatus, *, planned: datetime, now: datetime) -> SlotStatus:
    """Opening by hand at or after the planned start; an early start would be unfair to whoever is still at the desk."""
    moved = after(status, SlotMove.OPEN)
    if now < planned:
        raise SlotOpenedEarly()
    return moved


def suspended_so_far(booked: timedelta, since: datetime | None, *, opened_at: datetime | None, now: datetime) -> timedelta:
    """How long the slot has stood still since it was opened; while it still stands (`since`) that grows with `now`."""
    if since is None or opened_at is None:
        return booked
    return booked + max(now - max(since, opened_at), NONE)


def check_start(status: SlotStatus, *, came_at: datetime, opened_at: datetime | None, late_start: timedelta) -> None:
    """Whether an applicant may begin: coming late shuts out, waiting in one's seat does not.

    `late_start` is how long after the opening one may come, what the slot stood still included.
    """
    if status is not SlotStatus.OPEN or opened_at is None:
        raise SlotNotOpen(status=status)
    if came_at > opened_at + late_start:
        raise TooLateToStart()


def check_pin_issue(status: SlotStatus, *, planned: datetime, closes_before: timedelta, now: datetime) -> None:
    if status in {SlotStatus.CLOSED, SlotStatus.POSTPONED}:
        raise SlotNotOpen(status=status)
    if now > planned - closes_before:
        raise PinIssueClosed()


def check_pin_reissue(status: SlotStatus, *, came_at: datetime, opened_at: datetime | None, late_start: timedelta) -> None:
    """Whoever was given a slip once gets another as long as it is of use: `came_at` as in `check_start`."""
    if status in {SlotStatus.CLOSED, SlotStatus.POSTPONED}:
        raise SlotNotOpen(status=status)
    if opened_at is not None and came_at > opened_at + late_start:
        raise TooLateToStart()
