"""What chief proctors do to slots and rooms, and the pairing of seats."""

import json
from pathlib import Path

from server.exam.actors import FACE_CHECKS
from server.workflows.proctor.request import REASONS
from server.workflows.steps.incidents import Raised, raise_incident
from tests.api.proctored import (
    SEEN,
    act,
    in_room,
    refusal,
    room,
    running,
    seated,
    slot_act,
    state,
    status,
    status_of_slot,
    tile,
    well,
)
from tests.builders import START

POWER = {"reason": {"code": "power"}}
SOLVED = {"reason": {"code": "problem_solved"}}


def test_a_slot_is_opened_by_a_chief_and_never_early(hall):
    chief = hall.officer("ketua")
    assert slot_act(hall, hall.officer("pengawas"), "open").status_code == 403
    assert refusal(slot_act(hall, chief, "open")) == "slot_opened_early"
    assert status_of_slot(hall) == "prepared"
    hall.clock.now = START
    assert slot_act(hall, chief, "open").status_code == 204
    assert refusal(slot_act(hall, chief, "open")) == "move_not_allowed"


def test_a_suspended_slot_stops_every_clock_and_goes_on_after_fresh_checks(hall):
    first, second = in_room(hall, "Melati")[:2]
    page, away = running(hall, first), running(hall, second)
    assert away.post("/api/exam/leave").status_code == 200
    chief = hall.officer("ketua")
    assert refusal(slot_act(hall, chief, "suspend")) == "reason_needed"
    assert slot_act(hall, chief, "suspend", **POWER).status_code == 204
    hall.clock.go(minutes=30)
    assert (state(page)["status_reason"]["cause"], tile(hall, first)["left_s"]) == ("suspended", 6000)
    refused = act(chief, "resume", hall.sittings[first], check="by_sight", **SOLVED)
    assert refusal(refused) == "slot_not_open"
    assert slot_act(hall, chief, "resume", **SOLVED).status_code == 204
    assert [state(one)["needs_face_check"] for one in (page, away)] == [True, True]
    well(act(hall.officer("pengawas"), "confirm_identity", hall.sittings[first], hall.sittings[second], reason=SEEN))
    assert [tile(hall, one)["left_s"] for one in (first, second)] == [6000, 6000]


def test_whom_the_camera_stopped_waits_for_a_proctor_after_suspensions(hall):
    """Whom the camera stopped waits for a proctor after the suspension too."""
    number = in_room(hall, "Melati")[0]
    running(hall, number)
    raised = Raised("no_face", 2, (("why_no_face", {}),), None, "no_face")
    hall.works.write(raise_incident, hall.sittings[number], raised, (), by=FACE_CHECKS)
    hall.clock.go(minutes=1)
    chief = hall.officer("ketua")
    assert slot_act(hall, chief, "suspend", **POWER).status_code == 204
    hall.clock.go(minutes=20)
    assert slot_act(hall, chief, "resume", **SOLVED).status_code == 204
    shown = tile(hall, number)
    assert (shown["status"], shown["needs_face_check"], shown["left_s"]) == ("paused", False, 99 * 60)


def test_a_room_is_suspended_alone(hall):
    here = in_room(hall, "Melati")[0]
    running(hall, here)
    proctor, chief = hall.officer("pengawas"), hall.officer("ketua")
    rooms = [str(hall.rooms["Kenanga"])]
    assert slot_act(hall, proctor, "suspend", rooms=[str(hall.rooms["Melati"])], **POWER).status_code == 403
    assert slot_act(hall, chief, "suspend", rooms=rooms, **POWER).status_code == 204
    assert (status(hall, here), status_of_slot(hall)) == ("running", "open")
    rooms = [str(hall.rooms["Melati"])]
    assert slot_act(hall, chief, "suspend", rooms=rooms, **POWER).status_code == 204
    assert (status(hall, here), status_of_slot(hall)) == ("paused", "open")


def test_closing_marks_who_never_came_and_ends_nobodys_exam(hall):
    first, second, *rest = in_room(hall, "Melati")
    page, chief = running(hall, first), hall.officer("ketua")
    seated(hall, second)
    assert refusal(slot_act(hall, chief, "close")) == "still_working"
    assert (status(hall, first), status_of_slot(hall)) == ("running", "open")
    assert page.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    assert slot_act(hall, chief, "close").status_code == 204
    assert status(hall, second) == "closed_by_time"
    assert {status(hall, one) for one in rest} <= {"absent"}
    assert refusal(act(chief, "reopen", hall.sittings[second], reason={"code": "decision"})) == "slot_not_open"


def test_a_slot_is_postponed_before_it_was_opened(hall):
    chief = hall.officer("ketua")
    assert slot_act(hall, chief, "postpone", reason={"code": "disaster"}).status_code == 204
    hall.clock.now = START
    assert refusal(slot_act(hall, chief, "open")) == "move_not_allowed"


def test_the_identity_mode_of_a_slot_holds_for_everybody_without_their_own(hall):
    number = in_room(hall, "Melati")[0]
    chief, broken = hall.officer("ketua"), {"reason": {"code": "system_failure"}}
    asked = {"mode": "officer", "every_minutes": 20, **broken}
    assert slot_act(hall, hall.officer("pengawas"), "identity_mode", **asked).status_code == 403
    assert slot_act(hall, chief, "identity_mode", **asked).status_code == 204
    assert tile(hall, number)["identity_mode"] == "officer"
    assert room(hall, chief)["slot"]["recheck_s"] == 1200


def test_free_seats_are_those_nobody_needs_in_rooms_one_may_move_people_in(hall):
    address = f"/api/monitor/slots/{hall.slot}/free-seats"
    own = hall.officer("pengawas").get(address).get_json()["seats"]
    assert {one["room"] for one in own} == {"Melati"}
    assert len(own) == 8 - len(in_room(hall, "Melati"))
    assert {one["room"] for one in hall.officer("ketua").get(address).get_json()["seats"]} == {"Kenanga", "Melati"}


def test_seats_are_paired_by_a_code_and_unpaired_by_whoever_may(hall):
    it, number = hall.officer("it"), in_room(hall, "Melati")[0]
    seat = hall.seat_of(number)
    assert hall.officer("pengawas").post(f"/api/seats/{seat}/code").status_code == 403
    page = hall.at_seat(number)
    assert page.get("/api/seat").get_json()["seat"]["room"] == "Melati"

    def paired() -> list[str]:
        rooms = it.get(f"/api/seats?site={hall.site}").get_json()["rooms"]
        return [one["id"] for each in rooms for one in each["seats"] if one["paired"]]

    assert paired() == [str(seat)]
    assert it.post(f"/api/seats/{seat}/unpair").status_code == 204
    assert paired() == []
    assert page.get("/api/seat").get_json()["seat"] is None
    assert it.get("/api/seats?site=x").status_code == 400


def test_every_reason_has_its_words():
    words = json.loads((Path(__file__).parents[2] / "client/words/id/monitor.json").read_text(encoding="utf-8"))
    assert {f"reason_{code}" for codes in REASONS.values() for code in codes} <= words.keys()
