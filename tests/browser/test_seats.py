"""Coming to a seat and staying there: unpaired PCs, wrong slips, a second log-in, a reload, a crash, another PC."""

import re
import time
from uuid import UUID

import pytest
from playwright.sync_api import expect

from server.exam.ledger import Cause
from tests.browser import by_hand
from tests.browser.at_seat import SLOW_MS
from tests.browser.hall import until, working_day
from tests.browser.staff import ByApi
from tests.builders import Applicant

BUDI, ADI = Applicant("24-0041", "Budi Kursi", photo="obama.jpg"), Applicant("24-0042", "Adi Kursi", photo="obama.jpg")
OUT, READS = Applicant("24-0045", "Budi Keluar", photo="obama.jpg"), Applicant("24-0046", "Budi Membaca", photo="obama.jpg")
TOLD = Applicant("24-0047", "Budi Disapa", photo="obama.jpg")
MOVES, TWICE = Applicant("24-0043", "Budi Pindah", photo="obama.jpg"), Applicant("24-0044", "Budi Ganda", photo="obama.jpg")


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    with working_day(tmp_path_factory.mktemp("hall"), [BUDI, ADI, OUT, READS, TOLD, MOVES, TWICE], faces) as running:
        yield running


@pytest.fixture(scope="module")
def chief(hall, playwright) -> ByApi:
    return ByApi(playwright.request.new_context(base_url=hall.address), "ketua")


def test_an_unpaired_pc_asks_for_its_code_and_refuses_a_wrong_one(hall, genuine, at_seat):
    seat = at_seat(genuine, hall.address)
    seat.expect_screen("unpaired")
    seat.page.get_by_label("Kode kursi").fill("SALAH234")
    seat.page.get_by_role("button", name="Pasangkan").click()
    expect(seat.page.get_by_role("alert")).to_contain_text("Kode kursi tidak dikenal")
    assert seat.context.request.get(f"{hall.address}/api/exam/state").status == 401


def test_wrong_slips_are_refused_in_plain_words(hall, genuine, at_seat):
    seat, slip = at_seat(genuine, hall.address), hall.slips[BUDI.number]
    seat.pair(hall.pairing_code(slip.seat))
    wrong = f"{(int(slip.pin) + 1) % 1_000_000:06}"
    told = seat.page.get_by_role("alert")
    for number, pin, words in (
        ("24-9999", slip.pin, "Nomor peserta atau PIN tidak cocok"),
        (BUDI.number, wrong, "Nomor peserta atau PIN tidak cocok"),
    ):
        seat.log_in(number, pin)
        expect(told).to_contain_text(words)
        assert bottom(told) < bottom(seat.page.get_by_role("button", name="Masuk"))  # beside what was typed
    other = hall.slips[ADI.number]
    room = hall.read(lambda work: work.places.room(work.places.seat(other.seat).room_id).name)
    seat.log_in(other.number, other.pin)
    expect(told).to_contain_text(f"Kursi Anda: {room}, nomor {hall.seat(ADI.number).number}")
    seat.expect_screen("login")


def test_a_second_log_in_stops_the_older_page(hall, genuine, at_seat):
    slip = hall.slips[TWICE.number]
    older, newer = at_seat(genuine, hall.address), at_seat(genuine, hall.address)
    older.sit_down(hall, TWICE.number)
    older.answer_all([0, 1, 2])
    older.expect_saved()
    newer.pair(hall.pairing_code(slip.seat))
    newer.log_in(slip.number, slip.pin)
    older.expect_screen("replaced", "unpaired")  # whichever word comes first: its seat has another PC, and another log-in
    expect(older.page.locator("main")).to_contain_text(re.compile("Halaman ini tidak dipakai lagi|belum terdaftar"))
    newer.expect_screen("returning")  # the face first, then the questions
    newer.show_face()
    newer.expect_screen("questions")
    expect(newer.page.locator(".counts")).to_contain_text("3 terjawab")


def test_a_reload_and_a_crash_go_on_at_the_same_question_and_time(hall, genuine, at_seat):
    """A reload and a crash go on at the same question with the same time."""
    seat = at_seat(genuine, hall.address)
    seat.sit_down(hall, BUDI.number)
    seat.answer_all(by_hand.plan(seed=41)[:7])
    seat.expect_saved()
    read, left, at = seat.question(), seat.seconds_left(), time.monotonic()
    seat.page.reload()
    seat.expect_screen("questions")
    assert seat.question() == read
    assert 0 <= left - seat.seconds_left() <= time.monotonic() - at + 2
    seat.page.close()
    seat.page = seat.window()
    seat.expect_screen("questions")
    expect(seat.page.locator(".counts")).to_contain_text("7 terjawab")
    assert 0 <= left - seat.seconds_left() <= time.monotonic() - at + 2


def test_going_out_is_asked_first_and_covers_until_the_face_is_back(hall, genuine, at_seat):
    """Going out is asked first and the questions are covered until the face is back."""
    seat = at_seat(genuine, hall.address)
    seat.sit_down(hall, OUT.number)
    leave, dialog = seat.page.get_by_role("button", name="Izin keluar", exact=True), seat.page.get_by_role("dialog")
    leave.click()
    expect(dialog).to_contain_text("waktu tetap berjalan")
    expect(dialog.get_by_role("button", name="Batal")).to_be_focused()
    seat.page.keyboard.press("b")  # answers nothing behind the dialog
    seat.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(seat.page.locator(".counts")).to_contain_text("0 terjawab")
    leave.click()
    dialog.get_by_role("button", name="Sudah diizinkan, saya keluar").click()
    seat.expect_screen("away")
    expect(seat.page.locator("main")).to_contain_text("Waktu selama keluar tidak diganti")
    seat.show_face()
    seat.expect_screen("questions")


def test_the_notice_is_read_before_the_button_that_says_so(hall, genuine, at_seat):
    seat, slip = at_seat(genuine, hall.address), hall.slips[READS.number]
    seat.pair(hall.pairing_code(slip.seat))
    seat.log_in(slip.number, slip.pin)
    seat.expect_screen("confirm")
    last = seat.page.locator(".privacy dd").last
    assert bottom(last) <= 768
    seat.page.set_viewport_size({"width": 390, "height": 844})
    assert bottom(last) < bottom(seat.page.get_by_role("button", name="Ya, ini saya"))


def bottom(shown):
    box = shown.bounding_box()
    return box["y"] + box["height"]


def test_another_question_and_another_screen_begin_at_their_top(hall, genuine, at_seat):
    seat = at_seat(genuine, hall.address, (390, 664))
    seat.sit_down(hall, READS.number)
    page, scrolled = seat.page, "document.documentElement.scrollTop"
    following = page.get_by_role("button", name="Berikutnya")
    following.focus()
    before = page.evaluate(scrolled)
    assert before > 0
    left = seat.seconds_left()
    until(lambda: seat.seconds_left() <= left - 2, 120)  # so it was drawn anew
    assert page.evaluate(scrolled) == before
    page.keyboard.press("Enter")
    expect(page.locator(".question h2")).to_have_text("Soal 2")
    assert page.evaluate(scrolled) == 0
    expect(following).to_be_focused()
    for number in range(3, 6):
        page.evaluate("scrollTo(0, 9999)")
        following.dblclick()  # its second half falls on an option of the next question, or on nothing
        expect(page.locator(".question h2")).to_have_text(f"Soal {number}")
    expect(page.locator(".drawer-handle")).to_contain_text("0/110")
    page.evaluate("scrollTo(0, 9999)")
    page.locator(".drawer-handle button").click()
    page.get_by_role("button", name="Selesai ujian").click()
    seat.expect_screen("review")
    assert page.evaluate(scrolled) == 0


def test_a_message_put_away_stays_away_and_none_is_left_at_the_end(hall, genuine, at_seat, chief):
    seat = at_seat(genuine, hall.address)
    seat.sit_down(hall, TOLD.number)
    told = seat.page.get_by_text(re.compile(r"Pesan dari pengawas, pukul \d\d:\d\d WIB"))
    chief.act("message", hall.slips[TOLD.number].sitting, text="Harap tenang.")
    expect(told).to_be_visible(timeout=SLOW_MS)
    seat.page.get_by_role("button", name="Sudah saya baca").click()
    seat.page.reload()
    seat.expect_screen("questions")
    expect(told).to_have_count(0)
    chief.act("message", hall.slips[TOLD.number].sitting, text="Waktu tinggal sedikit.")
    expect(told).to_be_visible(timeout=SLOW_MS)
    seat.finish()
    expect(told).to_have_count(0)


def test_at_another_pc_the_exam_goes_on_and_loses_no_time(hall, genuine, at_seat, chief):
    """At another pc the exam goes on after a face check and loses no time."""
    slip, first = hall.slips[MOVES.number], at_seat(genuine, hall.address)
    first.sit_down(hall, MOVES.number)
    questions = first.answer_all(by_hand.plan(seed=43)[:5])
    first.expect_saved()
    left, ran = first.seconds_left(), -time.monotonic()
    spare = next(seat for seat in chief.get(f"/api/monitor/slots/{hall.hall.slot}/free-seats")["seats"] if seat["spare"])
    chief.act("move", slip.sitting, seat=spare["id"], reason={"code": "computer_broken"})
    ran += time.monotonic()
    first.expect_screen("replaced")

    second = at_seat(genuine, hall.address)
    second.pair(hall.pairing_code(UUID(spare["id"])))
    second.log_in(slip.number, slip.pin)
    second.expect_screen("returning")
    expect(second.page.locator("main")).to_contain_text("Waktu Anda sedang berhenti", timeout=SLOW_MS)
    ran -= time.monotonic()  # the clock goes on as soon as the face is known
    second.show_face()
    second.expect_screen("questions")
    assert 0 <= left - second.seconds_left() <= ran + time.monotonic() + 2
    expect(second.page.locator(".counts")).to_contain_text("5 terjawab")
    second.go_to(3)
    assert second.question() == questions[2]
    [moved] = [row for row in hall.read(lambda work: list(work.ledger.rows(slip.sitting))) if row.cause == Cause.SEAT_CHANGE]
    assert moved.credited == moved.lost
