"""The loop that lets time do its work, every second, whatever the browsers do and whoever sets the machine's clock."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from server.clock import Clock
from server.exam.actors import CLOCK, SERVER_START
from server.exam.sittings import WORKING
from server.exam.timing import NONE
from server.storage.work import Transactions, Work
from server.workflows.exam import clock_jumps, timekeeping

log = logging.getLogger(__name__)
EVERY_S = 1.0
STOOD_STILL_S = 5.0  # between two turns: a machine that slept, a loop that hung
JUMPED = timedelta(seconds=2)


@dataclass
class Timekeeper:
    works: Transactions
    clock: Clock
    ended: Callable[[UUID], None]
    ahead: timedelta = field(init=False)  # of the machine's clock, when we last looked
    turned_at: float = field(init=False)  # by the steady clock

    def __post_init__(self) -> None:
        self.ahead, self.turned_at = self.clock.ahead(), self.clock.steady()

    def keep_time(self, sleep: Callable[[float], object]) -> None:
        """Forever. A failure is logged and tried again a second later."""
        while True:
            try:
                self.tick()
            except Exception:
                log.exception("a turn of the timekeeper failed")
            sleep(EVERY_S)

    def tick(self) -> None:
        """Give back what stood still, note what jumped, beat, close what is over.

        A beat is kept only when reading goes too: a server that answers nobody has no time to book against the applicants.
        """
        self.works.read(_answers)
        if self.clock.steady() - self.turned_at > STOOD_STILL_S:
            log.warning("stood still for %.1f s", self.clock.steady() - self.turned_at)
            self.works.write(give_back)
        self.turned_at = self.clock.steady()
        self._watch_wall()
        for sitting_id in self.works.write(turn, self.ahead):
            self.ended(sitting_id)

    def _watch_wall(self) -> None:
        jump = self.ahead - self.clock.ahead()
        if abs(jump) > JUMPED:
            log.warning("the machine's clock jumped by %.0f s; the hall's time goes on as it was", jump.total_seconds())
            self.works.write(clock_jumps.note, jump, by=CLOCK)
        self.ahead = self.clock.ahead()
        if abs(self.ahead) > JUMPED and not self.works.read(clock_jumps.anybody_works):
            log.warning("nobody works: the hall's clock follows the machine's, by %.0f s", -self.ahead.total_seconds())
            self.clock.set_to_wall()
            self.ahead = NONE


def _answers(_work: Work) -> None:
    """The lane of reading goes on."""


def carry_on(works: Transactions, clock: Clock) -> timedelta:
    """At start, before anything is booked: a clock that was set while people worked is not believed now either."""
    ahead = works.read(clock_jumps.ahead_at_start, clock.now())
    if ahead > JUMPED or ahead < -JUMPED:
        log.warning("the hall's clock goes on %.0f s apart from the machine's", ahead.total_seconds())
        clock.set_to_wall(ahead)
    return clock.ahead()


def recover(work: Work, ahead: timedelta = NONE) -> None:
    """At start: give back what the server's gap cost, and count every page as silent until it is heard again."""
    booked = timekeeping.book_server_gap(work, work.now, by=SERVER_START)
    for sitting in work.sittings.with_status(*WORKING):
        timekeeping.connection_lost(work, sitting.id, work.now, by=CLOCK)
    timekeeping.heartbeat(work, ahead, by=CLOCK)
    log.info("started; the gap was booked for %s sittings", booked)


def give_back(work: Work) -> None:
    timekeeping.book_server_gap(work, work.now, by=SERVER_START)


def turn(work: Work, ahead: timedelta = NONE) -> list[UUID]:
    timekeeping.heartbeat(work, ahead, by=CLOCK)
    timekeeping.close_slots(work, by=CLOCK)
    return timekeeping.close_expired(work, by=CLOCK)
