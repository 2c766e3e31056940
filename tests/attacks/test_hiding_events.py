"""An applicant who left the exam's window and would like nobody to read of it."""

from datetime import timedelta

from tests.api.exam_pages import at_work
from tests.builders import Hall, Page

AYU = "24-0001"


def say(hall: Hall, page: Page, *kinds: str) -> None:
    events = [{"kind": kind, "at": hall.clock.now.isoformat()} for kind in kinds]
    for first in range(0, len(events), 100):
        assert page.post("/api/exam/events", {"events": events[first : first + 100]}).status_code == 204


def seen(hall: Hall) -> dict[str, dict[str, object]]:
    told = hall.officer("ketua").get(f"/api/monitor/sittings/{hall.sittings[AYU]}").get_json()
    return {one["kind"]: one for one in told["events"]}


def test_a_flood_of_harmless_events_hides_no_other(hall: Hall) -> None:
    page = at_work(hall, AYU)
    say(hall, page, "focus_lost", "hidden")
    left_at = hall.clock.now
    hall.clock.go(minutes=1)

    say(hall, page, *["visible", "focus_back"] * 150)

    events = seen(hall)
    assert (events["focus_lost"]["count"], events["hidden"]["count"]) == (1, 1)
    assert events["focus_lost"]["newest"][0]["server_at"][:19] == left_at.isoformat()[:19]  # type: ignore[index]
    assert events["visible"]["count"] == 150


def test_a_flood_of_the_same_kind_hides_neither_how_often_nor_since_when(hall: Hall) -> None:
    page = at_work(hall, AYU)
    began = hall.clock.now
    for _ in range(3):
        say(hall, page, *["focus_lost"] * 40)
        hall.clock.go(seconds=30)

    lost = seen(hall)["focus_lost"]

    assert lost["count"] == 120
    assert str(lost["first_at"])[:19] == began.isoformat()[:19]
    assert [one["server_at"][:19] for one in lost["newest"]] == [(began + timedelta(minutes=1)).isoformat()[:19]] * 5  # type: ignore[attr-defined]


def test_a_claimed_time_rules_neither_the_order_nor_the_first(hall: Hall) -> None:
    page = at_work(hall, AYU)
    say(hall, page, "focus_lost")
    true_at = hall.clock.now
    hall.clock.go(seconds=5)
    claimed = (hall.clock.now - timedelta(hours=5)).isoformat()
    assert page.post("/api/exam/events", {"events": [{"kind": "focus_lost", "at": claimed}]}).status_code == 204

    assert str(seen(hall)["focus_lost"]["first_at"])[:19] == true_at.isoformat()[:19]
