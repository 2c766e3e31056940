"""Who this request comes from: a staff member, a paired seat, the page of a sitting."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from flask import g, request

from server.storage.tables import SeatRow
from server.storage.tokens import token_hash
from server.storage.work import Work
from server.web import context
from server.web.errors import NotLoggedIn
from server.web.limits import Limit
from server.web.security import SITTING_COOKIE, STAFF_COOKIE, pairing_of_request
from server.workflows.access import Officer, officer
from server.workflows.refusals import SeatNotPaired

P = ParamSpec("P")
T = TypeVar("T")


def current_officer() -> Officer:
    """The staff member who is logged in; NotLoggedIn otherwise. Read once a request."""
    if "officer" not in g:
        g.officer = context.read(_officer_of, request.cookies.get(STAFF_COOKIE))
    found: Officer | None = g.officer
    if found is None:
        raise NotLoggedIn(who="staff")
    return found


def paired_seat() -> SeatRow:
    """The seat this browser is bound to; SeatNotPaired otherwise."""
    pairing = pairing_of_request()
    seat = context.read(_seat_of, pairing) if pairing is not None else None
    if seat is None:
        raise SeatNotPaired()
    return seat


def act(workflow: Callable[Concatenate[Work, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a workflow on the one sitting this page may touch: its cookie says which, no parameter does."""
    as_page = _as_page(workflow, *args, **kwargs)
    return context.write(as_page)


def look(query: Callable[Concatenate[Work, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for reading."""
    as_page = _as_page(query, *args, **kwargs)
    return context.read(as_page)


def costs(limit: Limit, amount: int = 1) -> None:
    """Counted for the sitting of this page, besides the request itself; TooManyTries when it is too much."""
    context.hall().budgets.count(_page_token(), limit, amount)


def sitting_of(work: Work, token: bytes | None) -> UUID:
    """The sitting a page's token belongs to; asked inside each transaction, so that a replaced page changes nothing."""
    sitting = work.sittings.by_token(token) if token else None
    if sitting is None:
        raise NotLoggedIn(who="applicant")
    return sitting.id


def _as_page(function: Callable[Concatenate[Work, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> Callable[[Work], T]:
    token, hall = _page_token(), context.hall()
    budgets, presence = hall.budgets, hall.presence
    budgets.count(token)

    def as_page(work: Work) -> T:
        sitting_id = sitting_of(work, token)
        if token is not None:
            budgets.learn(token, sitting_id)
        presence.of(sitting_id).heard_at = work.now  # the page is there, whether or not its socket is
        return function(work, sitting_id, *args, **kwargs)

    return as_page


def _page_token() -> bytes | None:
    token = request.cookies.get(SITTING_COOKIE)
    return token_hash(token) if token else None


def _seat_of(work: Work, pairing: UUID) -> SeatRow | None:
    return work.places.paired_seat(pairing)


def _officer_of(work: Work, token: str | None) -> Officer | None:
    row = work.staff.logged_in(token_hash(token), work.now) if token else None
    return officer(work, row.id) if row is not None else None
