"""One page sends answers, events and requests as fast as it can: it is told to wait, and an honest outbox passes."""

from server.json_values import iso
from server.memory.rate_limits import ANSWERS, EVENTS, REQUESTS
from tests.api.exam_pages import at_work, items_of
from tests.builders import Hall, given

AYU, BAYU = "24-0001", "24-0002"


def batch(items, revision, at):
    answers = [given(item, 0, revision, at) for item in items]
    return {"answers": answers, "clock_offset_ms": 0}


def test_an_outbox_of_the_whole_exam_passes_at_once_and_twice(hall: Hall):
    page = at_work(hall, AYU)
    items = items_of(page)
    for revision in (1, 2):
        for start in range(0, len(items), 40):
            part = items[start : start + 40]
            answer = page.post("/api/exam/answers", batch(part, revision, hall.clock.now)).get_json()
            assert len(answer["saved"]) == len(part)


def test_a_flood_of_answers_is_told_to_wait_and_goes_on_after_it(hall: Hall):
    page, other = at_work(hall, AYU), at_work(hall, BAYU)
    items = items_of(page)[:100]
    codes, revision = [], 0
    while not codes or codes[-1] == 200:
        revision += 1
        answer = page.post("/api/exam/answers", batch(items, revision, hall.clock.now))
        codes.append(answer.status_code)
        assert len(codes) * len(items) <= ANSWERS.at_once + len(items)
    told = answer.get_json()["error"]
    assert (codes[-1], told["code"]) == (429, "too_many_tries")
    assert answer.headers["Retry-After"] == str(told["parameters"]["seconds"])
    assert other.post("/api/exam/answers", batch(items_of(other)[:40], 1, hall.clock.now)).status_code == 200

    hall.clock.go(seconds=told["parameters"]["seconds"])
    assert page.post("/api/exam/answers", batch(items, revision, hall.clock.now)).status_code == 200


def test_a_message_holds_no_more_than_the_outbox_ever_sends(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    answers = [given(item, 0, revision, hall.clock.now) for revision in range(1, 301)]
    assert page.post("/api/exam/answers", {"answers": answers, "clock_offset_ms": 0}).status_code == 400


def test_events_and_requests_without_end_are_told_to_wait(hall: Hall):
    page = at_work(hall, AYU)
    events = {"events": [{"kind": "visible", "at": iso(hall.clock.now)}] * 100}
    codes = [page.post("/api/exam/events", events).status_code for _ in range(EVENTS.at_once // 100 + 2)]
    assert codes == [204] * (EVENTS.at_once // 100) + [429] * 2

    statuses = [page.get("/api/exam/state").status_code for _ in range(REQUESTS.at_once + 1)]
    assert statuses[-1] == 429
    hall.clock.go(seconds=60)
    assert page.get("/api/exam/state").status_code == 200


def test_cookies_made_up_get_no_bucket_and_take_nobodys(hall: Hall):
    page, stranger = at_work(hall, AYU), hall.page()
    for number in range(50):
        stranger.client.set_cookie("lugas_sitting", f"karangan-{number}")
        assert stranger.get("/api/exam/state").status_code == 401
    assert list(hall.parts.budgets._sittings.values()) == [hall.sittings[AYU]]
    assert page.get("/api/exam/state").status_code == 200
