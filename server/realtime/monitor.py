"""Sockets of the proctors' pages: who watches which room, and nothing they may not see."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from socketio.exceptions import ConnectionRefusedError as Refuse

from server.exam.actors import Anonymous, Officer, require
from server.exam.errors import NotAllowed
from server.exam.rights import Action
from server.memory.access_log import Traces
from server.realtime.broadcast import Broadcast
from server.realtime.comings import Comings
from server.realtime.connections import Answer, cookie, refusal
from server.realtime.protocol import MONITOR
from server.realtime.server import RealtimeServer
from server.storage.purging import GOING_ON
from server.storage.tables import SlotRow
from server.storage.tokens import token_hash
from server.storage.work import Transactions, Work
from server.wire import PROTOCOL, STAFF_COOKIE
from server.workflows.access import where_of_slot
from server.workflows.staff import login
from server.workflows.staff.login import LogInRules

log = logging.getLogger(__name__)


@dataclass
class Monitors:
    works: Transactions
    broadcast: Broadcast
    socketio: RealtimeServer
    rules: LogInRules
    tokens: dict[str, bytes] = field(default_factory=dict)  # by connection: the hash of its log-in
    comings: Comings = field(default_factory=Comings)
    traces: Traces | None = None  # none: a count of its own

    def __post_init__(self) -> None:
        self._traces = self.traces or Traces(self.works)

    def register(self) -> None:
        for name in ("connect", "disconnect", "hello", "watch"):
            self.socketio.server.on(name, getattr(self, name), namespace=MONITOR)

    def connect(self, sid: str, environ: Mapping[str, Any], _auth: object = None) -> None:
        token = cookie(environ, STAFF_COOKIE)
        hashed = token_hash(token) if token else b""
        try:
            log_in = self.works.read(login.ready, hashed, self.rules) if token else None
        except NotAllowed as refused:
            self._note("monitor.socket", hashed, refused)
            raise Refuse(refusal(refused.code)) from refused
        if log_in is None:
            raise Refuse(refusal("not_logged_in", who="staff"))
        self.comings.count(hashed)
        self.tokens[sid] = hashed

    def recheck(self) -> None:
        """Who logged out elsewhere, lay idle or lost a right hears no more, though their page stays open.

        Watching a room in which an exam runs is use: nobody is thrown out for looking on without a click.
        """
        for sid, token in list(self.tokens.items()):
            try:
                is_unnoted_use = self.works.read(self._check_access, token, self.broadcast.room_of(sid))
            except NotAllowed:
                self.socketio.server.disconnect(sid, namespace=MONITOR)
                continue
            if is_unnoted_use:
                self.works.write(login.note_use, token, self.rules)

    def disconnect(self, sid: str, _reason: str = "") -> None:
        self.tokens.pop(sid, None)
        self.broadcast.leave(sid)

    def hello(self, _sid: str, payload: object = None) -> Answer:
        if not isinstance(payload, dict):
            return refusal("unreadable", field="hello")
        return {"ok": True, "protocol": PROTOCOL, "reload": payload.get("protocol") != PROTOCOL}

    def watch(self, sid: str, payload: object = None) -> Answer:
        """The log-in is asked anew: somebody may have logged out, or lost a right, since the connection was made."""
        room = _room(payload)
        if room is None:
            return refusal("unreadable", field="room")
        token = self.tokens.get(sid)
        try:
            if token is None or self.works.read(login.ready, token, self.rules) is None:
                return refusal("not_logged_in", who="staff")
            self.works.read(self._check_access, token, room)
        except NotAllowed as refused:
            self._note("monitor.watch", token, refused, room)
            return refusal(refused.code, **refused.parameters)
        return {"ok": True, "version": self.broadcast.watch(sid, room)}

    def _note(self, at: str, token: bytes | None, refused: NotAllowed, room: tuple[UUID, UUID] | None = None) -> None:
        """A line as for any refused act. Only what exists is named, so that made-up ids fill no log."""
        try:
            by, subject, facts = self.works.read(self._tried, token, room)
            self._traces.leave(by, "refused", subject, at=at, code=refused.code, **facts)
        except Exception:  # the refusal is right all the same
            log.exception("a trace could not be left")

    def _tried(
        self, work: Work, token: bytes | None, room: tuple[UUID, UUID] | None
    ) -> tuple[Officer | Anonymous, tuple[str, UUID] | None, dict[str, str]]:
        log_in = login.found(work, token, self.rules)
        slot = work.slots.get(room[0]) if room else None
        facts = {"room": str(room[1])} if room and _is_in(work, slot, room[1]) else {}
        return log_in.officer if log_in else Anonymous(), ("slot", slot.id) if slot is not None else None, facts

    def _check_access(self, work: Work, token: bytes, room: tuple[UUID, UUID] | None) -> bool:
        """Whether this is use that has to be noted; NotAllowed for whoever may not hear anything, or not of this room."""
        log_in = login.ready(work, token, self.rules)
        if log_in is None:
            raise NotAllowed(action=Action.WATCH_ROOM)
        if room is None:
            return False
        slot = _watched(work, log_in.officer, *room)
        return slot.status in GOING_ON and log_in.is_due(work.now)


def _room(payload: object) -> tuple[UUID, UUID] | None:
    try:
        return (UUID(payload["slot"]), UUID(payload["room"])) if isinstance(payload, dict) else None
    except (KeyError, ValueError, AttributeError, TypeError):  # not there, not an id, not a text
        return None


def _watched(work: Work, by: Officer, slot_id: UUID, room_id: UUID) -> SlotRow:
    """A room or slot that does not exist is refused like a foreign one."""
    slot = work.slots.get(slot_id)
    if slot is None or not _is_in(work, slot, room_id):
        raise NotAllowed(action=Action.WATCH_ROOM)
    require(by, Action.WATCH_ROOM, where_of_slot(work, slot, room_id))
    return slot


def _is_in(work: Work, slot: SlotRow | None, room_id: UUID) -> bool:
    return slot is not None and room_id in {room.id for room in work.places.rooms(slot.site_id)}
