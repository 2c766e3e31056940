"""The monitor's page with a proctor's hands: the room is seen without a reload, and every act says what it will do."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, Response, Route, expect

from tests.browser.hall import until
from tests.browser.longest_header import faults_at
from tests.builders import PASSWORD
from tests.realtime.watched import one_running, running

__all__ = ["one_running", "running"]  # fixtures

LIVE_S = 3.0  # two seconds and a slow machine's rendering
TRIES = 6
SLOW_MS = 60_000  # ends a hang
NAMESPACE = "40/monitor"  # how the server says that the page listens there
ROOM = "**/api/monitor/slots/*/rooms/*"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID").new_page()
    opened.set_default_timeout(SLOW_MS)
    yield opened
    opened.context.close()


def watch(page: Page, url: str, account: str) -> None:
    page.goto(f"{url}/pantau")
    page.get_by_label("Nama akun").fill(account)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def watch_with_a_slow_fetch(page: Page, url: str) -> list[Response]:
    """The first fetch of the room is answered when the socket is there already. Returns each answer, as they come."""
    answered: list[Response] = []
    joined: list[bool] = []
    held: list[Route] = []
    page.on("response", lambda one: answered.append(one) if "/rooms/" in one.url and one.ok else None)
    page.on("websocket", lambda wire: wire.on("framereceived", lambda frame: joined.append(NAMESPACE in str(frame))))
    page.route(ROOM, lambda route: route.continue_() if held else held.append(route))
    watch(page, url, "pengawas")
    until(lambda: page.wait_for_timeout(50) or any(joined), SLOW_MS / 1000)
    held[0].continue_()
    return answered


def seat_of(page: Page, number: str):
    return page.locator("button.tile").filter(has=page.get_by_text(f"Peserta {int(number[3:])}", exact=True))


def open_review(page: Page) -> None:
    page.locator("summary", has_text="Petugas ketua").click()
    page.get_by_role("button", name="Perlu ditinjau").click()


def test_the_chiefs_header_keeps_to_its_lines(running, page):
    """Before the slot is opened it says most: one line on a PC, four short ones on a phone."""
    running.officer("ketua")
    watch(page, running.url, "ketua")
    page.get_by_role("button", name="Melati").click()
    expect(page.locator("header .pill")).to_have_text("Siap, belum dibuka", timeout=SLOW_MS)
    assert [faults_at(page, *size) for size in ((1920, 60), (1366, 60), (820, 130), (390, 165))] == [{}] * 4


def test_a_chief_opens_the_slot_and_a_lost_page_finds_back(running, page):
    """Early: the others work in the slot it opens."""
    running.officer("ketua")
    watch(page, running.url, "ketua")
    page.get_by_role("button", name="Melati").click()
    page.get_by_role("button", name="Buka sesi").click()
    page.get_by_role("dialog").get_by_role("button", name="Buka sesi").click()
    expect(page.locator("header .pill")).to_have_text("Dibuka", timeout=SLOW_MS)
    page.context.set_offline(True)
    number = running.next_number()
    running.officer("ketua").act("absent", running.sitting(number), reason={"code": "not_come"})
    page.context.set_offline(False)
    expect(seat_of(page, number)).to_contain_text("Tidak hadir", timeout=SLOW_MS)
    page.reload()
    expect(seat_of(page, number)).to_contain_text("Tidak hadir", timeout=SLOW_MS)  # the room stays chosen


def test_a_chief_sees_who_should_be_looked_at_again(running, page):
    """Before anybody is let in by sight, who would stand on the list too."""
    number = running.next_number()
    watch(page, running.url, "ketua")
    page.get_by_role("button", name="Melati").click()
    open_review(page)
    expect(page.get_by_text("Belum ada yang perlu ditinjau")).to_be_visible()
    page.get_by_role("button", name="Kembali").click()
    page.reload()  # the room is in the address as soon as it is chosen
    expect(page.locator("button.tile").first).to_be_visible()

    running.ask(f"/enrolled/{running.sitting(number)}")
    open_review(page)

    row = page.get_by_role("listitem").filter(has_text=number)
    expect(row.first).to_contain_text("Difoto di meja registrasi tanpa foto pendaftaran")
    expect(row.first).to_contain_text("KTP elektronik berakhiran 0017, diperiksa oleh Petugas meja1 dan Petugas meja2")
    picture = page.get_by_role("img", name="Foto meja registrasi")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480

    row.get_by_role("button", name="Tandai sudah ditinjau").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("tanda ini tidak dapat diubah")
    dialog.get_by_label("Temuan").fill("KTP asli dilihat, cocok")
    dialog.get_by_role("button", name="Tandai sudah ditinjau").click()
    done = page.get_by_role("region", name="Sudah ditinjau (1)")
    seen = re.compile("Ditinjau oleh Petugas ketua, .*KTP asli dilihat, cocok")
    expect(done.get_by_role("listitem").first).to_contain_text(seen)
    expect(page.get_by_text("Semua sudah ditinjau.")).to_be_visible()
    page.reload()
    expect(page.locator("button.tile").first).to_be_visible()  # the room's header takes the place of the first one, its menu shut
    open_review(page)
    expect(done).to_contain_text(number)


def test_a_proctor_pauses_with_a_reason_and_resumes_by_sight(running, page):
    number = running.next_number()
    at_work = running.at_work(number)
    watch(page, running.url, "pengawas")  # one room: nothing to choose
    tile = seat_of(page, number)
    expect(tile).to_contain_text("Terputus", timeout=SLOW_MS)
    socket = at_work.socket("/exam")
    expect(tile).to_contain_text("Mengerjakan", timeout=SLOW_MS)
    tile.click()
    page.get_by_role("button", name="Jeda ujian").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Waktu peserta berhenti")
    expect(dialog.get_by_role("button", name="Batal")).to_be_focused()
    dialog.get_by_role("button", name="Jeda ujian").click()
    expect(dialog).to_be_visible()  # no reason was chosen
    dialog.get_by_label("Alasan").select_option("power")
    dialog.get_by_role("button", name="Jeda ujian").click()
    expect(tile).to_contain_text("Dijeda", timeout=SLOW_MS)
    assert at_work.get("/api/exam/state")["status"] == "paused"
    page.get_by_role("button", name="Lanjutkan ujian").click()
    dialog.get_by_text("Langsung, saya sudah melihat orangnya").click()
    dialog.get_by_label("Alasan").select_option("problem_solved")
    dialog.get_by_role("button", name="Lanjutkan ujian").click()
    expect(tile).to_contain_text("Mengerjakan", timeout=SLOW_MS)
    socket.disconnect()


def test_a_socket_that_opens_while_the_room_is_fetched_tells_of_it(running, page):
    """A socket that opens while the room is still being fetched tells of the room too."""
    fetches = watch_with_a_slow_fetch(page, running.url)
    until(lambda: page.wait_for_timeout(50) or len(fetches) >= 2, SLOW_MS / 1000, "the room was not asked for through the socket")


def test_what_happens_is_seen_within_three_seconds_without_a_fetch(running, page):
    """A busy machine may hold up one change, or some; a page that waits for anything would be late with each."""
    number = running.next_number()
    socket = running.at_work(number).socket("/exam")
    fetches = watch_with_a_slow_fetch(page, running.url)
    until(lambda: page.wait_for_timeout(50) or len(fetches) >= 2, SLOW_MS / 1000)
    page.route(ROOM, lambda route: route.abort())
    tile, proctor = seat_of(page, number), running.officer("pengawas")
    acts = [("pause", {"reason": {"code": "power"}}, "Dijeda")]
    acts.append(("resume", {"check": "by_sight", "reason": {"code": "problem_solved"}}, "Mengerjakan"))
    took: list[float] = []
    while len(took) < TRIES and min(took, default=LIVE_S + 1) > LIVE_S:
        act, asked, told = acts[len(took) % 2]
        proctor.act(act, running.sitting(number), **asked)
        began = time.monotonic()
        expect(tile).to_contain_text(told, timeout=SLOW_MS)
        took.append(time.monotonic() - began)
    assert min(took) <= LIVE_S, took
    socket.disconnect()


def test_an_incident_comes_by_itself_and_is_closed_with_a_note(running, page):
    number = running.next_number()
    running.at_work(number)
    watch(page, running.url, "pengawas")
    tile, dialog = seat_of(page, number), page.get_by_role("dialog")
    expect(tile).to_be_visible(timeout=SLOW_MS)
    running.ask(f"/mismatch/{running.sitting(number)}")
    expect(page.locator(".rail .entry.s3")).to_contain_text("Wajah tidak cocok", timeout=SLOW_MS)
    expect(tile).to_have_class(re.compile(r"\bu3\b"))
    page.locator(".rail .entry.s3").click()
    curve = page.get_by_role("img", name=re.compile("Grafik 9 gambar"))
    expect(curve.locator("circle.different")).to_have_count(3)
    expect(curve.locator("circle.same")).to_have_count(5)
    page.get_by_role("button", name="Tutup kejadian").click()
    dialog.get_by_label("Catatan penutup").fill("kamera bergeser")
    dialog.get_by_role("button", name="Tutup kejadian").click()
    expect(page.locator(".rail")).to_contain_text("Tidak ada kejadian terbuka", timeout=SLOW_MS)


def test_each_picture_of_an_incident_shows_its_faces_and_how_good_it_is(running, page):
    number = running.next_number()
    running.at_work(number)
    watch(page, running.url, "pengawas")
    expect(seat_of(page, number)).to_be_visible(timeout=SLOW_MS)
    running.ask(f"/mismatch/{running.sitting(number)}")
    page.locator(".rail .entry.s3").click()
    panel = page.get_by_role("complementary", name="Wajah tidak cocok")
    expect(panel).to_contain_text("Ujian dijeda dan pengawas dipanggil. Anda yang memutuskan kelanjutannya.")

    frames = panel.locator(".frames figure")
    expect(frames).to_have_count(4)
    known, doubtful, trigger, unseen = (frames.nth(place) for place in range(4))
    expect(known).to_contain_text(re.compile(r"cocok\s+selisih 0,41, batas 0,60\s+mutu: baik"))
    expect(doubtful).to_contain_text(re.compile(r"tidak dapat dipastikan\s+mutu: kabur, wajah menoleh"))
    expect(trigger).to_contain_text(re.compile(r"tidak cocok\s+selisih 0,83, batas 0,60\s+mutu: orang kedua di dekatnya"))
    expect(unseen).to_contain_text("belum diukur")
    assert [frame.locator("rect.over").count() for frame in (known, doubtful, trigger, unseen)] == [1, 1, 2, 0]
    trigger.scroll_into_view_if_needed()
    picture, box = trigger.locator("img").bounding_box(), trigger.locator("rect.over.main").bounding_box()
    shares = [(box["x"] - picture["x"]) / picture["width"], (box["y"] - picture["y"]) / picture["height"]]
    shares += [box["width"] / picture["width"], box["height"] / picture["height"]]
    assert shares == pytest.approx([0.34, 0.1, 0.22, 0.26], abs=0.03)


def test_many_get_a_message_and_who_is_not_there_is_named(running, page):
    first, second = running.next_number(), running.next_number()
    at_work = running.at_work(first)
    watch(page, running.url, "pengawas")
    page.get_by_role("button", name="Pilih beberapa").click()
    for number in (first, second):
        seat_of(page, number).click()
    page.get_by_role("button", name="Kirim pesan").click()
    page.get_by_role("textbox", name="Pesan").fill("Harap tenang.")
    page.get_by_role("dialog").get_by_role("button", name="Kirim pesan").click()
    expect(page.locator(".outcome")).to_contain_text(f"Peserta {int(second[3:])}: Peserta tidak sedang di kursinya.")
    assert at_work.get("/api/exam/state")["message"]["text"] == "Harap tenang."


def test_a_pairing_code_is_in_sight_of_the_seat_it_was_made_for(running, page):
    page.set_viewport_size({"width": 390, "height": 500})
    watch(page, running.url, "ketua")
    page.locator("summary", has_text="Petugas ketua").click()
    page.get_by_role("button", name="Kursi dan PC").click()
    page.get_by_role("button", name="Buat kode").last.click()
    expect(page.locator(".code .pin")).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
