"""Over https and wss: the nginx of docs/operations.md, certificates by `flask site certs`, a browser that trusts only that CA."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, WebSocket, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.conftest import QUIET
from tests.browser.hall import RunningHall, check_in, opened, prepared, until
from tests.browser.staff import log_in
from tests.builders import ROOT, Applicant
from tests.ports import a_free_port

NAME = "cat.lugas.test"
BUDI = Applicant("24-0011", "Budi Obama", photo="obama.jpg")
_ASK = """async ([path, values]) => {
  const me = await (await fetch("/api/staff/me")).json();
  const headers = { "Content-Type": "application/json", "X-Lugas-Csrf": me.csrf };
  return (await fetch(path, { method: "POST", headers, body: JSON.stringify(values) })).status;
}"""


@dataclass(frozen=True)
class Proxy:
    """nginx before a running hall."""

    origin: str
    plain: str  # where http is sent on to https
    ca: Path


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return a_free_port(), a_free_port()


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces, ports) -> Iterator[RunningHall]:
    folder = tmp_path_factory.mktemp("hall")
    settings = {"production": 1, "secure_cookies": 1, "public_origin": f"https://{NAME}:{ports[0]}", "trusted_proxies": 1}
    with opened(folder, prepared(folder, [BUDI], faces), **settings) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(hall, tmp_path_factory, ports) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    tls = certificates(hall, folder / "tls")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    configuration = folder / "nginx.conf"
    configuration.write_text(around(folder, written_down(hall, tls, folder, ports)))
    with (folder / "said.log").open("wb") as said:
        running = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)], stdout=said, stderr=said)
    plain = f"http://127.0.0.1:{ports[1]}"
    try:
        until(lambda: running.poll() is not None or listens(ports[1]), 20)
        assert running.poll() is None, (folder / "said.log").read_text()
        yield Proxy(f"https://{NAME}:{ports[0]}", plain, tls / "ca.pem")
    finally:
        running.terminate()
        running.wait(10)


def certificates(hall: RunningHall, folder: Path) -> Path:
    """As an operator makes them."""
    command = [sys.executable, "-m", "flask", "site", "certs", NAME, "127.0.0.1", "--out", str(folder)]
    variables = {
        "LUGAS_INSTANCE": str(hall.folder / "instance"),
        "LUGAS_KEYS": str(hall.folder / "keys"),
        "FLASK_APP": "server.app:create_app",
    }
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def written_down(hall: RunningHall, tls: Path, folder: Path, ports: tuple[int, int]) -> str:
    """The configuration of docs/operations.md with this hall's ports and folders: nothing else is changed."""
    [text] = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/operations.md").read_text(encoding="utf-8"), re.DOTALL)
    ours: Mapping[str, str] = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{hall.ports[0]};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{hall.ports[1]};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports[0]} ssl",
        "listen 80;": f"listen 127.0.0.1:{ports[1]};",
        "/var/lib/lugas-keys/tls": str(tls),
        "/var/cache/nginx/lugas": str(folder / "cache"),
        "https://cat.site.local": f"https://{NAME}:{ports[0]}",
        "cat.site.local": NAME,
    }
    for theirs, here in ours.items():
        assert theirs in text, f"docs/operations.md no longer says {theirs!r}"
        text = text.replace(theirs, here)
    return text


def around(folder: Path, site: str) -> str:
    """What Debian's own nginx.conf says around a site, for a user of any rank."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{ worker_connections 16384; }}\nhttp {{\n{temporary}{site}}}\n"


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@pytest.fixture(scope="module")
def trusting(playwright, chromium, genuine, proxy, tmp_path_factory) -> Iterator[Browser]:
    """A browser of a user whose certificate store holds the site's CA, put there as docs/operations.md says."""
    home = tmp_path_factory.mktemp("trusting")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{store}", "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", f"sql:{store}", "-A", "-t", "C,,", "-n", "Lugas CA", "-i", str(proxy.ca)], check=True)
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={genuine.path}",
    ]
    yield from launched(playwright, chromium, home, camera)


@pytest.fixture(scope="module")
def stranger(playwright, chromium, tmp_path_factory) -> Iterator[Browser]:
    """The same browser of a user who was given no CA."""
    yield from launched(playwright, chromium, tmp_path_factory.mktemp("stranger"), [])


def launched(playwright: Playwright, chromium: str, home: Path, more: Sequence[str]) -> Iterator[Browser]:
    args = [*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1", *more]
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
    expect(seat.page.get_by_text("wajah baik").first).to_be_visible(timeout=SLOW_MS)
    assert {address.partition("/socket.io/")[0] for address in sockets} == {proxy.origin.replace("https", "wss")}

    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert {"lugas_seat", "lugas_sitting"} <= set(cookies)
    assert [
        name for name, kept in cookies.items() if not (kept["secure"] and kept["httpOnly"] and kept["sameSite"] == "Strict")
    ] == []
    assert seat.complaints == []
    board_is_not_for_seats(context, proxy.origin)


def test_anybody_else_sees_the_board_at_the_same_address(proxy, trusting):
    page = trusting.new_context(locale="id-ID").new_page()
    answer = page.goto(f"{proxy.origin}/papan")
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", name="Papan nilai langsung")).to_be_visible(timeout=SLOW_MS)
    fed = page.evaluate("async () => (await fetch('/feed', {method: 'POST', body: '{}'})).status")
    assert fed in (403, 404), "nobody feeds the board through the hall's address"


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
    expect(page.get_by_label("Nomor peserta, NIK, atau nama")).to_be_visible(timeout=SLOW_MS)
    assert page.evaluate(_ASK, [f"/api/monitor/slots/{hall.hall.slot}/acts", {"act": "open"}]) == 204
    [kept] = [cookie for cookie in context.cookies() if cookie["name"] == "lugas_staff"]
    assert kept["secure"]
    context.close()


def board_is_not_for_seats(context: BrowserContext, origin: str) -> None:
    """Twice, for the second answer must not come out of nginx's cache."""
    page = context.new_page()
    for _ in range(2):
        answer = page.goto(f"{origin}/papan")
        assert answer is not None
        assert answer.status == 403
    assert page.evaluate("async () => (await fetch('/api/board')).status") == 403
