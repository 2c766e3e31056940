"""The public board: before anybody has scores, full, nobody found, in a hall."""

from playwright.sync_api import expect

from tests.browser.at_seat import SLOW_MS
from tests.browser.tour.tour import EKA, Tour


def walk(tour: Tour) -> None:
    page = tour.context("present").new_page()
    page.goto(f"{tour.hall.board}/papan")
    expect(page.locator("tbody tr", has_text=EKA.number)).to_contain_text("selesai", timeout=2 * SLOW_MS)
    tour.shown("board", page)
    page.goto(f"{tour.hall.board}/papan?search=99-9999")
    expect(page.locator(".empty")).to_be_visible(timeout=SLOW_MS)
    tour.shown("board-nobody", page)
    page.goto(f"{tour.hall.board}/papan?tv=1")
    expect(page.locator("tbody tr").first).to_be_visible(timeout=SLOW_MS)
    tour.shown("board-tv", page)
    page.context.close()


def empty(tour: Tour) -> None:
    page = tour.context("present").new_page()
    page.goto(f"{tour.hall.board}/papan")
    expect(page.locator(".empty")).to_be_visible(timeout=SLOW_MS)
    tour.shown("board-empty", page)
    page.context.close()
