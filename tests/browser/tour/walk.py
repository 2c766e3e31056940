"""Two walks through every page and state, for pictures and for axe; each has a hall of its own."""

from tests.browser.tour import account, board, camera, desk, monitor, moving, seats
from tests.browser.tour.tour import Crew, in_the_days_hall


def through_the_day(crew: Crew) -> None:
    with in_the_days_hall(crew) as tour:
        desk.walk(tour)
        eka, fitri = seats.walk(tour)
        monitor.walk(tour)
        seats.ending(tour, eka)
        board.walk(tour)
        fitri.context.close()


def beside_the_day(crew: Crew) -> None:
    """What needs no exam: the camera check, an account, and the gates where moving is required."""
    with moving.hall(crew) as tour:
        camera.walk(tour)
        account.walk(tour)
        moving.walk(tour)


WALKS = (through_the_day, beside_the_day)
