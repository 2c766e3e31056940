"""An exam PC asks for the board in every way a page can: through the nginx of docs/operations.md it gets nothing."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from server import clock
from server.commands.certificates import issue
from tests.api.board_process import BoardProcess
from tests.nginx import BOARD, EXAM, Ports, documented, running
from tests.ports import a_free_port
from tests.realtime.conftest import PATIENT
from tests.unit.livescore.rows import score_row

SEATS, SEAT, HOME = "127.20.0.0/16", "127.20.3.4", "127.0.0.9"
PATHS = ("/papan", "/api/board", "/api/board/slot-1", "/api/board/slot-1?since=0", "/", "/client/shared/base.css")
CLAIMS = ("", "X-Forwarded-For: 192.0.2.7\r\n", "X-Real-IP: 192.0.2.7\r\nForwarded: for=192.0.2.7\r\n", "Cookie: other=1\r\n")


class ExamServer(BaseHTTPRequestHandler):
    """Stands where the exam server stands, and says which paths came through to it."""

    def do_GET(self) -> None:
        body = f"exam {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        pass


def exam_server_in(folder: Path, kind: type[ThreadingHTTPServer] = ThreadingHTTPServer) -> tuple[ThreadingHTTPServer, Ports]:
    """A stand-in that answers, the site's certificates, and ports for an nginx before it."""
    issue(folder / "tls", [EXAM, BOARD], clock.now())
    exam = kind(("127.0.0.1", 0), ExamServer)
    threading.Thread(target=exam.serve_forever, daemon=True).start()
    return exam, Ports(a_free_port(), a_free_port(), a_free_port(), exam.server_port, a_free_port())


@dataclass(frozen=True)
class Site:
    ports: Ports
    ca: Path

    def get(self, port: int, host: str, path: str, *, source: str, more: str = "") -> tuple[int, bytes]:
        """As a client at `source` asks; `host` is the name it says, which need not be the listener's own."""
        context = ssl.create_default_context(cafile=str(self.ca))
        plain = socket.create_connection(("127.0.0.1", port), timeout=PATIENT, source_address=(source, 0))
        with closing(context.wrap_socket(plain, server_hostname=host)) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n".encode())
            answer = HTTPResponse(line)
            answer.begin()
            return answer.status, answer.read()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    exam, ports = exam_server_in(folder)
    board = BoardProcess(folder, ports.board_server, f"https://{BOARD}:{ports.board}")
    assert board.feed(1_790_000_000, [score_row(seat, (5, 10, 40)) for seat in range(3)]).status == 204
    try:
        with running(documented(ports, folder / "tls", folder, SEATS), folder, ports.plain):
            yield Site(ports, folder / "tls" / "ca.pem")
    finally:
        board.kill()
        exam.shutdown()
        exam.server_close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("claim", CLAIMS, ids=["plain", "forwarded", "other headers", "another cookie"])
def test_a_seat_is_refused_by_its_address_whatever_it_says(site: Site, path: str, claim: str):
    assert site.get(site.ports.board, BOARD, path, source=SEAT, more=claim)[0] == 403


def test_a_seat_that_names_the_board_at_the_exams_address_gets_no_board(site: Site):
    for path in PATHS:
        status, body = site.get(site.ports.exam, BOARD, path, source=SEAT)
        assert status in (403, 404) or body.startswith(b"exam "), "the exam's listener knows the exam only"


def test_a_seat_that_names_the_exam_at_the_boards_address_is_refused(site: Site):
    assert {site.get(site.ports.board, EXAM, path, source=SEAT)[0] for path in PATHS} == {403}


@pytest.mark.parametrize(
    "path", ["/api/board", "/api/board/", "/api/board/slot-1", "//api//board", "/x/../api/board", "/api/%62oard", "/feed"]
)
def test_the_exams_own_name_serves_no_board_data_to_anybody(site: Site, path: str):
    for source in (SEAT, HOME):
        assert site.get(site.ports.exam, EXAM, path, source=source)[0] == 404


def test_everybody_else_reads_it_and_the_cache_never_answers_a_seat(site: Site):
    for _ in range(2):
        status, body = site.get(site.ports.board, BOARD, "/api/board/slot-1", source=HOME)
        assert status == 200
        assert len(json.loads(body)["rows"]) == 3
        assert site.get(site.ports.board, BOARD, "/api/board/slot-1", source=SEAT)[0] == 403
        paired = site.get(site.ports.board, BOARD, "/api/board/slot-1", source=HOME, more="Cookie: lugas_seat=1\r\n")
        assert paired[0] == 403
    assert site.get(site.ports.board, BOARD, "/feed", source=HOME)[0] == 404


def test_the_exam_itself_stays_open_to_seats_and_sends_the_public_on(site: Site):
    assert site.get(site.ports.exam, EXAM, "/ujian", source=SEAT) == (200, b"exam /ujian")
    assert site.get(site.ports.exam, EXAM, "/api/exam/state", source=SEAT)[0] == 200
    assert site.get(site.ports.exam, EXAM, "/papan", source=HOME)[0] == 302
    assert site.get(site.ports.exam, EXAM, "/papan", source=SEAT)[0] == 403
