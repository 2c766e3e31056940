"""How long the server waits for what a connection has not said yet: the head of a request, its body, the next request."""

from typing import Any, ClassVar

import eventlet
from eventlet import greenio, hubs, wsgi

HEAD_WITHIN_S = 10.0  # from the connection on, to the last line of the first request's head
NEXT_WITHIN_S = 75.0  # the same for each further request; nginx lets go of an idle connection after 60
BODY_WITHIN_S = 10.0
BODY_BYTES_PER_S = 64 * 1024  # a larger body has longer
MOST_WAITING = 3_000  # connections in the middle of no request; beyond, the one that waits longest goes first


class PatientProtocol(wsgi.HttpProtocol):  # type: ignore[misc]
    """eventlet waits anew for each byte, so a request may come byte by byte for ever; here each part has a deadline in all."""

    _waiting: ClassVar[dict["PatientProtocol", None]] = {}
    _deadline: Any = None
    _is_asked = False
    rfile: Any
    environ: dict[str, Any]
    close_connection: bool

    def handle_one_request(self) -> None:
        if self._is_asked:
            eventlet.sleep(0)  # requests sent in one go are read without waiting: everybody else has a turn between two
        self._waits(NEXT_WITHIN_S if self._is_asked else HEAD_WITHIN_S)
        self._is_asked = True
        self._waiting[self] = None
        if len(self._waiting) > MOST_WAITING:
            next(iter(self._waiting))._give_up()
        try:
            super().handle_one_request()
        finally:
            self._goes_on()

    def parse_request(self) -> bool:
        """A head that breaks off, because we gave up or the other side did, asks for nothing."""
        self.rfile = head = _HeadLines(self.rfile)
        if not super().parse_request():
            return False
        self.close_connection = self.close_connection or not head.ended
        return head.ended

    def get_environ(self) -> dict[str, Any]:
        """The head is read: from here on only a body is waited for."""
        self._goes_on()
        environ: dict[str, Any] = super().get_environ()
        body = environ["eventlet.input"]
        if body.chunked_input or body.content_length:
            self._waits(BODY_WITHIN_S + (body.content_length or 0) / BODY_BYTES_PER_S)
            body._do_read, body._chunked_read = self._noticed(wsgi.Input._do_read), self._noticed(wsgi.Input._chunked_read)
        return environ

    def finish(self) -> None:
        """What a connection leaves goes at once: as a circle it would wait for a full collection, which stops the loop."""
        try:
            super().finish()
        finally:
            self.environ = {}

    def log_message(self, *_said: object) -> None:
        """A stranger's unreadable request is no line of our log."""

    def _noticed(self, read: Any) -> Any:
        """Reads of the request under way; it is looked up, for a body that held itself would be such a circle."""

        def reading(*args: Any, **options: Any) -> bytes:
            body = self.environ["eventlet.input"]
            data: bytes = read(body, *args, **options)
            if body.chunk_length == 0 if body.chunked_input else body.position >= body.content_length:
                self._goes_on()
            return data

        return reading

    def _waits(self, seconds: float) -> None:
        self._deadline = hubs.get_hub().schedule_call_global(seconds, self._give_up)

    def _goes_on(self) -> None:
        self._waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._waiting.pop(self, None)
        greenio.shutdown_safe(self.connection)  # whoever reads from it reads its end


class _HeadLines:
    """The lines of a request's head; `ended` once the empty one was read."""

    def __init__(self, lines: Any) -> None:
        self._lines = lines
        self.ended = False

    def readline(self, *size: int) -> bytes:
        line: bytes = self._lines.readline(*size)
        self.ended = line in (b"\r\n", b"\n")
        return line
