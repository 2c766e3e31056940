"""The monitor: rooms, map and list, an incident with its pictures, many at once, the chief's review, pairing."""

import re
from uuid import UUID

from playwright.sync_api import Page, expect

from server.storage.tables import PhotoRow
from server.storage.work import Work
from tests.browser.at_seat import SLOW_MS
from tests.browser.staff import AtMonitor, log_in
from tests.browser.tour.tour import FACE, FITRI, GILANG, HANA, Tour
from tests.reference_photos import photo


def walk(tour: Tour) -> None:
    context = tour.context("present")
    page = context.new_page()
    page.goto(f"{tour.hall.address}/pantau")
    expect(page.get_by_label("Nama akun")).to_be_visible(timeout=SLOW_MS)
    tour.shown("monitor-login", page)
    log_in(page, "ketua")
    expect(page.get_by_role("button", name=re.compile("^Kenanga"))).to_be_visible(timeout=SLOW_MS)
    tour.shown("monitor-rooms", page)
    page.context.close()
    monitor = AtMonitor(tour.context("present"), tour.hall.address, "ketua", tour.hall.room(FITRI.number))
    entry = monitor.page.locator(".rail button.entry", has_text=FITRI.name)
    expect(entry).to_be_visible(timeout=2 * SLOW_MS)  # her chair has been empty for a while
    tour.shown("monitor-room", monitor.page)
    monitor.page.get_by_role("button", name="Daftar").click()
    tour.shown("monitor-list", monitor.page)
    monitor.page.get_by_role("button", name="Denah").click()
    _incident(tour, monitor)
    monitor.page.get_by_role("button", name="Pilih beberapa").click()
    monitor.page.get_by_role("button", name="Pilih semua yang tampak").click()
    tour.shown("monitor-many", monitor.page)
    _review(tour, monitor.page)
    _pairing(tour, monitor.page)


def _incident(tour: Tour, monitor: AtMonitor) -> None:
    panel = monitor.open_incident("Wajah tidak terlihat", FITRI.name)
    expect(panel.locator(".frames img")).not_to_have_count(0)
    tour.shown("monitor-incident", monitor.page)
    panel.locator(".frames figure.trigger figcaption").scroll_into_view_if_needed()
    tour.shown("monitor-incident-frames", monitor.page)
    panel.get_by_role("button", name="Lanjutkan ujian").click()
    monitor.page.get_by_role("dialog").get_by_label("Langsung").check()
    tour.shown("monitor-resume", monitor.page)
    monitor.page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    panel.get_by_role("button", name="Lihat peserta").click()
    expect(panel.get_by_role("heading", name=FITRI.name)).to_be_visible()
    tour.shown("monitor-person", monitor.page)
    panel.get_by_text("Tindakan lain").click()
    panel.get_by_role("button", name="Ubah cara periksa identitas").click()
    tour.shown("monitor-two-officers", monitor.page)
    monitor.page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    panel.get_by_role("button", name="Tutup", exact=True).click()


def _review(tour: Tour, page: Page) -> None:
    for person, reason in ((HANA, "enrolled_at_desk"), (GILANG, "vouched_by_sight")):
        tour.hall.hall.works.write(_on_list, tour.hall.hall.sittings[person.number], reason)
    page.get_by_role("button", name="Selesai memilih").click()
    page.locator("header details.more").last.click()
    page.get_by_role("button", name="Perlu ditinjau").click()
    page.get_by_role("button", name="Tandai sudah ditinjau").first.click()
    tour.shown("monitor-review-mark", page)
    page.get_by_role("dialog").get_by_label("Temuan").fill("Orang dan kartunya sudah dilihat.")
    page.get_by_role("dialog").get_by_role("button", name="Tandai sudah ditinjau").click()
    expect(page.get_by_role("region", name="Sudah ditinjau (1)")).to_be_visible()
    tour.shown("monitor-review", page)
    page.get_by_role("button", name="Kembali").click()


def _on_list(work: Work, sitting_id: UUID, reason: str) -> None:
    sitting = work.sittings.get_one(sitting_id)
    told = {"kind": "vouched", "taken_at": work.now, "review": reason}
    row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, **told)
    work.identity.add_photo(row, sitting.slot_id, photo(FACE.name), None)


def _pairing(tour: Tour, page: Page) -> None:
    page.locator("header details.more").last.click()
    page.get_by_role("button", name="Kursi dan PC").click()
    page.get_by_role("button", name="Buat kode").first.click()
    expect(page.locator(".code .pin")).to_be_visible(timeout=SLOW_MS)
    tour.shown("monitor-pairing", page)
    page.context.close()
