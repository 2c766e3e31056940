"""The board's own small application: takes the signed feed, answers the public, refuses exam seats."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from server.livescore import documents
from server.livescore.board_errors import BoardError, answer_to
from server.livescore.board_pages import missing_page, page_routes, refusal_page
from server.livescore.prepared import Prepared, PreparedAnswers
from server.livescore.seat_networks import SeatNetworks
from server.livescore.slot_board import SlotBoard, SnapshotRefused
from server.livescore.snapshot import SIGNATURE_HEADER, SnapshotUnreadable, from_bytes, is_signed
from server.livescore.store import BoardStore
from server.plain_page import is_browser, wants_page
from server.security_contact import contact_routes
from server.wire import SEAT_COOKIE

LARGEST_FEED = 8 * 1024 * 1024  # a full slot of 1,000 rows is about 300 KB
LONGEST_FILTER = 200

# Cookies ignore ports: a paired exam PC's browser sends its seat's cookie to the board beside the server too.
PUBLIC_TO_SEATS = ("/client/", "/packages/")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardParts:
    store: BoardStore
    feed_key: Ed25519PublicKey
    client: Path  # the folder of the pages
    now: Callable[[], datetime]
    seats: SeatNetworks = field(default_factory=SeatNetworks)
    security_contact: str = ""


def create_board(parts: BoardParts) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FEED
    app.before_request(lambda: _refuse_seats(parts))
    app.after_request(_harden)
    app.register_error_handler(BoardError, answer_to)
    app.register_error_handler(HTTPException, lambda error: _http(parts, error))
    app.register_blueprint(_feed_routes(parts))
    app.register_blueprint(_reader_routes(parts.store, parts.now))
    app.register_blueprint(page_routes(parts.client))
    app.register_blueprint(contact_routes(parts.security_contact))
    return app


def _http(parts: BoardParts, error: HTTPException) -> Response:
    if error.code == 404 and wants_page(request.path, request.accept_mimetypes):
        return missing_page(parts.client)
    return answer_to(error)


def _refuse_seats(parts: BoardParts) -> Response | None:
    """By network, and by the cookie of a paired browser; a seat may load what the page that says no is made of."""
    if request.path.startswith(PUBLIC_TO_SEATS):
        return None
    if SEAT_COOKIE not in request.cookies and not parts.seats.holds(request):
        return None
    if is_browser(request.accept_mimetypes):
        return refusal_page(parts.client)
    raise BoardError(403, "board_not_for_seats")


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _feed_routes(parts: BoardParts) -> Blueprint:
    routes = Blueprint("feed", __name__)

    @routes.post("/feed")
    def take_feed() -> tuple[str, int]:
        body = request.get_data(cache=False)
        if not is_signed(parts.feed_key, body, request.headers.get(SIGNATURE_HEADER, "")):
            raise BoardError(403, "feed_signature_wrong")
        try:
            parts.store.take(from_bytes(body))
        except SnapshotUnreadable as error:
            raise BoardError(400, "feed_unreadable", {"why": str(error)}) from error
        except SnapshotRefused as refused:
            raise BoardError(409, refused.code, {"sequence": refused.sequence}) from refused
        parts.store.forget_old(parts.now())
        return "", 204

    return routes


def _reader_routes(store: BoardStore, now: Callable[[], datetime]) -> Blueprint:
    routes = Blueprint("readers", __name__)
    answers = PreparedAnswers()

    @routes.before_request
    def forget() -> None:
        """Also when nobody feeds the board any more."""
        store.forget_old(now())

    @routes.get("/api/board")
    def slots() -> Response:
        site = _text("site")
        boards = tuple(store.slots.values())
        # The list changes when a head changes or a slot comes or goes, not with every score.
        state = tuple(board.head for board in boards)
        return _answer(answers.get((state, site), lambda: documents.listing(boards, site)), f"{hash(state) & 0xFFFFFFFFFFFF:x}")

    @routes.get("/api/board/<slot>")
    def rows(slot: str) -> Response:
        board = store.slots.get(slot)
        site = _text("site")
        if board is None or site not in (None, board.head.site):
            raise BoardError(404, "board_slot_unknown")
        chosen = documents.Filter(agency=_text("agency"), position=_text("position"))
        return _answer(_rows(board, chosen), str(board.version))

    def _rows(board: SlotBoard, chosen: documents.Filter) -> Prepared:
        key = (board.head.slot, board.version, chosen)
        if "since" in request.args:
            since = _number("since", least=0)
            return answers.get((*key, "since", since), lambda: documents.changes(board, chosen, since))
        page = _number("page", least=1) if "page" in request.args else 1
        return answers.get((*key, "page", page), lambda: documents.page(board, chosen, page))

    return routes


def _answer(prepared: Prepared, tag: str) -> Response:
    response = Response(mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=1"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(tag, weak=True)  # weak: the packed and the plain bytes carry the same tag
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        return response
    if request.accept_encodings.quality("gzip"):
        response.headers["Content-Encoding"] = "gzip"
        response.set_data(prepared.packed)
    else:
        response.set_data(prepared.plain)
    return response


def _text(name: str) -> str | None:
    text = request.args.get(name) or None
    if text is not None and len(text) > LONGEST_FILTER:
        raise BoardError(400, "board_parameter_unreadable", {"name": name})
    return text


def _number(name: str, least: int) -> int:
    text = request.args[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 15) or int(text) < least:
        raise BoardError(400, "board_parameter_unreadable", {"name": name})
    return int(text)
