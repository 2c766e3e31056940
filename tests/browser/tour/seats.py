"""The exam page: gates, the waiting room, questions with every aid and trouble, pauses, the end."""

import re

from playwright.sync_api import Page, expect

from tests.browser import by_hand, crowd
from tests.browser.at_seat import SLOW_MS, AtSeat
from tests.browser.tour import board
from tests.browser.tour.tour import CROWD, EKA, FITRI, GILANG, INDRA, Tour
from tests.builders import Applicant


def walk(tour: Tour) -> tuple[AtSeat, AtSeat]:
    """Eka, who has worked and come back, and Fitri, whose chair is empty."""
    eka = _gates(tour)
    fitri, indra = _at_work(tour, "leaving", FITRI), _at_work(tour, "dimming", INDRA)
    fitri.answer_all(by_hand.plan(seed=2)[:12])
    fitri.show("empty")
    _hint(tour, fitri, "Wajah tidak terlihat", "exam-hint-nobody")
    indra.show("dim")
    _hint(tour, indra, "Terlalu gelap", "exam-hint-dark")
    indra.context.close()
    _dark_camera(tour)
    return _working(tour, eka), fitri


def _gates(tour: Tour) -> AtSeat:
    pins = tour.pins
    eka = tour.seat("seated")
    eka.expect_screen("unpaired")
    tour.shown("exam-unpaired", eka.page)
    eka.pair(tour.code(EKA))
    tour.shown("exam-login", eka.page)
    eka.log_in(EKA.number, "000000" if pins[EKA.number] != "000000" else "000001")
    expect(eka.page.get_by_role("alert")).to_be_visible()
    tour.shown("exam-login-wrong", eka.page)
    eka.log_in(EKA.number, pins[EKA.number])
    eka.expect_screen("confirm")
    expect(eka.page.get_by_role("button", name=re.compile("periksa wajah"))).to_be_enabled(timeout=SLOW_MS)
    tour.shown("exam-confirm", eka.page)
    eka.show_face()
    eka.expect_screen("waiting")
    tour.shown("exam-waiting", eka.page)
    board.empty(tour)
    tour.hall.begin_now()
    tour.chief.slot("open", tour.hall.hall.slot)
    expect(eka.page.get_by_role("button", name="Mulai")).to_be_enabled(timeout=SLOW_MS)
    tour.shown("exam-ready", eka.page)
    eka.begin()
    crowd.take_their_places(tour.hall.hall, [one.number for one in CROWD])
    return eka


def _at_work(tour: Tour, camera: str, person: Applicant) -> AtSeat:
    seat = tour.seat(camera)
    seat.take_seat(tour.code(person), person.number, tour.pins[person.number])
    seat.begin()
    return seat


def _hint(tour: Tour, seat: AtSeat, told: str, name: str) -> None:
    """The page's own look at the face says it within a second."""
    expect(seat.page.locator(".top .watch")).to_contain_text(told, timeout=SLOW_MS)
    tour.shown(name, seat.page)


def _dark_camera(tour: Tour) -> None:
    gilang = tour.seat("dark")
    gilang.pair(tour.code(GILANG))
    gilang.log_in(GILANG.number, tour.pins[GILANG.number])
    gilang.expect_screen("confirm")
    expect(gilang.page.locator("main")).to_contain_text("Gambar kamera gelap", timeout=SLOW_MS)
    tour.shown("exam-camera-dark", gilang.page)
    sitting = tour.hall.hall.sittings[GILANG.number]
    tour.chief.act("identity_mode", sitting, mode="officer", every_minutes=15, reason={"code": "camera_broken"})
    gilang.expect_screen("refused")
    tour.shown("exam-wait-for-officer", gilang.page)
    gilang.context.close()


def _working(tour: Tour, eka: AtSeat) -> AtSeat:
    tour.shown("exam-question-first", eka.page)
    eka.answer_all(by_hand.plan(seed=3, blanks=40)[:64])
    eka.page.keyboard.press("r")
    while not eka.page.locator(".options.pictured").count():
        eka.page.keyboard.press("ArrowLeft")
    tour.shown("exam-question-figures", eka.page)
    eka.go_to(8)
    eka.click_option(2)
    eka.page.keyboard.press("r")
    eka.expect_saved()
    tour.shown("exam-question", eka.page)
    _reading_aids(tour, eka.page)
    tour.chief.act("message", tour.hall.hall.sittings[EKA.number], text="Mohon duduk tegak menghadap kamera.")
    expect(eka.page.get_by_text("Pesan dari pengawas")).to_be_visible(timeout=SLOW_MS)
    tour.shown("exam-message", eka.page)
    eka.page.get_by_role("button", name="Sudah saya baca").click()
    eka.context.set_offline(True)
    eka.go_to(12)
    eka.click_option(1)
    expect(eka.page.locator(".bar")).to_contain_text("aman di komputer ini", timeout=SLOW_MS)
    tour.shown("exam-offline", eka.page)
    eka.context.set_offline(False)
    eka.expect_saved()
    return _interrupted(tour, eka)


def _reading_aids(tour: Tour, page: Page) -> None:
    larger, smaller = page.get_by_role("button", name="Perbesar huruf"), page.get_by_role("button", name="Perkecil huruf")
    larger.click()
    larger.click()
    tour.shown("exam-text-28", page)
    page.get_by_role("button", name="Kontras").click()
    tour.shown("exam-high-contrast-28", page)
    smaller.click()
    smaller.click()
    tour.shown("exam-high-contrast", page)
    page.get_by_role("button", name="Kontras").click()


def _interrupted(tour: Tour, eka: AtSeat) -> AtSeat:
    sitting = tour.hall.hall.sittings[EKA.number]
    eka.page.get_by_role("button", name="Izin keluar").click()
    tour.shown("exam-leave", eka.page)
    eka.page.get_by_role("button", name="Sudah diizinkan, saya keluar").click()
    eka.expect_screen("away")
    tour.shown("exam-away", eka.page)
    eka.show_face()
    eka.expect_screen("questions")
    tour.chief.act("pause", sitting, reason={"code": "disturbance"})
    eka.expect_screen("paused")
    tour.shown("exam-paused", eka.page)
    tour.chief.act("resume", sitting, check="fresh")
    eka.expect_screen("returning")
    tour.shown("exam-returning", eka.page)
    newer = AtSeat(eka.context, tour.hall.address)  # a second window of the same PC
    eka.expect_screen("replaced")
    tour.shown("exam-replaced", eka.page)
    eka.page.close()
    newer.expect_screen("returning")
    newer.show_face()
    newer.expect_screen("questions")
    return newer


def ending(tour: Tour, eka: AtSeat) -> None:
    eka.page.get_by_role("button", name="Selesai ujian").click()
    eka.expect_screen("review")
    tour.shown("exam-review", eka.page)
    eka.page.locator("main").get_by_role("button", name="Selesai ujian").click()
    eka.expect_screen("finish")
    tour.shown("exam-finish", eka.page)
    eka.page.get_by_role("checkbox").check()
    eka.page.get_by_role("button", name="Selesaikan ujian").click()
    eka.expect_screen("scores")
    tour.shown("exam-scores", eka.page)
