"""At the desk: whom the camera does not know comes in by two officers only, and so does somebody without a photo."""

import pytest
from playwright.sync_api import expect

from tests import films
from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import opened, prepared
from tests.browser.staff import AtDesk, ByApi
from tests.builders import Applicant
from tests.reference_photos import MATERIAL

JOKO = Applicant("24-0051", "Joko Serupa", photo="biden.jpg")  # registered with a photo the camera does not know him by
NEW = Applicant("24-0052", "Budi Tanpafoto")


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    folder = tmp_path_factory.mktemp("hall")
    with opened(folder, prepared(folder, [JOKO, NEW], faces)) as running:
        yield running


@pytest.fixture
def desk(hall, pc, genuine):
    context = pc(genuine)
    yield AtDesk(context, hall.address, "meja1")
    context.close()


def test_the_same_officer_is_no_second_and_another_one_lets_him_in(hall, desk):
    """The same officer is refused as the second and another one lets him in."""
    desk.find(JOKO.number, JOKO.name)
    desk.check_face()
    expect(desk.page.locator(".deed")).to_contain_text("Wajah belum cocok", timeout=SLOW_MS)
    desk.check_face("Ulangi pemeriksaan")  # the camera is asked twice before anybody overrules it
    for account in ("meja1", "meja1"):
        dialog = desk.ask_second("looks_changed", account)
        expect(dialog.get_by_role("alert")).to_contain_text("Petugas kedua harus orang lain", timeout=SLOW_MS)
    assert hall.sitting(JOKO.number).status == "expected"
    dialog = desk.ask_second("looks_changed", "meja2", "bukan kata sandinya")
    expect(dialog.get_by_role("alert")).to_contain_text("salah", timeout=SLOW_MS)

    desk.ask_second("looks_changed", "meja2")
    assert len(desk.pin()) == 6
    assert hall.sitting(JOKO.number).status == "checked_in"
    desk.next_person()


def test_who_has_no_photo_is_enrolled_by_two_and_known_at_the_seat(hall, desk, later, at_seat):
    """Somebody without a photo is enrolled by two officers and known at the seat."""
    desk.find(NEW.number, NEW.name)
    expect(desk.page.locator(".faces")).to_contain_text("Tidak ada foto pendaftaran")
    desk.check_face("Ambil foto wajah")
    expect(desk.page.locator(".deed")).to_contain_text("Wajah ini mirip wajah peserta dengan nomor lain", timeout=SLOW_MS)
    named = f"Peserta lain: {JOKO.number} {JOKO.name}"  # whom the two officers let in with this face
    desk.page.get_by_role("button", name="Konfirmasi dua petugas").click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.locator("figcaption").last).to_have_text(named)
    dialog.get_by_label("Dokumen yang diperiksa").select_option("ktp")
    dialog.get_by_label("Empat huruf atau angka terakhir").fill("0042")
    desk.ask_second("another_person", "meja2")
    pin = desk.pin()
    assert hall.sitting(NEW.number).enrolled_at_desk

    seat = at_seat(later, hall.address)
    seat.take_seat(hall.pairing_code(hall.seat(NEW.number).id), NEW.number, pin)
    assert hall.sitting(NEW.number).status == "seated"


def test_somebody_else_with_the_slip_is_stopped_at_the_seat(hall, desk, shoot, at_seat, playwright):
    slip_of = NEW.number
    desk.find(slip_of, NEW.name)
    desk.page.get_by_role("button", name="Slip hilang: terbitkan PIN baru").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Terbitkan PIN baru").click()
    pin = desk.pin()
    stranger = at_seat(shoot(films.person(MATERIAL / "biden.jpg", 8)), hall.address)  # by Chromium's own fake camera
    stranger.pair(hall.pairing_code(hall.seat(slip_of).id))
    stranger.log_in(slip_of, pin)
    stranger.expect_screen("confirm")
    stranger.show_face()
    stranger.expect_screen("refused")
    expect(stranger.page.locator("main")).to_contain_text("Tunggu pengawas")
    [incident] = hall.read(lambda work: list(work.identity.incidents(hall.hall.slot)))
    assert incident.kind == "identity_refused"
    chief = ByApi(playwright.request.new_context(base_url=hall.address), "ketua")
    chief.act("send_to_desk", hall.hall.sittings[slip_of], reason={"code": "wrong_slip"})
    stranger.expect_screen("login")
