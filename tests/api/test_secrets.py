"""What an option is worth, and which item of the bank it is, never leaves the server before the result."""

import re
from dataclasses import replace

import pytest
from flask import request

from server.exam.actors import FACE_CHECKS
from server.workflows.steps import incidents
from server.workflows.steps.incidents import KeptFrame, Raised
from tests.api.exam_pages import act, answer, at_work, items_of, state_of
from tests.builders import STAFF, Hall
from tests.reference_photos import photo

AYU = "24-0001"
MARK = 77_000_000  # added to every option's points: no number of the hall looks like it
SECRET = re.compile(r"7700000\d|(TWK|TIU|TKP)-\d{3}|\"(points|topic|layout|explanation)\"|\"key\": ?\"[a-e]\"|rule_set")


@pytest.fixture
def said(hall: Hall) -> list[tuple[str, str]]:
    """Everything the server answers, with the address it was asked at."""

    def mark(work):
        work.cache.banks[hall.exam] = tuple(
            replace(item, options=tuple(option | {"points": option["points"] + MARK} for option in item.options))
            for item in work.exams.items(hall.exam)
        )

    hall.works.read(mark)
    bodies: list[tuple[str, str]] = []

    @hall.app.after_request
    def listen(response):
        if not response.direct_passthrough:
            bodies.append((f"{request.method} {request.path}", response.get_data(as_text=True)))
        return response

    return bodies


def raise_one(hall):
    at = hall.clock.now
    frames = [KeptFrame("trigger", photo("astronaut.png"), at, at, "different", 0.8)]
    raised = Raised("mismatch", 3, (("why_mismatch", {"looks": 4, "distance": 0.8}),), 0.643, "mismatch")
    return hall.works.write(incidents.raise_incident, hall.sittings[AYU], raised, frames, by=FACE_CHECKS)


def addresses(hall, incident):
    """Every address of the server that is read, with the ids of this hall in it."""
    frame = hall.works.read(lambda work: work.identity.frames(incident)[0].id)
    ids = {
        "sitting_id": hall.sittings[AYU],
        "slot_id": hall.slot,
        "incident_id": incident,
        "frame_id": frame,
        "seat_id": hall.seat_of(AYU),
    }
    for rule in hall.app.url_map.iter_rules():
        if "GET" in rule.methods and str(rule).startswith("/api/"):
            path = re.sub(r"<uuid:(\w+)>", lambda name: str(ids.get(name[1], "{room}")), str(rule))
            path = re.sub(r"<any\((\w+).*?\):\w+>", r"\1", path)
            for room in hall.rooms.values() if "{room}" in path else (None,):
                yield path.replace("{room}", str(room))


def test_no_payload_to_any_role_tells_what_an_option_is_worth(hall: Hall, said: list[tuple[str, str]]):
    page = at_work(hall, AYU)
    for item in items_of(page)[:30]:
        answer(hall, page, item)
    page.post("/api/exam/leave")
    act(hall, "ketua", "accompanied_back", [hall.sittings[AYU]], reason={"code": "accompanied", "text": ""})
    incident = raise_one(hall)
    reached = set()

    for account in STAFF:
        officer = hall.officer(account)
        for path in addresses(hall, incident):
            for query in ("", f"?q=24-&site={hall.site}"):
                if officer.get(path + query).status_code == 200:
                    reached.add((account, path))
    for path in addresses(hall, incident):
        page.get(path)
    assert state_of(page)["status"] == "paused"

    told = [(address, found.group()) for address, body in said if (found := SECRET.search(body))]
    assert told == []
    assert len(said) > 150
    assert {account for account, _ in reached} == set(STAFF)
    assert any("/incidents/" in path for _, path in reached)


def test_the_result_of_this_hall_would_be_noticed(hall: Hall, said: list[tuple[str, str]]):
    """The test above can fail: once the applicant has finished, the marked points are in what the page is told."""
    page = at_work(hall, AYU)
    answer(hall, page, items_of(page)[0])

    page.post("/api/exam/finish", {"confirmed": True})

    assert any(SECRET.search(body) for _, body in said)


def test_nothing_else_of_the_exam_is_told_with_the_result(hall: Hall):
    page = at_work(hall, AYU)
    answer(hall, page, items_of(page)[0])

    told = page.post("/api/exam/finish", {"confirmed": True}).get_data(as_text=True)

    assert not re.search(r"(TWK|TIU|TKP)-\d{3}|\"(points|topic|key)\"", told)
