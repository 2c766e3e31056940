"""The order of what a page is told rests on a count: a server's clock that is put back delays nothing."""

from tests.api.exam_pages import act, at_work
from tests.builders import Hall, Page

NUMBER = "24-0001"


def told(page: Page) -> tuple[str, int, str, str]:
    state = page.get("/api/exam/state").get_json()
    return state["order"]["server"], state["order"]["number"], state["now"], state["status"]


def test_a_pause_after_the_clock_was_put_back_is_still_the_newer_word(hall: Hall):
    page = at_work(hall, NUMBER)
    server, number, now, _ = told(page)
    hall.clock.go(seconds=-120)
    act(hall, "ketua", "pause", [hall.sittings[NUMBER]], reason={"code": "health"})

    same, later, earlier, status = told(page)
    assert (same, status) == (server, "paused")
    assert later > number
    assert earlier < now


def test_every_answer_with_a_state_bears_its_number(hall: Hall):
    page = at_work(hall, NUMBER)
    numbers = [told(page)[1], page.post("/api/exam/leave").get_json()["order"]["number"], told(page)[1]]
    assert numbers == sorted(set(numbers))
