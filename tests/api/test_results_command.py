"""`flask result list`: points where the exam is over, and how many answers came after its end."""

import csv
from datetime import timedelta

from server.exam.actors import CLOCK
from server.workflows.exam import timekeeping
from tests.api.exam_pages import answer, at_work, items_of, pass_time
from tests.builders import Hall, given

AYU, BAYU = "24-0001", "24-0002"


def listed(hall: Hall) -> dict[str, dict[str, str]]:
    result = hall.app.test_cli_runner().invoke(args=["result", "list"])
    assert result.exit_code == 0, result.output
    return {row["nomor"]: row for row in csv.DictReader(result.output.lstrip("\ufeff").splitlines())}


def test_results_tell_how_many_answers_came_late(hall: Hall):
    page = at_work(hall, AYU)
    at_work(hall, BAYU)
    items = items_of(page)[:3]
    pass_time(hall, minutes=98)
    answer(hall, page, items[0])
    assert [(listed(hall)[one]["nilai"], listed(hall)[one]["jawaban_terlambat"]) for one in (AYU, BAYU)] == [("", "0"), ("", "0")]
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    claimed = hall.clock.now + timedelta(minutes=1)
    pass_time(hall, minutes=3)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)
    sent = [given(item, 1, 7, claimed) for item in items[:2]]
    assert len(page.post("/api/exam/answers", {"answers": sent}).get_json()["saved"]) == 2
    pass_time(hall, minutes=10)

    rows = listed(hall)

    assert {number: rows[number]["jawaban_terlambat"] for number in (AYU, BAYU)} == {AYU: "2", BAYU: "0"}
    assert (rows[AYU]["status"], rows[AYU]["nilai"].isdigit()) == ("closed_by_time", True)
