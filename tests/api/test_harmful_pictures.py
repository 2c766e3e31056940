"""A picture that kills workers is named with whoever sent it, whose pictures are then refused for a minute."""

import pytest

from server.verification.jobs import Refusal
from tests.api.desk_scenes import OBAMA, REGISTERED_AT_SEAT, REGISTERED_FACE, check
from tests.api.test_gates import at_seat
from tests.builders import Hall


def test_each_desk_and_seat_sends_its_pictures_under_its_own_name(hall_with_faces: Hall, monkeypatch: pytest.MonkeyPatch):
    """A picture that kills workers is named with its sender, and doubted is nobody else."""
    hall, senders = hall_with_faces, []
    engine, who = hall.parts.faces, hall.sittings[OBAMA]
    measure = engine.measure
    monkeypatch.setattr(engine, "measure", lambda *given: (senders.append(given[2]), measure(*given))[1])

    told = check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)
    at_seat(hall, OBAMA, told["pin"]).post_frames("/api/exam/confirm", REGISTERED_AT_SEAT)

    assert dict.fromkeys(senders) == dict.fromkeys([f"the desk of officer {hall.staff['meja1']}", f"the gate of sitting {who}"])


def test_a_gate_that_is_refused_for_a_minute_says_so_and_pauses_nobody(hall_with_faces: Hall, monkeypatch: pytest.MonkeyPatch):
    hall, who = hall_with_faces, hall_with_faces.sittings[OBAMA]
    told = check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)
    page = at_seat(hall, OBAMA, told["pin"])
    before = hall.works.read(lambda work: work.sittings.get_one(who).status)
    refusal = Refusal("pictures_refused", {"seconds": 42})
    monkeypatch.setattr(hall.parts.faces, "measure", lambda *_: refusal)
    answer = page.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (422, "42")
    assert answer.get_json()["error"] == {"code": "pictures_refused", "parameters": {"seconds": 42}}
    assert hall.works.read(lambda work: (work.sittings.get_one(who).status, len(work.identity.checks(who)))) == (before, 1)
