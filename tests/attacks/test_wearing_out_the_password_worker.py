"""One machine sends passwords as fast as it can: nginx lets only a few a second through, wherever one is checked."""

import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import ThreadingHTTPServer

import pytest

from server import clock
from server.commands.certificates import issue
from tests.attacks.test_reading_the_board_from_a_seat import ExamServer
from tests.nginx import BOARD, EXAM, Ports, documented, running
from tests.ports import a_free_port

AT_ONCE = 90  # nginx lets 51 in and 5 more a second
CHECKED = ("/api/staff/login", "/api/account/password", "/api/account/factor", "/api/account/factor/confirm")
OTHERS = ("/api/account", "/api/seat")


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("site")
    issue(folder / "tls", [EXAM, BOARD], clock.now())
    exam = ThreadingHTTPServer(("127.0.0.1", 0), ExamServer)
    threading.Thread(target=exam.serve_forever, daemon=True).start()
    ports = Ports(a_free_port(), a_free_port(), a_free_port(), exam.server_port, a_free_port())
    try:
        with running(documented(ports, folder / "tls", folder, "127.20.0.0/16"), folder, ports.plain):
            yield ports.exam
    finally:
        exam.shutdown()
        exam.server_close()


def refused_at_once(port: int, path: str, source: str) -> int:
    """How many of as many requests, sent together, are told that it was too much; those let in later are not waited for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    lines = [
        context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0)))
        for _ in range(AT_ONCE)
    ]
    for line in lines:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {EXAM}\r\nConnection: close\r\n\r\n".encode())
        line.settimeout(0)
    waiting, refused, ends = set(lines), 0, time.monotonic() + 1.0
    while waiting and (left := ends - time.monotonic()) > 0:
        for line in select.select(list(waiting), [], [], left)[0]:
            with suppress(ssl.SSLWantReadError):  # a session ticket is no answer yet
                refused += b" 429 " in line.recv(64)
                waiting.discard(line)
    for line in lines:
        line.close()
    return refused


@pytest.mark.parametrize(("path", "source"), [(path, f"127.0.1.{at}") for at, path in enumerate(CHECKED, start=1)])
def test_where_passwords_are_checked_few_are_let_through(port: int, path: str, source: str):
    assert refused_at_once(port, path, source) > 0


@pytest.mark.parametrize(("path", "source"), [(path, f"127.0.2.{at}") for at, path in enumerate(OTHERS, start=1)])
def test_nobody_else_waits_for_it(port: int, path: str, source: str):
    assert refused_at_once(port, path, source) == 0
