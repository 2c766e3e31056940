"""One's own account: password, log-ins, a second factor with its codes."""

from playwright.sync_api import expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.staff import log_in
from tests.browser.tour.tour import Tour
from tests.builders import PASSWORD


def walk(tour: Tour) -> None:
    page = tour.context("present").new_page()
    page.goto(f"{tour.hall.address}/akun")
    expect(page.get_by_label("Nama akun")).to_be_visible(timeout=SLOW_MS)
    tour.shown("account-login", page)
    log_in(page, "pengawas")
    factor = page.get_by_role("region", name="Faktor kedua")
    expect(factor).to_be_visible(timeout=SLOW_MS)
    tour.shown("account", page)
    factor.get_by_label("Kata sandi").fill(PASSWORD)
    factor.get_by_role("button", name="Pasang faktor kedua").click()
    expect(factor.get_by_role("img")).to_be_visible(timeout=SLOW_MS)
    factor.scroll_into_view_if_needed()
    tour.shown("account-factor", page)
    factor.get_by_label("Kode enam angka").fill("000000")
    factor.get_by_role("button", name="Pasang", exact=True).click()
    expect(factor.get_by_role("alert")).to_be_visible(timeout=SLOW_MS)
    tour.shown("account-wrong-code", page)
    page.context.close()
