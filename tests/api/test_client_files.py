"""The pages' files are served, nothing that lies beside them."""

import re

import pytest

from server.web import client_files
from tests.builders import ROOT, Hall

BESIDE = ["package.json", "shared/../package.json", "shared/%2e%2e/package.json", "node_modules/axe-core/axe.js"]


@pytest.mark.parametrize("path", ["shared/base.css", "pages/exam/main.js", "words/id/exam.json"])
def test_what_a_page_is_made_of_is_served(hall: Hall, path: str):
    with hall.page().get(f"/client/{path}") as answer:
        assert answer.data == (ROOT / "client" / path).read_bytes()


@pytest.mark.parametrize("path", BESIDE)
def test_nothing_else_of_the_folder_is(hall: Hall, path: str):
    assert hall.page().get(f"/client/{path}").status_code == 404


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/pantua", 404, "Halaman tidak ditemukan"),
        ("GET", "/client/package.json", 404, "Halaman tidak ditemukan"),
        ("GET", "/akun", 500, "Halaman tidak dapat ditampilkan"),
    ],
)
def test_a_browser_at_a_wrong_address_reads_a_page(hall: Hall, monkeypatch: pytest.MonkeyPatch, method, path, status, title):
    if status == 500:
        monkeypatch.setattr(client_files, "_page", lambda _name: 1 / 0)
    answer = hall.officer("ketua").client.open(path, method=method, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<h1>{title}</h1>" in answer.text
    assert 'href="/client/shared/icon.svg"' in answer.text
    scripts = hall.page().client.get("/pantua", headers={"Accept": "application/json"})
    assert scripts.get_json()["error"]["code"] == "unknown"
    assert hall.page().client.get("/api/nothing", headers=BROWSER).get_json()["error"]["code"] == "unknown"


def test_every_page_has_the_mark_and_browsers_that_guess_find_it(hall: Hall):
    assert hall.page().client.get("/favicon.ico").headers["Location"] == "/client/shared/icon.svg"
    pages = list((ROOT / "client" / "pages").glob("*/index.html"))
    assert len(pages) > 6
    assert [page.parent.name for page in pages if 'href="/client/shared/icon.svg"' not in page.read_text(encoding="utf-8")] == []


def asks_of(page: str) -> set[str]:
    """Addresses of ours in the page's own scripts, pictures left out: those are no connections."""
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "client" / "pages" / page).glob("*.js")]
    return {
        found for text in scripts for found in re.findall(r"""[(]\s*["`](/api/[a-z-]+(?:/[a-z-]+)*/?)(?![^"`]*\.jpg)""", text)
    }


@pytest.mark.parametrize(
    ("address", "page"), [("/ujian", "exam"), ("/meja", "desk"), ("/pantau", "monitor"), ("/kamera", "camera")]
)
def test_a_page_may_ask_what_it_asks_and_nothing_of_a_board(hall: Hall, address: str, page: str):
    with hall.page().get(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
    [connects] = re.findall(r"connect-src ([^;]*);", policy)
    allowed = [where.split("localhost", 1)[1] for where in connects.split() if where.startswith("http")]
    assert "'self'" not in connects

    def may(path: str) -> bool:
        return any(path.startswith(one) if one.endswith("/") else path == one for one in allowed)

    assert [path for path in asks_of(page) if not may(path)] == []
    assert not any(map(may, ("/api/board", "/papan", "/feed", "/")))
    assert ("ws://localhost/socket.io/" in connects) == (page in ("exam", "monitor"))


def test_the_search_for_what_pages_ask_finds_it():
    assert {"/api/exam/state", "/api/seat/pair"} <= asks_of("exam")
    assert "/api/staff/login" in asks_of("desk") & asks_of("monitor")
