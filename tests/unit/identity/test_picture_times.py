"""What is amiss with the times a page gives its pictures: each fault has its least, and what lies below it is none."""

from collections.abc import Iterable

import pytest

from server.identity.camera.picture_times import PictureTimes, times_after
from server.identity.camera.sign_limits import LIMITS
from tests.unit.identity.seen import at

Seconds = tuple[float, float]  # by our clock, by the page's


def fault(pictures: Iterable[Seconds]) -> str | None:
    state = PictureTimes()
    for received, taken in pictures:
        state = times_after(state, at(taken), at(received), LIMITS)
    return state.fault(LIMITS)


def right(begin: int, end: int, lag: float = 0) -> list[Seconds]:
    """Every five seconds, from the begin to before the end."""
    return [(second, second - lag) for second in range(begin, end, 5)]


FIVE = right(0, 25)
LATER_AND_LATER = [(40, 36), (45, 37), (50, 38)]  # without running back
AND_AGAIN = [(300, 296), (305, 297), (310, 298), (315, 303), (320, 308)]


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [
        ([(0, 0), (6, 0), (12, 0)], None),  # ten seconds, and two pictures only
        ([(0, 0), (6, 0), (12, 0), (18, 0)], "stand"),
        ([(0, 0), (1, 0), (2, 0), (3, 0), (9, 0)], None),  # a burst of pictures, and not yet ten seconds
        ([(0, 0), (1, 0), (2, 0), (3, 0), (10, 0)], "stand"),
        (
            [*right(0, 300), (300, 295), *right(305, 600), (601, 595), (602, 595), (603, 595)],
            None,
        ),  # once long ago counts no more
        ([(0, 0), (5, 0), (10, 10), (15, 10), (20, 20), (33, 20)], None),  # now and then is not in a row
        ([(0, 0), (5, -1), (10, -2), (15, -3)], None),  # backwards in small steps: it does not stand
    ],
)
def test_a_time_stands_that_does_not_go_on_for_ten_seconds(pictures, expected):
    assert fault(pictures) == expected


BACK = [(0, 0), (5, 5), (10, 1)]


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [
        (BACK, None),  # a clock that was set right
        ([*BACK, (15, 15), (20, 11)], "back"),
        ([*BACK, (15, 15), (20, 13.5)], None),  # the page's own picture of a moment ago, sent late
        ([*BACK, (60, 60), (65, 56)], "back"),  # a silence between them forgets nothing
        ([*BACK, (15, 15), (20, 11), *right(25, 620)], "back"),
        ([*BACK, (15, 15), (20, 11), *right(25, 625)], None),  # over after ten minutes
    ],
)
def test_a_time_that_ran_back_twice_is_told_for_ten_minutes(pictures, expected):
    assert fault(pictures) == expected


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [
        ([*FIVE, *right(25, 60, lag=12)], "astray"),
        ([*FIVE, *right(25, 55, lag=12)], None),  # for thirty seconds, not less
        ([*FIVE, *right(25, 60, lag=-12)], "astray"),  # ahead is as far away as behind
        ([*FIVE, *right(25, 40), *LATER_AND_LATER, *right(55, 300), *AND_AGAIN], None),  # once long ago counts no more
        ([*right(0, 20), (20, 12), *right(25, 60, lag=11)], "astray"),  # the usual lag is the middle one, not the last
        ([*right(0, 25, lag=8), *right(25, 60, lag=12)], None),
    ],
)
def test_a_time_is_astray_ten_seconds_from_its_usual_lag(pictures, expected):
    assert fault(pictures) == expected
