"""Sockets of the exam pages: who is there, and the snapshots they stream."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from socketio.exceptions import ConnectionRefusedError as Refuse

from server.announcements import Announcement, LoggedInElsewhere, SeatUnpaired
from server.exam.actors import CLOCK, Anonymous
from server.exam.errors import RuleBroken
from server.faces.stripped import stripped
from server.json_values import moment_json
from server.memory.access_log import Traces
from server.memory.presence import CameraFrame, Presence
from server.memory.rate_limits import Limits
from server.memory.seat_proofs import leaves_a_line
from server.realtime.comings import Comings
from server.realtime.connections import Answer, cookie, refusal
from server.realtime.identity_watch import IdentityWatch
from server.realtime.protocol import EXAM, REPLACED, sitting_room
from server.realtime.server import RealtimeServer
from server.storage.tokens import token_hash
from server.storage.work import Transactions, Work
from server.wire import PROTOCOL, SEAT_COOKIE, SITTING_COOKIE
from server.workflows.exam import timekeeping
from server.workflows.refusals import SeatNotPaired, SeatProofNeeded
from server.workflows.seat import binding
from server.workflows.seat.binding import SeatCredentials

log = logging.getLogger(__name__)

AT_SOCKET = "exam.socket"
LARGEST_JPEG = 120 * 1024
MOST_PICTURES = 1_000_000  # of one page
JPEG_START = b"\xff\xd8"
COVERING = ("not_a_jpeg", "too_large", "out_of_order")  # no honest page sends these: they show what a covered lens shows
SILENCE_NOTICED_WITHIN = timedelta(seconds=18)  # ping interval and timeout of the socket


@dataclass
class Page:
    """One connected exam page."""

    sitting_id: UUID
    window: object = None  # what the page calls itself: another name is another window, or another PC
    sequence: int = -1
    last_request_at: datetime | None = None


@dataclass
class Applicants:
    """Event handlers run as green threads; what a connection may touch is looked up in `pages`, never in what it says."""

    works: Transactions
    presence: Presence
    watch: IdentityWatch
    socketio: RealtimeServer
    moved: Callable[[UUID], None]  # somebody came or went: tiles should know
    limits: Limits
    needs_seat_key: bool = False  # in production
    pages: dict[str, Page] = field(default_factory=dict)
    current: dict[UUID, str] = field(default_factory=dict)
    comings: Comings = field(default_factory=Comings)
    traces: Traces | None = None  # none: a count of its own

    def __post_init__(self) -> None:
        self._traces = self.traces or Traces(self.works)

    def register(self) -> None:
        """Straight on the Socket.IO server: Flask's context would cost a hot event more than the event does."""
        for name in ("connect", "disconnect", "hello", "snapshot"):
            self.socketio.server.on(name, getattr(self, name), namespace=EXAM)

    def connect(self, sid: str, environ: Mapping[str, Any], payload: object = None) -> None:
        token = cookie(environ, SITTING_COOKIE)
        if token is None:
            raise Refuse(refusal("not_logged_in", who="applicant"))
        hashed = token_hash(token)
        self.comings.refuse_early(hashed)
        proof = payload.get("proof") if isinstance(payload, dict) else None
        shown = SeatCredentials(
            seat_cookie=cookie(environ, SEAT_COOKIE),
            proof=proof if isinstance(proof, str) else "",
            method="SOCKET",
            path=EXAM,
            needs_key=self.needs_seat_key,
            body_digest="-",
        )
        try:
            sitting_id = self.works.read(_sitting_of, hashed, shown)
        except RuleBroken as refused:
            self._note(hashed, refused)
            raise Refuse(refusal(refused.code, **refused.parameters)) from refused
        if sitting_id is None:
            raise Refuse(refusal("not_logged_in", who="applicant"))
        self.comings.learn(hashed, sitting_id)
        self.comings.count(sitting_id)
        older = self.current.get(sitting_id)
        page = Page(sitting_id, payload.get("window") if isinstance(payload, dict) else None, last_request_at=self.works.now())
        self.pages[sid], self.current[sitting_id] = page, sid
        self.socketio.server.enter_room(sid, sitting_room(sitting_id), namespace=EXAM)
        if older is not None:
            self._end_older(older, page)
        self.presence.connected(sitting_id, self.works.now())
        self.works.write(timekeeping.connection_restored, sitting_id, by=CLOCK)
        self.moved(sitting_id)

    def _note(self, hashed: bytes, refused: RuleBroken) -> None:
        try:
            if isinstance(refused, SeatNotPaired):  # a log-in that was carried away
                sitting = self.works.read(lambda work: work.sittings.by_token(hashed))
                subject = ("sitting", sitting.id) if sitting is not None else None
                self._traces.leave(Anonymous(), "refused", subject, at=AT_SOCKET, code=refused.code)
            elif isinstance(refused, SeatProofNeeded) and leaves_a_line(self.limits, refused.fault, refused.seat_id, AT_SOCKET):
                seat = ("seat", refused.seat_id)
                self._traces.leave(Anonymous(), "refused", seat, at=AT_SOCKET, code=refused.code, proof=refused.fault)
        except Exception:  # the refusal is right all the same
            log.exception("a trace could not be left")

    def disconnect(self, sid: str, _reason: str = "") -> None:
        """Whoever noticed the silence, the page or we: the outage began with the last word heard, not when somebody hung up."""
        page = self.pages.pop(sid, None)
        if page is None or self.current.get(page.sitting_id) != sid:
            return
        del self.current[page.sitting_id]
        now = self.works.now()
        last_heard = max(page.last_request_at or now, now - SILENCE_NOTICED_WITHIN)
        here = self.presence.of(page.sitting_id)
        here.connected, here.disconnected_at = False, last_heard
        self.works.write(timekeeping.connection_lost, page.sitting_id, last_heard, by=CLOCK)
        self.moved(page.sitting_id)

    def hello(self, sid: str, payload: object = None) -> Answer:
        """A page older than the server is told to load itself anew."""
        if not isinstance(payload, dict) or sid not in self.pages:
            return refusal("unreadable", field="hello")
        return {"ok": True, "protocol": PROTOCOL, "reload": payload.get("protocol") != PROTOCOL}

    def snapshot(self, sid: str, payload: object = None) -> Answer:
        """Take one picture in. Whatever is wrong with it is told to this page alone."""
        page = self.pages.get(sid)
        if page is None:
            return refusal("not_logged_in", who="applicant")
        now = self.works.now()
        page.last_request_at = now
        frame = _frame(payload, now)
        if isinstance(frame, CameraFrame) and frame.sequence <= page.sequence:
            frame = refusal("out_of_order", newest=page.sequence)
        if isinstance(frame, dict):
            if frame["error"]["code"] in COVERING:
                self.watch.refused(page.sitting_id, now)
            return frame
        page.sequence = frame.sequence
        next_ms = self.watch.take(page.sitting_id, frame)
        return {"ok": True, "next_ms": next_ms}

    def on_facts(self, facts: Sequence[Announcement]) -> None:
        """A newer page took a sitting over, or its PC is paired no more: the socket ends here, whatever the page does."""
        for fact in facts:
            if isinstance(fact, LoggedInElsewhere | SeatUnpaired):
                sid = self.current.pop(fact.sitting, None)
                if sid is not None:
                    self.pages.pop(sid, None)
                    self.socketio.start_background_task(self._hang_up, sid)

    def _end_older(self, sid: str, newer: Page) -> None:
        """The same page came again before its old socket was missed; or a second window, for which the first one stops."""
        older = self.pages.pop(sid, None)
        if older is None or older.window == newer.window:
            self.socketio.server.disconnect(sid, namespace=EXAM)
            return
        self.socketio.server.emit(REPLACED, {}, to=sid, namespace=EXAM)
        self.socketio.start_background_task(self._hang_up, sid)

    def _hang_up(self, sid: str) -> None:
        self.socketio.sleep(1.0)  # the word `replaced` goes out first
        self.socketio.server.disconnect(sid, namespace=EXAM)


def _frame(payload: object, now: datetime) -> CameraFrame | Answer:
    """The picture in a message, or the refusal of it."""
    if not isinstance(payload, dict):
        return refusal("unreadable", field="snapshot")
    sequence, taken_at, jpeg = payload.get("sequence"), payload.get("taken_at"), payload.get("jpeg")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 <= sequence <= MOST_PICTURES:
        return refusal("unreadable", field="sequence")
    if not isinstance(jpeg, bytes) or not jpeg.startswith(JPEG_START):
        return refusal("not_a_jpeg")
    if len(jpeg) > LARGEST_JPEG:
        return refusal("too_large", most=LARGEST_JPEG)
    taken = moment_json(taken_at, now)
    if taken is None:
        return refusal("unreadable", field="taken_at")
    return CameraFrame(sequence=sequence, jpeg=stripped(jpeg), taken_at=taken, received_at=now)


def _sitting_of(work: Work, hashed: bytes, shown: SeatCredentials) -> UUID | None:
    sitting = work.sittings.by_token(hashed)
    if sitting is None:
        return None
    binding.require_bound(work, sitting, shown)
    return sitting.id
