"""One machine sends passwords as fast as it can: nginx lets only a few a second through, wherever one is checked."""

import re
import select
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPResponse
from http.server import ThreadingHTTPServer

import pytest

from tests.attacks.test_reading_the_board_from_a_seat import exam_server_in
from tests.nginx import EXAM, documented, running
from tests.realtime.conftest import PATIENT

AT_ONCE = 90  # nginx lets 51 in and 5 more a second
CHECKED = ("/api/staff/login", "/api/account/password", "/api/account/factor", "/api/account/factor/confirm")
OTHERS = ("/api/account", "/api/seat")


class Patient(ThreadingHTTPServer):
    """Takes as many connections at once as are sent."""

    request_queue_size = 2 * AT_ONCE


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("site")
    exam, ports = exam_server_in(folder, Patient)
    try:
        with running(documented(ports, folder / "tls", folder, "127.20.0.0/16"), folder, ports.plain):
            yield ports.exam
    finally:
        exam.shutdown()
        exam.server_close()


def trusting_anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def asked(port: int, path: str, source: str) -> tuple[int, str]:
    plain = socket.create_connection(("127.0.0.1", port), timeout=PATIENT, source_address=(source, 0))
    with closing(trusting_anybody().wrap_socket(plain)) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {EXAM}\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read().decode()


def is_one_refused(port: int, path: str, source: str) -> bool:
    """Whether one of many requests, sent together, is told that it was too much; else every one of them was answered."""
    context = trusting_anybody()
    with ExitStack() as opened:
        lines = [
            context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=PATIENT, source_address=(source, 0)))
            for _ in range(AT_ONCE)
        ]
        for line in lines:
            opened.callback(line.close)
        for line in lines:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {EXAM}\r\nConnection: close\r\n\r\n".encode())
            line.settimeout(0)
        waiting = set(lines)
        while waiting:
            heard = select.select(list(waiting), [], [], PATIENT)[0]
            assert heard, f"{len(waiting)} of {AT_ONCE} were never answered"
            for line in heard:
                with suppress(ssl.SSLWantReadError):  # a session ticket is no answer yet
                    if b" 429 " in line.recv(64):
                        return True
                    waiting.discard(line)
    return False


@pytest.mark.parametrize(("path", "source"), [(path, f"127.0.1.{at}") for at, path in enumerate(CHECKED, start=1)])
def test_where_passwords_are_checked_few_are_let_through(port: int, path: str, source: str):
    assert is_one_refused(port, path, source)


@pytest.mark.parametrize(("path", "source"), [(path, f"127.0.2.{at}") for at, path in enumerate(OTHERS, start=1)])
def test_nobody_else_waits_for_it(port: int, path: str, source: str):
    assert not is_one_refused(port, path, source)


def test_limits_change_no_address(port: int, hall):
    """Each address of the exam reaches it as it was asked, also where a location's own begins with the same words."""
    paths = sorted({re.sub(r"<[^>]+>", "1", rule.rule) for rule in hall.app.url_map.iter_rules()})
    paths = [path for path in paths if not re.match(r"/(papan|feed|api/board)(/|$)", path)]
    assert {"/api/account", "/api/account/password", "/api/staff/login"} <= set(paths)
    sources = [f"127.0.{3 + at // 200}.{1 + at % 200}" for at in range(len(paths))]  # an address each: nobody queues
    heard = [asked(port, path, source) for path, source in zip(paths, sources, strict=True)]
    assert heard == [(200, f"exam {path}") for path in paths]
