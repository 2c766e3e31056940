"""One screen's websocket, tuned: no compression, native unmasking, frames sent without a detour."""

import errno
import logging
import struct
from collections.abc import Sequence
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import eventlet
from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet import greenio, websocket, wsgi

from server.realtime.server.budgets import Budget, MeteredSocket
from server.realtime.server.masking import unmasked
from server.realtime.server.pings import Pings

log = logging.getLogger(__name__)


class WebSocketFrame(bytes):
    """A finished websocket frame; engineio's writer asks every packet to encode itself."""

    @classmethod
    def of(cls, message: bytes) -> "WebSocketFrame":
        size = len(message)
        if size < 126:
            head = struct.pack("!BB", 0x81, size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 127, size)
        return cls(head + message)

    def encode(self) -> "WebSocketFrame":
        return self


class Handshake(WebSocketWSGI):  # type: ignore[misc]
    def __init__(self, handler: Any, wires: "dict[str, Wire]", pings: Pings) -> None:
        self._viewer = handler.__self__  # engineio passes a bound method of its Socket
        self._wires, self._pings = wires, pings
        super().__init__(handler, self._viewer.server)
        self.support_legacy_versions = False  # the draft before RFC 6455 keeps whatever comes, without any limit

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        # permessage-deflate would cost 100 KiB a connection, and JPEG gains nothing
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        try:
            return super().__call__(environ, start_response)
        except Exception:  # noqa: BLE001  whatever one client sent may end its own connection only
            log.warning("socket %s closed: unreadable packet", self._viewer.sid)
            self._viewer.close(wait=False, abort=True, reason=self._viewer.server.reason.TRANSPORT_ERROR)
            wsgi.WSGI_LOCAL.already_handled = True
            return []
        finally:
            self._wires.pop(self._viewer.sid, None)
            self._pings.end(self._viewer.sid)
            if not self._viewer.connected:  # a handshake that failed: engineio would keep it until a ping is missed
                self._viewer.close(wait=False, abort=True)

    def _handle_hybi_request(self, environ: WSGIEnvironment) -> "Wire":
        stock = super()._handle_hybi_request(environ)
        stock.iterator.close()  # not begun, it would hold the stock socket, which holds it: a circle
        budget = Budget()
        metered = MeteredSocket(stock.socket, budget)
        wire = Wire(metered, environ, stock.version, protocol=stock.protocol, max_frame_length=self.max_frame_length)
        wire.viewer, wire.budget = self._viewer, budget
        self._wires[self._viewer.sid] = wire
        return wire


class Wire(websocket.RFC6455WebSocket):  # type: ignore[misc]
    """One screen's connection."""

    viewer: Any  # engineio's Socket: its queue holds what this connection could not take yet
    budget: Budget

    class Message(websocket.RFC6455WebSocket.Message):  # type: ignore[misc]
        """The stock limit is per frame: a message in endless fragments would fill the memory."""

        size = 0

        def push(self, data: bytes, final: bool = False) -> None:
            super().push(data, final)
            self.size += len(data)
            if self.size > self.max_frame_length:
                raise websocket.FailedConnectionError(1009, "message too large")

    @staticmethod
    def _apply_mask(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
        return unmasked(data[:length], mask, offset)

    def send(self, message: Any, **options: Any) -> None:
        if isinstance(message, WebSocketFrame):
            self._send(message)
        else:
            super().send(message, **options)

    def send_at_once(self, frame: WebSocketFrame) -> bool:
        """False when earlier messages are still on their way."""
        if self.viewer.closed or self.viewer.queue.qsize() or not self._sendlock.acquire(blocking=False):
            return False
        try:
            sent = self.socket.fd.send(frame)
        except OSError as error:
            self._sendlock.release()
            return error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK)  # a broken socket: its reader notices
        if sent == len(frame):
            self._sendlock.release()
        else:  # the lock stays held until the rest of this frame is out
            eventlet.spawn_n(self._finish, frame[sent:])
        return True

    def _finish(self, rest: bytes) -> None:
        try:
            self.socket.sendall(rest)
        except OSError:
            self.cut()  # half a frame: nothing after it could be read
        finally:
            self._sendlock.release()

    def cut(self) -> None:
        self.budget.spent = True  # what the kernel holds already is not read any more
        greenio.shutdown_safe(self.socket)
