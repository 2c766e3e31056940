"""A genuine person lives the whole day: desk, seat, 110 answers, the score on the screen, in the database and on the board."""

import pytest
from playwright.sync_api import expect

from tests import films
from tests.browser import by_hand
from tests.browser.at_seat import SLOW_MS
from tests.browser.conftest import GENUINE
from tests.browser.hall import opened, prepared, until
from tests.browser.staff import AtDesk, AtMonitor
from tests.builders import Applicant
from tests.reference_photos import MATERIAL

BUDI = Applicant("24-0011", "Budi Obama", photo="obama.jpg")
ROWS_EVERY_S = 10  # instead of 30: the merging is the same, the wait is not
BOARD_WITHIN_MS = 75_000


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    folder = tmp_path_factory.mktemp("hall")
    with opened(folder, prepared(folder, [BUDI], faces), board_row_every=ROWS_EVERY_S) as running:
        yield running


@pytest.fixture
def desk_film(shoot):
    """Chromium's own fake camera plays these two."""
    return shoot(films.person(MATERIAL / GENUINE, 20))


@pytest.fixture
def seat_film(shoot, later_scene):
    return shoot(later_scene)


def test_screen_database_and_board_agree_with_a_score_counted_by_hand(hall, desk_film, seat_film, chrome, at_seat):
    desk = AtDesk(chrome(desk_film).new_context(locale="id-ID"), hall.address, "meja1")
    desk.find(BUDI.number, BUDI.name)
    desk.check_face()
    pin = desk.pin()

    seat = at_seat(seat_film, hall.address)
    seat.take_seat(hall.pairing_code(hall.seat(BUDI.number).id), BUDI.number, pin)
    hall.begin_now()
    monitor = AtMonitor(chrome(desk_film).new_context(locale="id-ID"), hall.address, "ketua", hall.room(BUDI.number))
    expect(monitor.tile(BUDI.name)).to_be_visible()
    monitor.open_slot()
    seat.begin()

    until(lambda: seat.page.evaluate("document.querySelector('video').currentTime") > 2, 120, "the self-view does not play")
    choices = by_hand.plan(seed=11, blanks=6)
    questions = seat.answer_all(choices)
    _expect_drawings(seat, questions)
    questions_changed = _change_some_by_mouse(seat, questions, choices)
    expected = by_hand.score(questions, questions_changed)
    seat.expect_saved()
    answered = sum(choice is not None for choice in questions_changed)
    expect(seat.page.locator(".counts")).to_contain_text(f"{answered} terjawab")
    expect(monitor.tile(BUDI.name)).to_contain_text(f"{answered}/110", timeout=SLOW_MS)
    seat.finish()

    assert seat.scores() == {**expected, "Total": sum(expected.values())}
    kept = hall.read(lambda work: work.answers.scores(hall.hall.sittings[BUDI.number]))
    assert {section: score for section, (score, _) in kept.items()} == expected
    assert sum(count for _, count in kept.values()) == answered
    assert hall.sitting(BUDI.number).status == "submitted"
    _expect_on_board(hall, chrome(desk_film), expected)
    assert seat.complaints == []


def test_a_paired_seat_is_refused_the_board(hall, genuine, at_seat):
    seat = at_seat(genuine, hall.address)
    seat.pair(hall.pairing_code(hall.seat(BUDI.number).id))
    page = seat.context.new_page()
    answer = page.goto(f"{hall.board}/papan")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("h1")).to_contain_text("tidak dapat dibuka di komputer ujian")


def _expect_drawings(seat, questions):
    """Options that are only drawn are large enough to tell apart."""
    drawn = next(question for question in questions if all(drawing for _, drawing in question.options))
    seat.go_to(drawn.number)
    boxes = [option.bounding_box() for option in seat.page.locator(".option img.figure").all()]
    assert [(box["width"] >= 80, box["height"] >= 40) for box in boxes] == [(True, True)] * 5


def _change_some_by_mouse(seat, questions, choices):
    """A person changes their mind, clears an answer, marks a doubt: the last click counts."""
    changed = list(choices)
    for number, place in ((3, 4), (40, 0), (110, 2)):
        seat.go_to(number)
        assert seat.question() == questions[number - 1]
        seat.click_option((place + 1) % 5)
        seat.click_option(place)
        changed[number - 1] = place
    seat.go_to(70)
    seat.click_option(1)
    seat.page.get_by_role("button", name="Hapus jawaban").click()
    changed[69] = None
    seat.page.keyboard.press("r")
    expect(seat.page.get_by_role("button", name="ragu-ragu", exact=True)).to_have_attribute("aria-pressed", "true")
    return changed


def _expect_on_board(hall, browser, expected):
    page = browser.new_context(locale="id-ID").new_page()
    page.goto(f"{hall.board}/papan")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1, timeout=BOARD_WITHIN_MS)
    expect(row.locator("td.total")).to_have_text(str(sum(expected.values())), timeout=BOARD_WITHIN_MS)
    assert [int(cell) for cell in row.locator("td.section").all_inner_texts()] == [expected[name] for name in by_hand.SECTIONS]
    expect(row).to_contain_text(BUDI.number)
    expect(row).not_to_contain_text(BUDI.name)
    expect(page.locator(".when")).to_contain_text("1 dari 1 selesai", timeout=SLOW_MS)
