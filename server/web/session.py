"""Who this request comes from: a staff member, a paired seat, the page of a sitting."""

import hashlib
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from flask import g, request

from server import context
from server.edge_refusals import NotLoggedIn
from server.exam.actors import Applicant, Officer
from server.memory.rate_limits import Limit
from server.storage.tables import SeatRow
from server.storage.tokens import token_hash
from server.storage.work import Work
from server.wire import SEAT_COOKIE, SITTING_COOKIE, STAFF_COOKIE
from server.workflows.seat import binding
from server.workflows.seat.binding import SeatCredentials
from server.workflows.staff import login
from server.workflows.staff.login import LogIn

PROOF_HEADER = "X-Lugas-Seat-Proof"
P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


# What pages ask by themselves: nobody sits there because of it, so it keeps no log-in alive.
ASKED_BY_PAGES = frozenset(
    {
        "staff.me", "staff.log_out", "desk.slots", "desk.live_hints", "monitor.slots", "monitor.room", "monitor.sitting",
        "monitor.picture", "monitor.latest", "monitor.incident", "monitor.frame",
    }
)  # fmt: skip


def current_officer() -> Officer:
    """The staff member who is logged in and may work; NotLoggedIn otherwise, or what must be done first. Read once a request."""
    log_in = current_log_in()
    login.require_done(log_in.todo)
    return log_in.officer


def current_log_in() -> LogIn:
    """The same of somebody who may have to change their password first: for their own account only."""
    if "log_in" not in g:
        g.log_in = context.read(login.found, staff_token(), context.hall().log_in_rules)
        g.officer = g.log_in.officer if g.log_in else None
        if g.log_in and request.endpoint not in ASKED_BY_PAGES and g.log_in.is_due(context.now()):
            context.write(login.note_use, staff_token(), context.hall().log_in_rules)
    found: LogIn | None = g.log_in
    if found is None:
        raise NotLoggedIn(who="staff")
    return found


def staff_token() -> bytes:
    return token_hash(request.cookies.get(STAFF_COOKIE, ""))


def paired_seat() -> SeatRow:
    """The seat this browser is bound to, proven by its key; SeatNotPaired or SeatProofNeeded otherwise."""
    shown = presented()
    return context.read(lambda work: work.places.seat(binding.require_paired(work, shown).seat_id))


def named_pairing() -> UUID | None:
    """What the seat's cookie of this browser says, whether or not that pairing still stands."""
    return binding.pairing_named(context.hall().works.vault.files, request.cookies.get(SEAT_COOKIE))


class OwnAct(Protocol[T_co]):
    """A workflow on the applicant's own sitting; what else it takes is bound by functools.partial."""

    def __call__(self, work: Work, /, *, by: Applicant) -> T_co: ...


def act(workflow: OwnAct[T]) -> T:
    """Run a workflow on the one sitting this page may touch: its cookie says which, no parameter does."""
    return context.write(_as_applicant(workflow))


def act_first(workflow: OwnAct[T]) -> T:
    """The same, before whatever else waits to be written."""
    return context.write_first(_as_applicant(workflow))


def read_as_page(query: Callable[Concatenate[Work, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for reading."""
    as_page = _as_page(query, *args, **kwargs)
    return context.read(as_page)


def costs(limit: Limit, amount: int = 1) -> None:
    """Counted for the sitting of this page, besides the request itself; TooManyTries when it is too much."""
    context.hall().budgets.count(_page_token(), limit, amount)


def sitting_of(work: Work, token: bytes | None, shown: SeatCredentials) -> UUID:
    """The sitting a page's token belongs to, asked from the PC of its seat.

    Inside each transaction, so that a replaced page and a page of an unpaired seat change nothing.
    """
    sitting = work.sittings.by_token(token) if token else None
    if sitting is None:
        raise NotLoggedIn(who="applicant")
    binding.require_bound(work, sitting, shown)
    return sitting.id


def _as_applicant(workflow: OwnAct[T]) -> Callable[[Work], T]:
    return _as_page(lambda work, sitting_id: workflow(work, by=Applicant(sitting_id)))


def _as_page(function: Callable[Concatenate[Work, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> Callable[[Work], T]:
    token, shown, hall = _page_token(), presented(), context.hall()
    budgets, presence = hall.budgets, hall.presence
    budgets.count(token)

    def as_page(work: Work) -> T:
        sitting_id = sitting_of(work, token, shown)
        if token is not None:
            budgets.learn(token, sitting_id)
        presence.of(sitting_id).last_request_at = work.now  # the page is there, whether or not its socket is
        return function(work, sitting_id, *args, **kwargs)

    return as_page


def presented() -> SeatCredentials:
    digest = hashlib.sha256(request.get_data()).hexdigest() if request.is_json else "-"  # whatever is read as JSON is signed
    return SeatCredentials(
        seat_cookie=request.cookies.get(SEAT_COOKIE),
        proof=request.headers.get(PROOF_HEADER, ""),
        method=request.method,
        path=request.path,
        needs_key=context.hall().settings.production,
        body_digest=digest,
    )


def _page_token() -> bytes | None:
    token = request.cookies.get(SITTING_COOKIE)
    return token_hash(token) if token else None
