"""Over https and wss: the nginx of docs/operations.md, certificates by `flask site certs`, a browser that trusts only that CA."""

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, WebSocket, expect
from playwright.sync_api import Error as PlaywrightError

from tests import films
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.conftest import GENUINE, QUIET
from tests.browser.hall import RunningHall, check_in, opened, prepared
from tests.browser.staff import log_in
from tests.builders import PASSWORD, ROOT, Applicant
from tests.nginx import BOARD, EXAM, Ports, documented, running
from tests.ports import a_free_port
from tests.reference_photos import MATERIAL

NAME, SEAT, HOME = EXAM, "127.0.0.1", "127.0.0.9"
BUDI = Applicant("24-0011", "Budi Obama", photo="obama.jpg")
_ASK = """async ([path, values]) => {
  const me = await (await fetch("/api/staff/me")).json();
  const headers = { "Content-Type": "application/json", "X-Lugas-Csrf": me.csrf };
  return (await fetch(path, { method: "POST", headers, body: JSON.stringify(values) })).status;
}"""

_FETCH = "([path, how]) => fetch(path, how).then((answer) => answer.status, (error) => error.name)"


@dataclass(frozen=True)
class Proxy:
    """nginx before a running hall; to it this machine's own browsers are exam PCs."""

    ports: Ports
    ca: Path

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.ports.exam}"

    @property
    def board(self) -> str:
        return f"https://{BOARD}:{self.ports.board}"

    @property
    def plain(self) -> str:
        return f"http://127.0.0.1:{self.ports.plain}"


@pytest.fixture(scope="module")
def ports() -> tuple[int, int, int]:
    """Of the exam, of plain http, of the board."""
    return a_free_port(), a_free_port(), a_free_port()


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces, ports) -> Iterator[RunningHall]:
    folder = tmp_path_factory.mktemp("hall")
    settings = {"production": 1, "secure_cookies": 1, "public_origin": f"https://{NAME}:{ports[0]}", "trusted_proxies": 1}
    settings["board_origin"] = f"https://{BOARD}:{ports[2]}"
    with opened(folder, prepared(folder, [BUDI], faces), **settings) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(hall, tmp_path_factory, ports) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    tls = certificates(hall, folder / "tls")
    ports = Ports(*ports, *hall.ports)
    with running(documented(ports, tls, folder, seats=f"{SEAT}/32"), folder, ports.plain):
        yield Proxy(ports, tls / "ca.pem")


def certificates(hall: RunningHall, folder: Path) -> Path:
    """As an operator makes them."""
    command = [sys.executable, "-m", "flask", "site", "certs", NAME, BOARD, "127.0.0.1", "--out", str(folder)]
    variables = {
        "LUGAS_INSTANCE": str(hall.folder / "instance"),
        "LUGAS_KEYS": str(hall.folder / "keys"),
        "FLASK_APP": "server.flask_app:create_app",
    }
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def trusting(playwright, chromium, shoot, proxy, tmp_path_factory) -> Iterator[Browser]:
    """A browser of a user whose certificate store holds the site's CA, put there as docs/operations.md says."""
    home = tmp_path_factory.mktemp("trusting")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{store}", "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", f"sql:{store}", "-A", "-t", "C,,", "-n", "Lugas CA", "-i", str(proxy.ca)], check=True)
    film = shoot(films.person(MATERIAL / GENUINE, 20))
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film.path}",
    ]
    yield from launched(playwright, chromium, home, camera)


@pytest.fixture(scope="module")
def stranger(playwright, chromium, tmp_path_factory) -> Iterator[Browser]:
    """The same browser of a user who was given no CA."""
    yield from launched(playwright, chromium, tmp_path_factory.mktemp("stranger"), [])


def launched(playwright: Playwright, chromium: str, home: Path, more: Sequence[str]) -> Iterator[Browser]:
    args = [*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP {BOARD} 127.0.0.1", *more]
    browser = playwright.chromium.launch(executable_path=chromium, args=args, env={**os.environ, "HOME": str(home)})
    yield browser
    browser.close()


def test_a_browser_without_the_ca_is_not_let_near(proxy, stranger):
    page = stranger.new_page()
    with pytest.raises(PlaywrightError, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{proxy.origin}/ujian")


def test_http_is_sent_on_to_https(proxy):
    connection = HTTPConnection("127.0.0.1", int(proxy.plain.rsplit(":", 1)[1]), timeout=10)
    connection.request("GET", "/ujian", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"{proxy.origin}/ujian")
    connection.close()


def test_an_exam_runs_over_https_and_wss(hall, proxy, trusting, faces):
    slip = check_in(hall.hall, BUDI.number, "obama2.jpg", faces)
    context = trusting.new_context(locale="id-ID", viewport={"width": 1366, "height": 768})
    seat = AtSeat(context, proxy.origin)
    sockets = sockets_of(seat.page)
    assert seat.page.evaluate("window.isSecureContext")
    seat.take_seat(hall.pairing_code(slip.seat), slip.number, slip.pin)

    hall.begin_now()
    open_slot(trusting, proxy.origin, hall)
    seat.begin()
    seat.click_option(1)
    seat.expect_saved()
    [kept] = hall.read(lambda work: work.answers.current(slip.sitting))
    assert kept.option is not None
    # A picture went up, a worker measured it, the verdict came back down.
    expect(seat.page.get_by_text("wajah dikenali").first).to_be_visible(timeout=SLOW_MS)
    assert {address.partition("/socket.io/")[0] for address in sockets} == {proxy.origin.replace("https", "wss")}

    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert {"lugas_seat", "lugas_sitting"} <= set(cookies)
    assert [
        name for name, kept in cookies.items() if not (kept["secure"] and kept["httpOnly"] and kept["sameSite"] == "Strict")
    ] == []
    assert seat.complaints == []
    board_is_not_for_seats(context, proxy)


def test_anybody_else_reads_the_board_at_an_address_of_its_own(proxy):
    trusted = ssl.create_default_context(cafile=str(proxy.ca))
    plain = socket.create_connection(("127.0.0.1", proxy.ports.board), timeout=10, source_address=(HOME, 0))
    with closing(trusted.wrap_socket(plain, server_hostname=BOARD)) as line:
        line.sendall(f"GET /papan HTTP/1.1\r\nHost: {BOARD}\r\nConnection: close\r\n\r\n".encode())
        answer = HTTPResponse(line)
        answer.begin()
        assert answer.status == 200
        assert "Papan nilai langsung" in answer.read().decode()


def test_headers_hold_the_browser_to_https(proxy, trusting):
    answer = trusting.new_context().new_page().goto(f"{proxy.origin}/ujian")
    assert answer is not None
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert proxy.origin.replace("https", "wss") in answer.headers["content-security-policy"]


def sockets_of(page: Page) -> list[str]:
    opened_ones: list[str] = []

    def note(socket: WebSocket) -> None:
        opened_ones.append(socket.url)

    page.on("websocket", note)
    return opened_ones


def open_slot(browser: Browser, origin: str, hall: RunningHall) -> None:
    """The chief proctor, at a staff page of the same address."""
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    page.goto(f"{origin}/meja")
    log_in(page, "ketua")
    set_factor_up(page)
    expect(page.get_by_label("Nomor peserta, NIK, atau nama")).to_be_visible(timeout=SLOW_MS)
    assert page.evaluate(_ASK, [f"/api/monitor/slots/{hall.hall.slot}/acts", {"act": "open"}]) == 204
    [kept] = [cookie for cookie in context.cookies() if cookie["name"] == "lugas_staff"]
    assert kept["secure"]
    context.close()


def set_factor_up(page: Page) -> None:
    """In production a chief proctor works with a second factor only, and is led to the page that makes one."""
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible(timeout=SLOW_MS)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Pasang faktor kedua").click()
    secret = page.locator(".secret").first.inner_text(timeout=SLOW_MS)
    page.get_by_label("Kode enam angka").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Pasang", exact=True).click()
    page.get_by_role("button", name="Sudah saya simpan").click(timeout=SLOW_MS)
    page.get_by_role("link", name="Meja registrasi").click()


def board_is_not_for_seats(context: BrowserContext, proxy: Proxy) -> None:
    """By page and by script, with the seat's cookie and without any."""
    page = context.new_page()
    for address in (f"{proxy.board}/papan", f"{proxy.board}/api/board", f"{proxy.origin}/papan"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403
    page.goto(f"{proxy.origin}/ujian")
    for credentials in ("omit", "include"):
        assert page.evaluate(_FETCH, ["/api/board", {"credentials": credentials}]) == "TypeError"  # nor to this path
        other = {"credentials": credentials, "mode": "no-cors"}
        assert page.evaluate(_FETCH, [f"{proxy.board}/api/board", other]) == "TypeError", (
            "the page may connect to no other address"
        )
    page.close()
