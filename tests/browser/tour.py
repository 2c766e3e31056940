"""A walk through every page and state, with the public photo of an astronaut as the only face: for pictures and for axe."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from server.verification.engine import VerificationEngine
from server.workflows.preparation import NewSite, RoomPlan
from tests import films
from tests.browser import by_hand, crowd
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.hall import RunningHall, check_in, opened, prepared
from tests.browser.staff import AtDesk, AtMonitor, ByApi, log_in
from tests.builders import MATERIAL, Applicant
from tests.films import Film

FACE = MATERIAL / "astronaut.png"
LONG_NAME = "Kusumawardhani Nurhaliza Rahmawati"  # 34 letters
EKA = Applicant("24-0101", LONG_NAME, photo="astronaut.png")
FITRI = Applicant("24-0102", "Fitri Handayani")  # leaves her seat
GILANG = Applicant("24-0103", "Gilang Ramadhan")  # his camera stays dark
HANA = Applicant("24-0104", "Hana Tanpa Foto")
SITE = NewSite("JKT-1", "UPT Jakarta", "WIB", (RoomPlan("Melati", 5, 8, spare=2), RoomPlan("Kenanga", 2, 3)))
CROWD = crowd.people(32)
Shown = Callable[[str, Page], None]


@dataclass
class Tour:
    hall: RunningHall
    playwright: Playwright
    chromium: str
    faces: VerificationEngine
    films: dict[str, Film]
    shown: Shown
    browsers: dict[str, Browser] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)

    def context(self, film: str) -> BrowserContext:
        if film not in self.browsers:
            camera = f"--use-file-for-fake-video-capture={self.films[film].path}"
            fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", camera]
            args = ["--no-sandbox", "--disable-background-networking", *fake]
            self.browsers[film] = self.playwright.chromium.launch(executable_path=self.chromium, args=args)
        size = {"width": 1366, "height": 768}
        return self.browsers[film].new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta")  # type: ignore[arg-type]

    def seat(self, film: str) -> AtSeat:
        return AtSeat(self.context(film), self.hall.address)

    def walk(self) -> None:
        self._desk_login()
        desk = AtDesk(self.context("present"), self.hall.address, "meja1")
        self._desk_two_officers(desk)
        self.pins = self._desk_pins(desk)
        desk.page.context.close()
        eka = self._gates()
        fitri = self._fitri_sits_down()
        self._dark_camera()
        eka = self._working(eka)
        self._monitor()
        self._ending(eka)
        self._board()
        fitri.context.close()

    def _desk_login(self) -> None:
        page = self.context("present").new_page()
        page.goto(f"{self.hall.address}/")
        expect(page.get_by_role("link").first).to_be_visible(timeout=SLOW_MS)
        self.shown("home", page)
        page.goto(f"{self.hall.address}/meja")
        expect(page.get_by_label("Nama akun")).to_be_visible(timeout=SLOW_MS)
        self.shown("desk-login", page)
        page.get_by_label("Nama akun").fill("meja1")
        page.get_by_label("Kata sandi").fill("salah sama sekali")
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("alert")).to_be_visible()
        self.shown("desk-login-wrong", page)
        page.context.close()

    def _desk_two_officers(self, desk: AtDesk) -> None:
        self.shown("desk-find", desk.page)
        for asked, told in (("zzz", "tidak ada pada sesi ini"), ("ari", "Lestari")):
            desk.page.get_by_label("Nomor peserta, NIK, atau nama").fill(asked)
            desk.page.get_by_role("button", name="Cari").click()
            expect(desk.page.locator("main")).to_contain_text(told)
            self.shown(f"desk-find-{asked}", desk.page)
        desk.find(HANA.number, HANA.name)
        desk.check_face("Ambil gambar wajah")
        expect(desk.page.locator(".deed")).to_contain_text("tidak ada foto untuk dibandingkan", timeout=SLOW_MS)
        self.shown("desk-no-photo", desk.page)
        desk.page.get_by_role("button", name="Konfirmasi dua petugas").click()
        self.shown("desk-two-officers", desk.page)
        desk.page.get_by_role("dialog").get_by_role("button", name="Batal").click()
        desk.page.get_by_role("button", name="Kembali ke pencarian").click()

    def _desk_pins(self, desk: AtDesk) -> dict[str, str]:
        desk.find(EKA.number, EKA.name)
        expect(desk.page.locator(".live")).to_have_class(re.compile("good"), timeout=SLOW_MS)
        self.shown("desk-person", desk.page)
        desk.check_face()
        pins = {EKA.number: desk.pin()}
        self.shown("desk-pin", desk.page)
        desk.next_person()
        desk.find(EKA.number, EKA.name)
        self.shown("desk-pin-issued", desk.page)
        desk.page.get_by_role("button", name="Slip hilang: terbitkan PIN baru").click()
        self.shown("desk-reissue", desk.page)
        for person in (FITRI, GILANG):  # one face may come to the desk once only
            pins[person.number] = check_in(self.hall.hall, person.number, FACE.name, self.faces).pin
        return pins

    def _gates(self) -> AtSeat:
        pins = self.pins
        eka = self.seat("present")
        eka.expect_screen("unpaired")
        self.shown("exam-unpaired", eka.page)
        eka.pair(self._code(EKA))
        self.shown("exam-login", eka.page)
        eka.log_in(EKA.number, "000000" if pins[EKA.number] != "000000" else "000001")
        expect(eka.page.get_by_role("alert")).to_be_visible()
        self.shown("exam-login-wrong", eka.page)
        eka.log_in(EKA.number, pins[EKA.number])
        eka.expect_screen("confirm")
        expect(eka.page.get_by_role("button", name=re.compile("periksa wajah"))).to_be_enabled(timeout=SLOW_MS)
        self.shown("exam-confirm", eka.page)
        eka.show_face()
        eka.expect_screen("waiting")
        self.shown("exam-waiting", eka.page)
        self._board_empty()
        self.hall.begin_now()
        self.chief = ByApi(self.playwright.request.new_context(base_url=self.hall.address), "ketua")
        self.chief.slot("open", self.hall.hall.slot)
        expect(eka.page.get_by_role("button", name="Mulai")).to_be_enabled(timeout=SLOW_MS)
        self.shown("exam-ready", eka.page)
        eka.begin()
        crowd.take_their_places(self.hall.hall, [one.number for one in CROWD])
        return eka

    def _fitri_sits_down(self) -> AtSeat:
        fitri = self.seat("leaving")
        fitri.take_seat(self._code(FITRI), FITRI.number, self.pins[FITRI.number])
        fitri.begin()
        fitri.answer_all(by_hand.plan(seed=2)[:12])
        return fitri

    def _dark_camera(self) -> None:
        gilang = self.seat("dark")
        gilang.pair(self._code(GILANG))
        gilang.log_in(GILANG.number, self.pins[GILANG.number])
        gilang.expect_screen("confirm")
        expect(gilang.page.locator("main")).to_contain_text("Gambar kamera gelap", timeout=SLOW_MS)
        self.shown("exam-camera-dark", gilang.page)
        sitting = self.hall.hall.sittings[GILANG.number]
        self.chief.act("identity_mode", sitting, mode="officer", every_minutes=15, reason={"code": "camera_broken"})
        gilang.expect_screen("refused")
        self.shown("exam-wait-for-officer", gilang.page)
        gilang.context.close()

    def _working(self, eka: AtSeat) -> AtSeat:
        self.shown("exam-question-first", eka.page)
        eka.answer_all(by_hand.plan(seed=3, blanks=40)[:64])
        eka.page.keyboard.press("r")
        while not eka.page.locator(".options.pictured").count():
            eka.page.keyboard.press("ArrowLeft")
        self.shown("exam-question-figures", eka.page)
        eka.go_to(8)
        eka.click_option(2)
        eka.page.keyboard.press("r")
        eka.expect_saved()
        self.shown("exam-question", eka.page)
        self._reading_aids(eka.page)
        self.chief.act("message", self.hall.hall.sittings[EKA.number], text="Mohon duduk tegak menghadap kamera.")
        expect(eka.page.get_by_text("Pesan dari pengawas")).to_be_visible(timeout=SLOW_MS)
        self.shown("exam-message", eka.page)
        eka.page.get_by_role("button", name="Sudah saya baca").click()
        eka.context.set_offline(True)
        eka.go_to(12)
        eka.click_option(1)
        expect(eka.page.locator(".bar")).to_contain_text("antre", timeout=SLOW_MS)
        self.shown("exam-offline", eka.page)
        eka.context.set_offline(False)
        eka.expect_saved()
        return self._interrupted(eka)

    def _reading_aids(self, page: Page) -> None:
        larger, smaller = page.get_by_role("button", name="Perbesar huruf"), page.get_by_role("button", name="Perkecil huruf")
        larger.click()
        larger.click()
        self.shown("exam-text-28", page)
        page.get_by_role("button", name="Kontras").click()
        self.shown("exam-high-contrast-28", page)
        smaller.click()
        smaller.click()
        self.shown("exam-high-contrast", page)
        page.get_by_role("button", name="Kontras").click()

    def _interrupted(self, eka: AtSeat) -> AtSeat:
        sitting = self.hall.hall.sittings[EKA.number]
        eka.page.get_by_role("button", name="Izin ke toilet").click()
        eka.expect_screen("away")
        self.shown("exam-away", eka.page)
        eka.show_face()
        eka.expect_screen("questions")
        self.chief.act("pause", sitting, reason={"code": "disturbance"})
        eka.expect_screen("paused")
        self.shown("exam-paused", eka.page)
        self.chief.act("resume", sitting, check="fresh")
        eka.expect_screen("returning")
        self.shown("exam-returning", eka.page)
        newer = self.seat("present")
        newer.pair(self._code(EKA))
        newer.log_in(EKA.number, self.pins[EKA.number])
        eka.expect_screen("replaced")
        self.shown("exam-replaced", eka.page)
        eka.context.close()
        newer.expect_screen("returning")
        newer.show_face()
        newer.expect_screen("questions")
        return newer

    def _monitor(self) -> None:
        context = self.context("present")
        page = context.new_page()
        page.goto(f"{self.hall.address}/pantau")
        expect(page.get_by_label("Nama akun")).to_be_visible(timeout=SLOW_MS)
        self.shown("monitor-login", page)
        log_in(page, "ketua")
        expect(page.get_by_role("button", name=re.compile("^Kenanga"))).to_be_visible(timeout=SLOW_MS)
        self.shown("monitor-rooms", page)
        page.context.close()
        monitor = AtMonitor(self.context("present"), self.hall.address, "ketua", self.hall.room(FITRI.number))
        entry = monitor.page.locator(".rail button.entry", has_text=FITRI.name)
        expect(entry).to_be_visible(timeout=2 * SLOW_MS)  # her chair has been empty for half a minute
        self.shown("monitor-room", monitor.page)
        monitor.page.get_by_role("button", name="Daftar").click()
        self.shown("monitor-list", monitor.page)
        monitor.page.get_by_role("button", name="Denah").click()
        self._incident(monitor)
        monitor.page.get_by_role("button", name="Pilih beberapa").click()
        monitor.page.get_by_role("button", name="Pilih semua yang tampak").click()
        self.shown("monitor-many", monitor.page)
        self._pairing(monitor.page)

    def _incident(self, monitor: AtMonitor) -> None:
        panel = monitor.open_incident("Wajah tidak terlihat", FITRI.name)
        expect(panel.locator(".frames img")).not_to_have_count(0)
        self.shown("monitor-incident", monitor.page)
        panel.get_by_role("button", name="Lanjutkan ujian").click()
        monitor.page.get_by_role("dialog").get_by_label("Langsung").check()
        self.shown("monitor-resume", monitor.page)
        monitor.page.get_by_role("dialog").get_by_role("button", name="Batal").click()
        panel.get_by_role("button", name="Lihat peserta").click()
        expect(panel.get_by_role("heading", name=FITRI.name)).to_be_visible()
        self.shown("monitor-person", monitor.page)
        panel.get_by_role("button", name="Tutup", exact=True).click()

    def _pairing(self, page: Page) -> None:
        page.locator("header details.more").last.click()
        page.get_by_role("button", name="Kursi dan PC").click()
        page.get_by_role("button", name="Buat kode").first.click()
        expect(page.locator(".code .pin")).to_be_visible(timeout=SLOW_MS)
        self.shown("monitor-pairing", page)
        page.context.close()

    def _ending(self, eka: AtSeat) -> None:
        eka.page.get_by_role("button", name="Selesai ujian").click()
        eka.expect_screen("review")
        self.shown("exam-review", eka.page)
        eka.page.locator("main").get_by_role("button", name="Selesai ujian").click()
        eka.expect_screen("finish")
        self.shown("exam-finish", eka.page)
        eka.page.get_by_role("checkbox").check()
        eka.page.get_by_role("button", name="Selesaikan ujian").click()
        eka.expect_screen("scores")
        self.shown("exam-scores", eka.page)

    def _board_empty(self) -> None:
        page = self.context("present").new_page()
        page.goto(f"{self.hall.board}/papan")
        expect(page.locator(".empty")).to_be_visible(timeout=SLOW_MS)
        self.shown("board-empty", page)
        page.context.close()

    def _board(self) -> None:
        page = self.context("present").new_page()
        page.goto(f"{self.hall.board}/papan")
        expect(page.locator("tbody tr", has_text=EKA.number)).to_contain_text("selesai", timeout=2 * SLOW_MS)
        self.shown("board", page)
        page.goto(f"{self.hall.board}/papan?search=99-9999")
        expect(page.locator(".empty")).to_be_visible(timeout=SLOW_MS)
        self.shown("board-nobody", page)
        page.goto(f"{self.hall.board}/papan?tv=1")
        expect(page.locator("tbody tr").first).to_be_visible(timeout=SLOW_MS)
        self.shown("board-tv", page)
        page.context.close()

    def _code(self, person: Applicant) -> str:
        return self.hall.pairing_code(self.hall.seat(person.number).id)


@contextmanager
def on_tour(folder: Path, playwright: Playwright, chromium: str, faces: VerificationEngine, shown: Shown) -> Iterator[Tour]:
    scenes = {
        "present": [films.person(FACE, 20)],
        "leaving": [films.person(FACE, 45), films.empty(60)],
        "dark": [films.black(10)],
    }
    made = {name: films.film(folder / f"{name}.mjpeg", scene, frame_counter=False) for name, scene in scenes.items()}
    hall = folder / "hall"
    hall.mkdir()
    with opened(hall, prepared(hall, [EKA, FITRI, GILANG, HANA, *CROWD], faces, site=SITE)) as running:
        tour = Tour(running, playwright, chromium, faces, made, shown)
        try:
            yield tour
        finally:
            for browser in tour.browsers.values():
                browser.close()
