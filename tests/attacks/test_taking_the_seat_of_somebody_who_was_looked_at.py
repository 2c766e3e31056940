"""Whoever finds the slip of somebody who has passed the gate logs in once more: the face is asked for again."""

from tests.api.exam_pages import check_in, let_in, log_in, open_slot
from tests.builders import START, Hall

AYU = "24-0001"


def test_a_second_log_in_of_somebody_seated_stands_before_the_gate_again(hall: Hall):
    check_in(hall, AYU)
    page = log_in(hall, AYU)
    let_in(hall, AYU)
    assert page.get("/api/exam/state").get_json()["status"] == "waiting"
    hall.clock.now = max(hall.clock.now, START)
    open_slot(hall)

    log_in(hall, AYU, page)

    assert page.get("/api/exam/state").get_json()["status"] == "confirming"
    refused = page.post("/api/exam/start")
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "move_not_allowed")
