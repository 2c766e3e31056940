"""Somebody opens connections and says next to nothing on them: each is let go, however slowly it goes on."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import eventlet
import pytest
from eventlet import wsgi

from server.realtime.server.timeouts import BODY_WITHIN_S, HEAD_WITHIN_S, PatientProtocol
from tests.realtime.conftest import PATIENT, serving

WITHIN_S = 2  # in place of ten seconds; what nobody bounds goes on for a minute at least
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


def is_refused(wire, crumb):
    try:
        wire.send(crumb)
    except OSError:
        return True
    return False


def test_whoever_says_it_slowly_is_let_go():
    """Told in the order of the server's own timers: a loaded machine makes any wait long."""
    with serving(WITHIN_S) as hall, ThreadPoolExecutor(1) as pool:
        open_now = {}
        for name, (begins, _) in SLOW.items():
            open_now[name] = socket.create_connection(("127.0.0.1", hall.port), PATIENT)
            open_now[name].sendall(begins)
            open_now[name].setblocking(False)
        assert hall.get("/who").ok, "what they have said is read by now"
        later = pool.submit(hall.get, f"/after/{2 * WITHIN_S}")
        gone = set()
        while not later.done():
            time.sleep(0.25)
            gone |= {name for name, (_, crumb) in SLOW.items() if crumb and is_refused(open_now[name], crumb)}
        assert later.result().text == "over"
        gone |= {name for name, wire in open_now.items() if is_over(wire)}
        for wire in open_now.values():
            wire.close()
    assert sorted(gone) == sorted(SLOW)


def test_nobody_waits_longer_than_ten_seconds():
    assert max(HEAD_WITHIN_S, BODY_WITHIN_S) <= 10


@pytest.mark.parametrize("ends", [b"X", b"X-A: b\r\n", b""])
def test_a_head_that_breaks_off_asks_for_nothing(ends):
    """What could be read of it is no request: answering it costs a page, and a traceback when nobody takes it."""
    asked = []

    def app(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Length", "0")])
        return []

    listener = eventlet.listen(("127.0.0.1", 0))
    running = eventlet.spawn(wsgi.server, listener, app, protocol=PatientProtocol, log_output=False)
    with eventlet.Timeout(20):
        wire = eventlet.connect(listener.getsockname())
        wire.sendall(HEAD + b"\r\n" + HEAD + ends)
        wire.shutdown(socket.SHUT_WR)
        answers = b"".join(iter(lambda: wire.recv(4096), b""))
    running.kill()
    assert (asked, answers.count(b"200 OK")) == (["/who"], 1)
