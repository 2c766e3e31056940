"""A seat that is connected, seen and running."""

import pytest

from tests.attacks.unseen_seats import Guarded, Seat
from tests.builders import Hall

NUMBER = "24-0001"


@pytest.fixture
def seat(hall: Hall) -> Seat:
    return Seat(Guarded(hall), NUMBER)


def at_work(seat: Seat) -> None:
    """Well seen for half a minute."""
    seat.connect()
    seat.guarded.wait(30, seat.every(5, seat.show))
    assert (seat.tile["camera"], seat.tile["face"]["kind"], seat.tile["unseen"], seat.tile["alerts"]) == (
        "ok",
        "same",
        "seen",
        [],
    )
