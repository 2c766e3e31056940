"""Where moving is required: told beforehand, the prompts, a failure, and the calls for a human at desk and seat."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import check_in, prepared
from tests.browser.staff import AtDesk
from tests.browser.tour.tour import FACE, SITE, Crew, Tour, in_hall
from tests.builders import Applicant

DEWI = Applicant("24-0201", "Dewi Anggraini", photo=FACE.name)
JOKO = Applicant("24-0202", "Joko Prasetyo")
PROMPTS = re.compile("[Mm]enoleh|[Mm]endongak|[Mm]enunduk|[Mm]endekat|[Dd]ekatkan")


def walk(tour: Tour) -> None:
    _desk(tour)
    _seat(tour)


@contextmanager
def hall(crew: Crew) -> Iterator[Tour]:
    """One of its own: what is required is a setting of the server."""
    made = prepared(crew.folder, [DEWI, JOKO], crew.faces, site=SITE)
    pins = {JOKO.number: check_in(made, JOKO.number, FACE.name, crew.faces).pin}
    with in_hall(crew, made, liveness="require") as tour:
        tour.pins = pins
        yield tour


def _desk(tour: Tour) -> None:
    desk = AtDesk(tour.context("present"), tour.hall.address, "meja1")
    expect(desk.page.locator("main")).to_contain_text("diminta bergerak")
    tour.shown("desk-find-movements", desk.page)
    desk.find(DEWI.number, DEWI.name)
    expect(desk.page.locator(".deed")).to_contain_text("Uji gerakan wajah wajib", timeout=SLOW_MS)
    tour.shown("desk-movement-required", desk.page)
    for name in ("desk-movement-failed", "desk-call"):
        button = desk.page.get_by_role("button", name=re.compile("ji gerakan wajah"))
        expect(button).to_be_enabled(timeout=SLOW_MS)
        button.click()
        _prompted(tour, "desk-movement", desk.page, once=name == "desk-movement-failed")
        expect(desk.page.locator(".deed")).to_contain_text("Uji gerakan wajah belum berhasil", timeout=3 * SLOW_MS)
        tour.shown(name, desk.page)
    desk.page.get_by_role("button", name="Panggil ketua pengawas").click()
    expect(desk.page.locator(".deed")).to_contain_text("Ketua pengawas sudah dipanggil", timeout=SLOW_MS)
    tour.shown("desk-called", desk.page)
    desk.page.context.close()


def _seat(tour: Tour) -> None:
    seat = tour.seat("present")
    seat.pair(tour.code(JOKO))
    seat.log_in(JOKO.number, tour.pins[JOKO.number])
    seat.expect_screen("confirm")
    for name in ("exam-movement-failed", "exam-call"):
        button = seat.page.get_by_role("button", name=re.compile("periksa wajah", re.IGNORECASE))
        expect(button).to_be_enabled(timeout=SLOW_MS)
        button.click()
        _prompted(tour, "exam-movement", seat.page, once=name == "exam-movement-failed")
        expect(seat.page.locator("main")).to_contain_text("Gerakan belum terbaca", timeout=3 * SLOW_MS)
        tour.shown(name, seat.page)
    seat.page.get_by_role("button", name="Panggil pengawas").click()
    expect(seat.page.locator("main")).to_contain_text("Pengawas sudah dipanggil", timeout=SLOW_MS)
    tour.shown("exam-called", seat.page)
    seat.context.close()


def _prompted(tour: Tour, name: str, page: Page, once: bool) -> None:
    expect(page.locator(".prompt")).to_contain_text(PROMPTS, timeout=SLOW_MS)
    if once:
        tour.shown(name, page)
    expect(page.locator(".prompt")).to_have_count(0, timeout=2 * SLOW_MS)
