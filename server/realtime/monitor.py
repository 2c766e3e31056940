"""Sockets of the proctors' pages: who watches which room, and nothing they may not see."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from socketio.exceptions import ConnectionRefusedError as Refuse

from server.exam.errors import NotAllowed
from server.exam.rights import Action
from server.realtime.broadcast import Broadcast
from server.realtime.comings import Comings
from server.realtime.connections import Answer, cookie, refusal
from server.realtime.protocol import MONITOR, PROTOCOL
from server.realtime.server import RealtimeServer
from server.storage.tokens import token_hash
from server.storage.work import Work, Works
from server.workflows.access import officer, require, where_of_slot

log = logging.getLogger(__name__)

STAFF_COOKIE = "lugas_staff"


@dataclass
class Monitors:
    works: Works
    broadcast: Broadcast
    socketio: RealtimeServer
    tokens: dict[str, bytes] = field(default_factory=dict)  # by connection: the hash of its log-in
    comings: Comings = field(default_factory=Comings)

    def register(self) -> None:
        for name in ("connect", "disconnect", "hello", "watch"):
            self.socketio.server.on(name, getattr(self, name), namespace=MONITOR)

    def connect(self, sid: str, environ: Mapping[str, Any], _auth: object = None) -> None:
        token = cookie(environ, STAFF_COOKIE)
        if token is None or self.works.read(_staff_of, token_hash(token)) is None:
            raise Refuse(refusal("not_logged_in", who="staff"))
        self.comings.count(token_hash(token))
        self.tokens[sid] = token_hash(token)

    def recheck(self) -> None:
        """Who logged out elsewhere or lost a right hears no more, though their page stays open."""
        for sid, token in list(self.tokens.items()):
            room = self.broadcast.room_of(sid)
            try:
                if self.works.read(_staff_of, token) is None:
                    raise NotAllowed(action=Action.WATCH_ROOM.value)
                if room is not None:
                    self.works.read(_check, token, *room)
            except NotAllowed:
                self.socketio.server.disconnect(sid, namespace=MONITOR)

    def disconnect(self, sid: str, _reason: str = "") -> None:
        self.tokens.pop(sid, None)
        self.broadcast.leave(sid)

    def hello(self, _sid: str, said: object = None) -> Answer:
        if not isinstance(said, dict):
            return refusal("unreadable", field="hello")
        return {"ok": True, "protocol": PROTOCOL, "reload": said.get("protocol") != PROTOCOL}

    def watch(self, sid: str, said: object = None) -> Answer:
        """The log-in is asked anew: somebody may have logged out, or lost a right, since the connection was made."""
        room = _room(said)
        if room is None:
            return refusal("unreadable", field="room")
        token = self.tokens.get(sid)
        if token is None or self.works.read(_staff_of, token) is None:
            return refusal("not_logged_in", who="staff")
        try:
            self.works.read(_check, token, *room)
        except NotAllowed as refused:
            return refusal(refused.code, **refused.parameters)
        return {"ok": True, "version": self.broadcast.watch(sid, room)}


def _room(said: object) -> tuple[UUID, UUID] | None:
    try:
        return (UUID(said["slot"]), UUID(said["room"])) if isinstance(said, dict) else None
    except (KeyError, ValueError, AttributeError, TypeError):  # not there, not an id, not a text
        return None


def _staff_of(work: Work, hashed: bytes) -> UUID | None:
    row = work.staff.logged_in(hashed, work.now)
    return row.id if row is not None else None


def _check(work: Work, hashed: bytes, slot_id: UUID, room_id: UUID) -> None:
    """A room or slot that does not exist is refused like a foreign one."""
    staff_id, slot = _staff_of(work, hashed), work.slots.get(slot_id)
    if staff_id is None or slot is None or room_id not in {room.id for room in work.places.rooms(slot.site_id)}:
        raise NotAllowed(action=Action.WATCH_ROOM.value)
    require(officer(work, staff_id), Action.WATCH_ROOM, where_of_slot(work, slot, room_id))
