"""What the exam page says of its camera: a hint on the proctor's rail, never a pause."""

import pytest

from server.identity.camera.signs import TOLD_BY_PAGE
from server.identity.incidents import CONSEQUENCES
from server.json_values import iso
from tests.api.exam_pages import at_work, check_in, log_in
from tests.builders import Hall, Page

NUMBER = "24-0001"


def tell(hall: Hall, page: Page, *kinds: str) -> None:
    answer = page.post("/api/exam/events", {"events": [{"kind": kind, "at": iso(hall.clock())} for kind in kinds]})
    assert answer.status_code == 204, answer.get_json()


def incidents(hall: Hall) -> list[tuple[str, int, bool]]:
    rows = hall.works.read(lambda work: work.identity.incidents(hall.slot))
    return [(row.kind, row.severity, row.closed_at is None) for row in rows]


def test_another_and_a_virtual_camera_are_shown_once_and_pause_nobody(hall: Hall):
    """Another camera and a virtual one are shown once each and pause nobody."""
    page = at_work(hall, NUMBER)
    before = incidents(hall)
    tell(hall, page, "camera_changed", "camera_changed", "focus_lost", "camera_virtual")
    tell(hall, page, "camera_changed")

    assert sorted(set(incidents(hall)) - set(before)) == [("camera_changed", 1, True), ("camera_virtual", 1, True)]
    assert len(incidents(hall)) == len(before) + 2
    assert hall.works.read(lambda work: work.sittings.get_one(hall.sittings[NUMBER]).status) == "running"


def test_the_tile_goes_on_showing_the_camera_as_it_works(hall: Hall):
    page = at_work(hall, NUMBER)
    tell(hall, page, "camera_black")
    tell(hall, page, "camera_changed")
    assert hall.parts.presence.of(hall.sittings[NUMBER]).camera == "black"


def test_before_the_exam_a_camera_may_be_exchanged(hall: Hall):
    check_in(hall, NUMBER)
    page = log_in(hall, NUMBER)
    tell(hall, page, "camera_changed")
    assert incidents(hall) == []


@pytest.mark.parametrize("kind", TOLD_BY_PAGE.values())
def test_no_sign_of_the_camera_alone_pauses(kind):
    assert (CONSEQUENCES[kind].severity, CONSEQUENCES[kind].pause_cause) == (1, None)
