"""Socket.IO for many screens: a cheap broadcast, and an end to what a slow screen or a hostile client may cost."""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import EVENT

from server.realtime.server.budgets import LOOK_EVERY_S, MOST_STRANGERS
from server.realtime.server.packets import ClientPacket, PacketRefused
from server.realtime.server.pings import Pings
from server.realtime.server.websocket import Handshake, WebSocketFrame, Wire

log = logging.getLogger(__name__)

LARGEST_MESSAGE = 256 * 1024
MOST_WAITING = 128  # packets; a screen this far behind is dropped and fetches a snapshot when it comes back
RESERVED = ("connect", "disconnect")  # the server's own word that somebody came or went, never a client's
_MESSAGE = "4"  # Engine.IO's packet type, one character before every Socket.IO packet


def make_socketio(app: Flask, namespaces: Sequence[str]) -> "RealtimeServer":
    """Whoever asks for another namespace than these gets no answer but a refusal; the one without a name is closed too."""
    return RealtimeServer(
        app,
        async_mode="eventlet",
        namespaces=list(namespaces),
        serializer=ClientPacket,
        transports=["websocket"],
        ping_interval=10,
        ping_timeout=8,
        max_http_buffer_size=LARGEST_MESSAGE,
        manage_session=False,
        http_compression=False,
    )


class RealtimeServer(SocketIO):  # type: ignore[misc]
    """Flask-SocketIO with a cheap broadcast, native unmasking and an end to what a slow screen may cost."""

    def init_app(self, app: Flask, **options: Any) -> None:
        super().init_app(app, **options)
        self._wires: dict[str, Wire] = {}
        self._looks = False
        engine = self.server.eio
        engine._async = {**engine._async, "websocket": self._handshake}
        self._pings = Pings(engine)
        self._send_packet = engine.send_packet
        engine.send_packet = self._send_if_it_keeps_up
        self._take_event = self.server._handle_event
        self.server._handle_event = self._event_by_a_client
        engine.on("message", self._take)
        self._join, self.server._handle_connect = self.server._handle_connect, self._let_join
        self._run_event, self.server._handle_event_internal = self.server._handle_event_internal, self._answer

    def direct_send(self, name: str, payload: Mapping[str, Any], *, namespace: str, to: str) -> None:
        """`emit` for many screens: encoded and framed once, written to each idle socket without waking its writer.

        Text only. A busy socket gets it through its queue, so the order of one screen's messages is kept.
        """
        packet = self.server.packet_class(EVENT, namespace=namespace, data=[name, payload]).encode()
        frame = WebSocketFrame.of((_MESSAGE + packet).encode())
        for _, engine_sid in list(self.server.manager.get_participants(namespace, to)):
            wire = self._wires.get(engine_sid)
            if wire is not None and not wire.send_at_once(frame) and not self._drops(engine_sid):
                wire.viewer.queue.put(frame)

    def _event_by_a_client(self, engine_sid: str, namespace: str | None, number: int | None, told: Any) -> None:
        """A name of the client's own and one payload; the rest never reaches a handler."""
        name = told[0] if isinstance(told, list) and told else None
        if not isinstance(name, str) or name in RESERVED:
            log.debug("socket %s sent an event under a name that is not its to send", engine_sid)
            return
        self._take_event(engine_sid, namespace, number, told[:2])

    def _send_if_it_keeps_up(self, engine_sid: str, packet: Any) -> None:
        if not self._drops(engine_sid):
            self._send_packet(engine_sid, packet)

    def _drops(self, engine_sid: str) -> bool:
        wire = self._wires.get(engine_sid)
        if wire is None or wire.viewer.queue.qsize() < MOST_WAITING:
            return False
        log.warning("socket %s dropped: %s packets behind", engine_sid, MOST_WAITING)
        wire.cut()
        return True

    def _handshake(self, handler: Any, _engine: Any) -> Handshake:
        if not self._looks:
            self._looks = True
            self.start_background_task(self._look_for_strangers)
        strangers = [wire for wire in self._wires.values() if wire.budget.alone_since is not None]
        for wire in strangers[: max(0, len(strangers) - MOST_STRANGERS + 1)]:  # the dictionary keeps the order they came in
            wire.cut()
        return Handshake(handler, self._wires, self._pings)

    def _take(self, engine_sid: str, said: Any) -> None:
        """One message from a client. Whatever is wrong with it ends its own connection, in one line of the log."""
        try:
            self.server._handle_eio_message(engine_sid, said)
        except ValueError as refused:
            self._end(engine_sid, str(refused))

    def _let_join(self, engine_sid: str, namespace: str | None, said: Any) -> None:
        wire = self._wires.get(engine_sid)
        if wire is None:
            return
        if not wire.budget.joins_once_more() or self._is_in(engine_sid, namespace):
            raise PacketRefused("one namespace joined again and again")
        wire.budget.joining = True
        try:
            self._join(engine_sid, namespace, said)
        except Exception:
            log.exception("a connection could not be taken in")
            self._end(engine_sid, "our failure")
        wire.budget.joining = False
        wire.budget.stands(self._is_in(engine_sid, *self.server.namespaces))

    def _answer(self, server: Any, sid: str, engine_sid: str, *event: Any) -> None:
        wire = self._wires.get(engine_sid)
        if wire is None:
            return
        try:
            if wire.budget.begins_event():
                self._run_event(server, sid, engine_sid, *event)
            else:
                self._end(engine_sid, "too many events under way")
        finally:
            wire.budget.ends_event()

    def _look_for_strangers(self) -> None:
        last = time.monotonic()
        while True:
            self.sleep(LOOK_EVERY_S)
            passed, last = time.monotonic() - last, time.monotonic()
            for engine_sid, wire in list(self._wires.items()):
                wire.budget.stands(self._is_in(engine_sid, *self.server.namespaces))
                wire.budget.waited(passed)
                if wire.budget.is_overdue():
                    wire.cut()

    def _is_in(self, engine_sid: str, *namespaces: str | None) -> bool:
        return any(self.server.manager.sid_from_eio_sid(engine_sid, name or "/") for name in namespaces)

    def _end(self, engine_sid: str, why: str) -> None:
        log.warning("socket %s closed: %s", engine_sid, why)
        if engine_sid in self._wires:
            self._wires[engine_sid].cut()
