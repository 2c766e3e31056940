"""A walk through every page and state, for pictures and for axe."""

from tests.browser.tour import account, board, camera, desk, monitor, moving, seats
from tests.browser.tour.tour import Tour


def walk(tour: Tour) -> None:
    camera.walk(tour)
    desk.walk(tour)
    eka, fitri = seats.walk(tour)
    monitor.walk(tour)
    seats.ending(tour, eka)
    account.walk(tour)
    board.walk(tour)
    fitri.context.close()
    moving.walk(tour)
