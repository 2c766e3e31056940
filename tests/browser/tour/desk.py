"""The home page and the registration desk: found, checked, a slip, and two officers; movements are moving.py's."""

import re

from playwright.sync_api import expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import check_in
from tests.browser.staff import AtDesk
from tests.browser.tour.tour import EKA, FACE, FITRI, GILANG, HANA, INDRA, Tour


def walk(tour: Tour) -> None:
    _log_in(tour)
    desk = AtDesk(tour.context("present"), tour.hall.address, "meja1")
    _two_officers(tour, desk)
    tour.pins = _pins(tour, desk)
    desk.page.context.close()


def _log_in(tour: Tour) -> None:
    page = tour.context("present").new_page()
    page.goto(f"{tour.hall.address}/")
    expect(page.get_by_role("link").first).to_be_visible(timeout=SLOW_MS)
    tour.shown("home", page)
    page.goto(f"{tour.hall.address}/meja")
    expect(page.get_by_label("Nama akun")).to_be_visible(timeout=SLOW_MS)
    tour.shown("desk-login", page)
    page.get_by_label("Nama akun").fill("meja1")
    page.get_by_label("Kata sandi").fill("salah sama sekali")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    tour.shown("desk-login-wrong", page)
    page.context.close()


def _two_officers(tour: Tour, desk: AtDesk) -> None:
    tour.shown("desk-find", desk.page)
    for asked, told in (("zzz", "tidak ada pada sesi ini"), ("ari", "Lestari")):
        desk.page.get_by_label("Nomor peserta, NIK, atau nama").fill(asked)
        desk.page.get_by_role("button", name="Cari").click()
        expect(desk.page.locator("main")).to_contain_text(told)
        tour.shown(f"desk-find-{asked}", desk.page)
    desk.find(HANA.number, HANA.name)
    desk.check_face("Ambil foto wajah")
    expect(desk.page.locator(".deed")).to_contain_text(
        "mirip wajah peserta", timeout=SLOW_MS
    )  # her face is Eka's: one camera plays both
    tour.shown("desk-no-photo", desk.page)
    desk.page.get_by_role("button", name="Konfirmasi dua petugas").click()
    tour.shown("desk-two-officers", desk.page)
    desk.page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    desk.page.get_by_role("button", name="Kembali ke pencarian").click()


def _pins(tour: Tour, desk: AtDesk) -> dict[str, str]:
    desk.find(EKA.number, EKA.name)
    expect(desk.page.locator(".live")).to_have_class(re.compile("good"), timeout=SLOW_MS)
    tour.shown("desk-person", desk.page)
    desk.check_face()
    pins = {EKA.number: desk.pin()}
    tour.shown("desk-pin", desk.page)
    desk.next_person()
    desk.find(EKA.number, EKA.name)
    tour.shown("desk-pin-issued", desk.page)
    desk.page.get_by_role("button", name="Slip hilang: terbitkan PIN baru").click()
    tour.shown("desk-reissue", desk.page)
    for person in (FITRI, GILANG, INDRA):  # one face may come to the desk once only
        pins[person.number] = check_in(tour.hall.hall, person.number, FACE.name, tour.faces).pin
    return pins
