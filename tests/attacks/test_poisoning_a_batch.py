"""One impossible member in a message: it is refused by itself, and nothing around it is lost."""

import json
from typing import Any

import pytest

from server.json_values import iso
from tests.api.exam_pages import act, at_work
from tests.builders import Hall, Page, given

NUMBER = "24-0001"
IMPOSSIBLE_TIMES = [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-20T01:00:00Z",  # days ago
    "2026-11-23T01:00:00",
    "kemarin",
    "NaN",
    17,
    True,
    None,
    [],
]


def items(page: Page) -> list[dict[str, Any]]:
    return [item for section in page.get("/api/exam/paper").get_json()["sections"] for item in section["items"]]


@pytest.fixture
def page(hall: Hall) -> Page:
    return at_work(hall, NUMBER)


@pytest.mark.parametrize("at", IMPOSSIBLE_TIMES, ids=str)
def test_an_answer_of_an_impossible_time_loses_only_itself(hall: Hall, page: Page, at: object):
    first, second, third = (given(item, 1, 1, hall.clock()) for item in items(page)[:3])
    answer = page.post("/api/exam/answers", {"answers": [first, {**second, "client_at": at}, third]})

    assert answer.status_code == 200, answer.get_json()
    assert {one["item"] for one in answer.get_json()["saved"]} == {first["item"], third["item"]}
    [refused] = answer.get_json()["refused"]
    assert (refused["item"], refused["error"]["code"]) == (second["item"], "unreadable")
    assert page.get("/api/exam/state").get_json()["answers"].keys() == {first["item"], third["item"]}
    assert page.put(f"/api/exam/answers/{second['item']}", {**second, "client_at": at}).status_code == 400


@pytest.mark.parametrize(
    "broken",
    [
        {"revision": True},
        {"revision": 10**30},
        {"revision": -1},
        {"revision": 1.0},
        {"revision": float("nan")},
        {"revision": float("inf")},
        {"option": "\ud800"},
        {"option": "a\0"},
        {"doubtful": "yes"},
        {"item": "\udfff"},
        {"item": ["a"]},
        {"item": None},
    ],
    ids=str,
)
def test_an_answer_of_impossible_values_loses_only_itself(hall: Hall, page: Page, broken: dict[str, Any]):
    first, second = (given(item, 0, 1, hall.clock()) for item in items(page)[:2])
    told = page.post("/api/exam/answers", {"answers": [{**first, **broken}, second]}).get_json()
    assert [one["item"] for one in told["saved"]] == [second["item"]]
    assert [one["error"]["code"] for one in told["refused"]] == ["unreadable"]


def test_what_is_no_answer_at_all_loses_only_itself(hall: Hall, page: Page):
    first, second = (given(item, 0, 1, hall.clock()) for item in items(page)[:2])
    sent = [None, first, 7, [second], "x", second]
    told = page.post("/api/exam/answers", {"answers": sent}).get_json()
    assert (len(told["saved"]), len(told["refused"])) == (2, 4)


def test_the_same_item_twice_in_a_batch_keeps_the_newest(hall: Hall, page: Page):
    item = items(page)[0]
    older, newer = (given(item, option, revision, hall.clock()) for option, revision in ((0, 1), (1, 2)))
    page.post("/api/exam/answers", {"answers": [newer, older, newer]})
    assert page.get("/api/exam/state").get_json()["answers"][item["id"]]["option"] == newer["option"]


@pytest.mark.parametrize("at", IMPOSSIBLE_TIMES, ids=str)
def test_an_event_of_an_impossible_time_hides_no_other(hall: Hall, page: Page, at: object):
    now = iso(hall.clock())
    sent = [{"kind": "focus_lost", "at": now}, {"kind": "hidden", "at": at}, {"kind": "camera_busy", "at": now}]
    answer = page.post("/api/exam/events", {"events": sent})

    assert answer.status_code == 200, answer.get_json()
    assert [one["place"] for one in answer.get_json()["refused"]] == [1]
    kept = hall.works.read(lambda work: [row.kind for row in work.sittings.events(hall.sittings[NUMBER])])
    assert set(kept) == {"focus_lost", "camera_busy"}
    assert hall.parts.presence.of(hall.sittings[NUMBER]).camera == "busy"


def test_an_unknown_event_or_none_at_all_hides_no_other(hall: Hall, page: Page):
    now = iso(hall.clock())
    sent = [{"kind": "x", "at": now}, 5, {"at": now}, {"kind": "\ud800", "at": now}, {"kind": "focus_lost", "at": now}]
    assert page.post("/api/exam/events", {"events": sent}).get_json()["kept"] == 1


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, '{"answers": ' + "9" * 5000 + "}", '{"answers": NaN}'])
def test_a_body_that_no_reader_ends_is_unreadable_not_our_failure(page: Page, text: str):
    answer = page.client.post(
        "/api/exam/answers", data=text, content_type="application/json", headers={"X-Lugas-Csrf": page.csrf}
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "unreadable")


def test_an_act_sent_twice_for_one_person_is_done_once(hall: Hall, page: Page):
    sitting = hall.sittings[NUMBER]
    told = act(hall, "ketua", "grant", [sitting, sitting, sitting], seconds=60)
    assert told == {"done": [str(sitting)], "refused": []}
    assert [entry["credited"] for entry in page.get("/api/exam/state").get_json()["ledger"]] == [60]


def test_a_name_that_no_encoding_takes_is_refused_at_every_door(hall: Hall):
    page = hall.page()
    for path in ("/api/staff/login", "/api/exam/login", "/api/seat/pair"):
        values = {"account": "\ud800", "password": "a\0b", "code": "\udc00", "number": "\ud800", "pin": "\ud800"}
        text = json.dumps(values)
        answer = page.client.post(path, data=text, content_type="application/json", headers={"X-Lugas-Csrf": "none"})
        assert 400 <= answer.status_code < 500, (path, answer.get_json())
