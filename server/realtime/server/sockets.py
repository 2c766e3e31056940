"""Socket.IO for many screens: a cheap broadcast, and an end to what a slow screen may cost."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import EVENT

from server.realtime.server.wire import Frame, Handshake, Wire

log = logging.getLogger(__name__)

LARGEST_MESSAGE = 256 * 1024
MOST_WAITING = 128  # packets; a screen this far behind is dropped and fetches a snapshot when it comes back
RESERVED = ("connect", "disconnect")  # the server's own word that somebody came or went, never a client's
_MESSAGE = "4"  # Engine.IO's packet type, one character before every Socket.IO packet


def make_socketio(app: Flask) -> "RealtimeServer":
    return RealtimeServer(
        app,
        async_mode="eventlet",
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
        engine = self.server.eio
        engine._async = {**engine._async, "websocket": lambda handler, _: Handshake(handler, self._wires)}
        self._send_packet = engine.send_packet
        engine.send_packet = self._send_if_it_keeps_up
        self._take_event = self.server._handle_event
        self.server._handle_event = self._event_by_a_client

    def direct_send(self, name: str, payload: Mapping[str, Any], *, namespace: str, to: str) -> None:
        """`emit` for many screens: encoded and framed once, written to each idle socket without waking its writer.

        Text only. A busy socket gets it through its queue, so the order of one screen's messages is kept.
        """
        packet = self.server.packet_class(EVENT, namespace=namespace, data=[name, payload]).encode()
        frame = Frame.of((_MESSAGE + packet).encode())
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
