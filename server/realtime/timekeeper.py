"""The loop that lets time do its work, every second, whatever the browsers do."""

import logging
from collections.abc import Callable
from uuid import UUID

from server.exam.sittings import WORKING
from server.storage.work import Work, Works
from server.workflows import timekeeping

log = logging.getLogger(__name__)
EVERY_S = 1.0


def keep_time(works: Works, sleep: Callable[[float], object], ended: Callable[[UUID], None]) -> None:
    """Forever: beat, close what is over. A failure is logged and tried again a second later."""
    while True:
        try:
            for sitting_id in works.write(turn):
                ended(sitting_id)
        except Exception:
            log.exception("a turn of the timekeeper failed")
        sleep(EVERY_S)


def take_up(work: Work) -> None:
    """At start: give back what the server's gap cost, and count every page as silent until it is heard again."""
    booked = timekeeping.book_server_gap(work, work.now)
    for sitting in work.sittings.with_status(*WORKING):
        timekeeping.went_silent(work, sitting.id, work.now)
    timekeeping.beat(work)
    log.info("started; the gap was booked for %s sittings", booked)


def turn(work: Work) -> list[UUID]:
    timekeeping.beat(work)
    timekeeping.close_slots(work)
    return timekeeping.close_expired(work)
