"""A translator or an extension that rewrites a page's texts: what stands there is still what the answers go to."""

import pytest
from playwright.sync_api import expect

from tests.browser.hall import working_day
from tests.builders import Applicant

READER = Applicant("24-0081", "Dewi Penerjemah", photo="obama.jpg")

# What the translator of a browser does to a page: each text moves into two elements of its own, and is replaced.
TRANSLATE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
  for (const text of texts) {
    const outer = document.createElement("font"), inner = document.createElement("font");
    text.replaceWith(outer);
    outer.append(inner);
    inner.append(text);
  }
}"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory, faces):
    with working_day(tmp_path_factory.mktemp("hall"), [READER], faces) as running:
        yield running


def test_a_translated_exam_shows_the_question_that_is_answered(hall, genuine, at_seat):
    seat = at_seat(genuine, hall.address)
    seat.sit_down(hall, READER.number)
    _, second, _ = seat.answer_all([None, None, None])
    seat.go_to(1)
    seat.page.evaluate(TRANSLATE)
    seat.page.keyboard.press("ArrowRight")
    seat.page.wait_for_function("() => !document.querySelector('.question font')")
    assert seat.question() == second
    seat.page.keyboard.press("B")
    expect(seat.page.locator(".option").nth(1)).to_have_attribute("aria-checked", "true")
    seat.expect_saved()

    seat.page.evaluate(TRANSLATE)  # and when nothing moves at all it is put right by itself
    seat.page.wait_for_function("() => !document.querySelector('#page font')")
    seat.page.reload()
    seat.expect_screen("questions")
    assert seat.question() == second
    expect(seat.page.locator(".option").nth(1)).to_have_attribute("aria-checked", "true")
    assert seat.complaints == []


def test_what_was_typed_survives_a_translation(hall, genuine, at_seat):
    page = at_seat(genuine, hall.address).page
    field = page.get_by_label("Kode kursi")
    field.fill("ABCD")
    page.evaluate(TRANSLATE)
    page.wait_for_function("() => !document.querySelector('#page font')")
    assert field.input_value() == "ABCD"
    field.press("E")
    assert "E" in field.input_value()
