"""Drawing the seats."""

import pytest

from server.exam.errors import TooFewSeats
from server.exam.seating import DrawnSeat, draw
from tests.unit.exam.samples import SEED

SEATS = [DrawnSeat(f"seat {number}", spare=number >= 20) for number in range(24)]
SITTINGS = [f"sitting {number}" for number in range(20)]


def test_everybody_has_a_seat_of_their_own_and_the_spare_ones_stay_free() -> None:
    drawn = draw(SITTINGS, SEATS, SEED)

    assert set(drawn) == set(SITTINGS)
    assert sorted(drawn.values()) == sorted(seat.id for seat in SEATS if not seat.spare)


def test_the_draw_can_be_repeated_and_does_not_follow_the_lists() -> None:
    drawn = draw(SITTINGS, SEATS, SEED)

    assert draw(SITTINGS[::-1], SEATS[::-1], SEED) == drawn
    assert draw(SITTINGS, SEATS, b"another") != drawn
    assert list(drawn.values()) != sorted(drawn.values())


def test_too_few_seats_are_told_with_the_numbers() -> None:
    with pytest.raises(TooFewSeats) as refused:
        draw([*SITTINGS, "one more"], SEATS, SEED)

    assert refused.value.parameters == {"needed": 21, "present": 20}
