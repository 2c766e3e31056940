"""The machine's clock is set while people work, both ways: nobody gains or loses a second, and it is written down."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from server.clock import Clock
from server.realtime.timekeeper import Timekeeper, carry_on, recover
from tests.api.exam_pages import at_work, state_of
from tests.builders import Hall, Page

AYU = "24-0001"
WHOLE = 100 * 60
JUMPS = [timedelta(minutes=30), timedelta(minutes=-30), timedelta(days=-400), timedelta(hours=9)]


class Machine:
    """Two clocks of one machine: anybody may set the one, nobody the other."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.wall, self.steady = hall, hall.clock.now, 1000.0
        self.clock = Clock(lambda: self.wall, lambda: self.steady)
        hall.works.now = self.clock.now
        self.keeper = Timekeeper(hall.works, self.clock, lambda _sitting: None)

    def seconds(self, number: int, at_once: bool = False) -> None:
        """They pass, and the timekeeper looks at each of them; at once: it does not."""
        for _ in range(1 if at_once else number):
            self.wall += timedelta(seconds=number if at_once else 1)
            self.steady += number if at_once else 1
            self.keeper.tick()

    def restart(self, down: int, jump: timedelta = timedelta()) -> None:
        """The server is gone for so long, the machine's clock is set meanwhile, and the server starts again."""
        self.wall += timedelta(seconds=down) + jump
        self.steady += down
        self.clock = Clock(lambda: self.wall, lambda: self.steady)
        self.hall.works.now = self.clock.now
        self.hall.works.write(recover, carry_on(self.hall.works, self.clock))
        self.keeper = Timekeeper(self.hall.works, self.clock, lambda _sitting: None)


@pytest.fixture
def at_seat(hall: Hall) -> tuple[Machine, Page]:
    page = at_work(hall, AYU)
    return Machine(hall), page


def left_s(page: Page) -> float:
    left: float = state_of(page)["time"]["left_ms"] / 1000
    return left


def booked(hall: Hall, cause: str) -> list[tuple[float, float]]:
    rows = hall.works.read(lambda work: list(work.ledger.rows(hall.sittings[AYU])))
    return [(row.lost.total_seconds(), row.credited.total_seconds()) for row in rows if row.cause == cause]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_changes_nobodys_time_and_is_written_down(at_seat: tuple[Machine, Page], jump: timedelta) -> None:
    machine, page = at_seat
    machine.seconds(10)

    machine.wall += jump
    machine.seconds(20)

    assert left_s(page) == WHOLE - 30
    assert booked(machine.hall, "clock_jump") == [(0, 0)]
    slot = machine.hall.works.read(lambda work: work.audit.of(("slot", machine.hall.slot)))
    assert [line.facts["seconds"] for line in slot if line.action == "machine clock jumped"] == [round(jump.total_seconds())]


def test_two_seconds_are_no_jump(at_seat: tuple[Machine, Page]) -> None:
    machine, page = at_seat
    machine.wall += timedelta(seconds=2)
    machine.seconds(5)

    assert (left_s(page), booked(machine.hall, "clock_jump")) == (WHOLE - 5, [])


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_start_after_a_jump_books_what_it_was_down_and_no_more(at_seat: tuple[Machine, Page], jump: timedelta) -> None:
    machine, page = at_seat
    machine.seconds(10)
    machine.wall += jump
    machine.seconds(10)

    machine.restart(down=7)
    machine.seconds(10)

    assert left_s(page) == WHOLE - 30
    assert booked(machine.hall, "server_down") == [(7, 7)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_jump_while_the_server_is_down_changes_nobodys_time_either(at_seat: tuple[Machine, Page], jump: timedelta) -> None:
    machine, page = at_seat
    machine.seconds(10)

    machine.restart(down=7, jump=jump)
    machine.seconds(10)

    assert left_s(page) == WHOLE - 20


def test_a_machine_that_slept_gives_back_what_it_slept(at_seat: tuple[Machine, Page]) -> None:
    machine, page = at_seat
    machine.seconds(10)

    machine.seconds(600, at_once=True)

    assert left_s(page) == WHOLE - 10
    assert booked(machine.hall, "server_down") == [(600, 600)]


def test_the_machines_clock_is_followed_as_soon_as_nobody_works(hall: Hall) -> None:
    page = at_work(hall, AYU)
    machine = Machine(hall)
    machine.wall += timedelta(minutes=30)
    machine.seconds(2)
    assert machine.clock.now() != machine.wall

    assert page.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    machine.seconds(1)

    assert machine.clock.now() == machine.wall


def test_the_real_clock_runs_with_the_machines() -> None:
    """As near as it can be told: a process that stands still between two looks is no fault of the clock."""
    began = time.monotonic()
    clock = Clock()
    beside, ahead = clock.now() - datetime.now(UTC), clock.ahead()
    looked_for = timedelta(seconds=time.monotonic() - began + 0.1)

    assert abs(beside) < looked_for
    assert abs(ahead) < looked_for
