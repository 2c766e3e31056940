"""Somebody opens connections and says next to nothing on them: each is let go, however slowly it goes on."""

import socket
import time

from server.realtime.server.timeouts import HEAD_WITHIN_S
from tests.realtime.conftest import PATIENT, hall

__all__ = ["hall"]  # a fixture

SPARE_S = 35.0  # for a loaded machine; what nobody bounds goes on for a minute at least
HEAD = b"GET /who HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /add/1 HTTP/1.1\r\nHost: localhost\r\n"
SLOW = {
    "silent": (b"", b""),
    "half a head": (HEAD, b""),
    "a head byte by byte": (HEAD, b"X"),
    "a head line by line": (HEAD, b"X-A: b\r\n"),
    "a body byte by byte": (POST + b"Content-Length: 90\r\n\r\n", b"x"),
    "a body that never comes": (POST + b"Content-Length: 90\r\n\r\n", b""),
    "a body in pieces without end": (
        b"POST /add/1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1\r\nx\r\n",
    ),
}


def is_over(wire):
    try:
        while data := wire.recv(4096):
            assert data
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def test_whoever_says_it_slowly_is_let_go(hall):
    open_now, crumbs = {}, {}
    for name, (begins, crumb) in SLOW.items():
        wire = socket.create_connection(("127.0.0.1", hall.port), PATIENT)
        wire.sendall(begins)
        wire.setblocking(False)
        open_now[name], crumbs[name] = wire, crumb
    began = time.monotonic()
    while open_now and time.monotonic() - began < HEAD_WITHIN_S + SPARE_S:
        assert hall.get("/who").ok
        time.sleep(0.5)
        for name, wire in list(open_now.items()):
            if is_over(wire):
                open_now.pop(name).close()
            elif crumbs[name]:
                try:
                    wire.send(crumbs[name])
                except OSError:
                    open_now.pop(name).close()
    assert not list(open_now)
