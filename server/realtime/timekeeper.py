"""The loop that lets time do its work, every second, whatever the browsers do."""

import logging
from collections.abc import Callable
from uuid import UUID

from server.storage.work import Work, Works
from server.workflows import timekeeping

log = logging.getLogger(__name__)
EVERY_S = 1.0


def keep_time(works: Works, sleep: Callable[[float], object], ended: Callable[[UUID], None]) -> None:
    """Forever: beat, close what is over. A failure is logged and tried again a second later."""
    while True:
        try:
            for sitting_id in works.write(_turn):
                ended(sitting_id)
        except Exception:
            log.exception("a turn of the timekeeper failed")
        sleep(EVERY_S)


def _turn(work: Work) -> list[UUID]:
    timekeeping.beat(work)
    timekeeping.close_slots(work)
    return timekeeping.close_expired(work)
