"""A draw of seats whose outcome is the same in every run: ids are new each time, and so would be what a seed draws from them."""

from uuid import UUID

from server.exam.seating import DrawnSeat, draw
from server.workflows.before.draw import DrawInput
from tests.applicants import PEOPLE


def usual_seed(given: DrawInput, sittings: dict[str, UUID], room: UUID) -> bytes:
    """The first seed that seats the usual people with ordinary time in this room, and whoever has more time elsewhere."""
    wanted = {str(sittings[one.number]): not one.disability for one in PEOPLE if one.number in sittings}
    here = {str(seat.id) for seat in given.seats if seat.room_id == room}
    free = [DrawnSeat(str(seat.id), seat.spare) for seat in given.seats]
    everybody = [str(one) for one in given.sittings]
    if len(wanted) < len(PEOPLE) or len(here) == len(free):
        return b"benih uji"
    for number in range(5_000):
        seed = b"benih uji %d" % number
        seats = draw(everybody, free, seed)
        if all((seats[sitting] in here) == is_here for sitting, is_here in wanted.items()):
            return seed
    return b"benih uji"
