"""The board's page in a real browser, before a real board."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from server.livescore.projection import public
from server.livescore.ranges import ShownRange
from tests.api.board_process import BoardProcess
from tests.unit.livescore.rows import score_row

FIRST = 1_790_000_000
SLOW_MS = 60_000  # ends a hang


@pytest.fixture
def board(tmp_path, free_port):
    process = BoardProcess(tmp_path, free_port)
    process.feed(FIRST, [score_row(seat, (5, 10, 60 + seat)) for seat in range(45)])
    yield process
    process.kill()


@pytest.fixture
def wide(board):
    """The same rows with everything as long as a real day has it."""
    long = {"agency": "Kementerian Pemberdayaan Perempuan dan Perlindungan Anak", "position": "Pengelola Pengadaan Barang/Jasa"}
    rows = [
        replace(score_row(seat, (150, 175, 200 + seat % 25), "finished", True, "Raden Ajeng Kusumaningtyas Wulandari"), **long)
        for seat in range(45)
    ]
    board.feed(FIRST + 30, rows, base=FIRST)


@pytest.fixture(scope="module")
def browser(playwright, chromium):
    running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"])
    yield running
    running.close()


@pytest.fixture
def visit(board, browser):
    """Opens the board; what the browser complains about (CSP, script errors) fails the test."""
    complaints, contexts = [], []

    def open_page(address="/papan", width=1366, height=768, cookies=()):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, locale="id-ID"))
        contexts[-1].add_cookies(cookies)
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(board.address + address)
        return page

    open_page.complaints = complaints  # type: ignore[attr-defined]
    yield open_page
    for context in contexts:
        context.close()


def column(page, name):
    return page.locator(f"tbody td.{name}").all_inner_texts()


def test_rows_stand_ranked_and_a_changed_row_climbs_and_is_tinted(board, visit):
    page = visit()
    expect(page.locator("tbody tr")).to_have_count(45)
    assert column(page, "rank")[:2] == ["1", "2"]
    assert column(page, "total")[:2] == ["119", "118"]
    expect(page.locator(".standing")).to_have_text("sementara")

    board.feed(FIRST + 30, [score_row(0, (10, 10, 200), state="finished", passed=True)], base=FIRST)
    expect(page.locator("tbody tr").first.locator("td.total")).to_have_text("220", timeout=SLOW_MS)
    expect(page.locator("tbody tr").first.locator("td.remark")).to_contain_text("✓ ambang batas")
    expect(page.locator("td.total.fresh")).to_have_count(1)
    expect(page.locator("td.fresh")).to_have_count(0, timeout=SLOW_MS)
    expect(page.locator(".when")).to_contain_text("1 dari 45 selesai")
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("address", "width", "height"), [("/papan", 1366, 768), ("/papan?tv=1", 1920, 1080), ("/papan", 390, 844)]
)
def test_while_somebody_works_the_page_tells_counts_and_a_range_and_why(board, visit, address, width, height):
    rows = [
        score_row(0, (0, 0, 0), answered=79, shown=ShownRange(60, 225, 66)),
        score_row(1, (0, 0, 0), answered=12),
        score_row(2, (100, 100, 150), "finished", True, answered=110),
    ]
    board.feed_public(FIRST + 30, [public(row, "masked", final=False) for row in rows])
    page = visit(address, width, height)
    expect(page.locator("tbody tr")).to_have_count(3)
    told = [row.replace("\n", " ") for row in page.locator("tbody tr").all_inner_texts()]
    assert ["79 dari 110" in told[0], "60–225" in told[0], "12 dari 110" in told[1], "menyusul" in told[2]] == [True] * 4
    assert not any(score in row for row in told for score in ("350", "150", "✓"))
    expect(page.locator(".why")).to_contain_text("Nilai akhir")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.complaints == []


def test_filters_stand_in_the_address_and_come_back_with_it(visit):
    page = visit()
    page.get_by_label("Instansi").select_option("Kejaksaan Agung")
    expect(page.locator("tbody tr")).to_have_count(15)
    assert "agency=Kejaksaan+Agung" in page.url
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(15)
    page.get_by_label("Cari nomor peserta").fill("245000100013")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "search=245000100013" in page.url
    assert visit.complaints == []


def test_a_number_that_is_not_here_is_said_to_be_missing_from_this_session(visit):
    page = visit("/papan?agency=Kejaksaan+Agung&search=245999")
    expect(page.locator(".empty h2")).to_have_text("Nomor “245999” tidak ada pada sesi ini")
    page.get_by_role("button", name="Hapus pencarian").click()
    expect(page.locator("tbody tr")).to_have_count(15)  # the agency stays chosen
    assert visit.complaints == []


def test_a_hall_screen_turns_pages_of_twenty(wide, visit):
    page = visit("/papan?tv=1", 1920, 1080)
    expect(page.locator("tbody tr").first).to_be_visible()
    assert page.locator("tbody tr").count() <= 20
    assert page.locator("select").count() == 0
    first = page.locator("tbody td.rank").first.inner_text()
    expect(page.locator("tbody td.rank").first).not_to_have_text(first, timeout=SLOW_MS)
    expect(page.locator("tbody td.rank").first).to_have_text("1", timeout=SLOW_MS)
    for width, height in ((1920, 1080), (1024, 768), (1280, 1024), (1080, 1920)):
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert seen == [width, height], "twenty rows fit, to the last column"
    assert visit.complaints == []


@pytest.mark.parametrize("address", ["/papan", "/papan?tv=1"])
def test_a_phone_shows_two_lines_a_row_and_scrolls_one_way_only(wide, visit, address):
    page = visit(address, 390, 844)
    row = page.locator("tbody tr").first
    expect(row).to_be_visible()
    assert row.bounding_box()["height"] < 72
    assert row.locator("td.remark").inner_text().endswith("✓")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.complaints == []


def test_a_phone_offers_the_filters_there_are(board, wide, visit):
    page = visit(width=390, height=844)
    expect(page.locator("summary")).to_have_text("Pilih sesi")  # one site, one agency, one position
    board.feed(FIRST + 60, [score_row(seat, (5, 10, 60 + seat)) for seat in range(45)], base=FIRST + 30)
    expect(page.locator("summary")).to_have_text("Pilih sesi, instansi, jabatan", timeout=SLOW_MS)


@pytest.mark.parametrize("address", ["/papan", "/papan?tv=1"])
def test_a_tablet_shows_who_applied_where_and_scrolls_one_way_only(wide, visit, address):
    page = visit(address)
    for width in (721, 820, 1023, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("tbody td.formation").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_a_lost_board_is_told_and_the_last_data_stay(board, visit):
    page = visit()
    expect(page.locator("tbody tr")).to_have_count(45)
    board.kill()
    expect(page.locator(".notice")).to_contain_text("Papan nilai belum dapat dihubungi", timeout=SLOW_MS)
    expect(page.locator(".notice")).to_contain_text("Data terakhir per")
    assert page.locator("tbody tr").count() == 45
    board.start()
    expect(page.locator(".notice")).to_have_count(0, timeout=SLOW_MS)


def test_an_exam_seat_reads_why_the_board_is_shut(visit):
    # The seat's cookie was set by the exam server: another port of the same host.
    page = visit(cookies=[{"name": "lugas_seat", "value": "paired", "url": "http://127.0.0.1:1"}])
    expect(page.locator("h1")).to_have_text("Papan nilai tidak dapat dibuka di komputer ujian")
    assert page.locator("table").count() == 0
