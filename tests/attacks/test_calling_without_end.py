"""Calling for a human again and again: one call stands until it is answered, whoever presses how often."""

import pytest

from server.announcements import Announcement
from server.storage.tables import AuditRow, IncidentRow
from tests.api.desk_scenes import OBAMA, REGISTERED_FACE, check, of
from tests.api.proctored import at_login
from tests.api.test_gates import at_seat
from tests.builders import Hall

AYU = "24-0001"


def whys(hall: Hall) -> list[list[str]]:
    rows: list[IncidentRow] = hall.works.read(lambda work: work.identity.incidents(hall.slot))
    return [[str(one["key"]) for one in row.why] for row in rows if row.kind == "called"]


def lines(hall: Hall) -> list[AuditRow]:
    return hall.works.read(lambda work: [line for line, _ in work.audit.lines() if line.action == "called for a chief"])


@pytest.fixture
def announced(hall_with_faces: Hall, monkeypatch: pytest.MonkeyPatch) -> list[Announcement]:
    heard: list[Announcement] = []
    monkeypatch.setattr(hall_with_faces.works, "publish", heard.extend)
    return heard


def test_a_desk_that_presses_on_leaves_one_line_and_wakes_nobody_again(hall_with_faces: Hall, announced: list[Announcement]):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204
    assert announced
    announced.clear()

    for _ in range(20):
        assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204

    assert (whys(hall), len(lines(hall)), announced) == ([["why_called_at_desk"]], 1, [])


def test_a_seat_that_presses_on_wakes_nobody_again(hall_with_faces: Hall, announced: list[Announcement]):
    page = at_login(hall_with_faces, AYU)
    assert page.post("/api/exam/call").status_code == 204
    announced.clear()

    for _ in range(20):
        assert page.post("/api/exam/call").status_code == 204

    assert (whys(hall_with_faces), announced) == ([["why_called"]], [])


def test_a_call_nobody_answered_at_the_desk_hides_none_from_the_seat(hall_with_faces: Hall):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204
    page = at_seat(hall, OBAMA, check(desk, hall, OBAMA, REGISTERED_FACE)["pin"])

    assert page.post("/api/exam/call").status_code == 204

    assert whys(hall) == [["why_called_at_desk", "why_called"]]
