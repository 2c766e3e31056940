"""Pauses, gaps and grants: what the clock does, and what the ledger says of it."""

from datetime import timedelta

from server.exam.actors import CLOCK, FACE_CHECKS
from server.realtime.timekeeper import recover, turn
from server.workflows.exam import face_checks, timekeeping
from server.workflows.steps import incidents
from server.workflows.steps.incidents import Raised
from tests.api.exam_pages import act, at_work, check_in, let_in, log_in, pass_time, state_of
from tests.builders import Hall

AYU, BAYU = "24-0001", "24-0002"


def left_minutes(page):
    return state_of(page)["time"]["left_ms"] / 60_000


def raised(kind, cause):
    return Raised(kind, 3, (("why_mismatch", {"looks": 4, "distance": 0.8}),), 0.643, cause)


def pause_for(hall, kind, cause):
    return hall.works.write(incidents.raise_incident, hall.sittings[AYU], raised(kind, cause), [], by=FACE_CHECKS)


def test_a_mismatch_stops_the_clock_and_only_a_proctor_lets_it_run(hall: Hall):
    page = at_work(hall, AYU)
    hall.clock.go(minutes=10)
    pause_for(hall, "mismatch", "mismatch")

    state = state_of(page)
    assert (state["status"], state["status_reason"]["cause"], state["time"]["stopped"]) == ("paused", "mismatch", True)
    hall.clock.go(minutes=5)
    assert left_minutes(page) == 90
    assert page.post("/api/exam/start").get_json()["error"]["code"] == "move_not_allowed"
    assert page.post("/api/exam/confirm").get_json()["error"]["code"] in ("unreadable", "move_not_allowed")

    reason = {"code": "same_person_seen", "text": ""}
    act(hall, "pengawas" if in_melati(hall) else "ketua", "resume", [hall.sittings[AYU]], check="by_sight", reason=reason)

    assert (state_of(page)["status"], left_minutes(page)) == ("running", 90)
    entry = state_of(page)["ledger"][-1]
    assert (entry["cause"], entry["lost"], entry["credited"]) == ("mismatch", 300, 300)


def offline_entries(page):
    return [entry for entry in state_of(page)["ledger"] if entry["cause"] == "offline"]


def test_a_silence_that_is_noticed_twice_begins_once(hall: Hall):
    page = at_work(hall, AYU)
    hall.clock.go(minutes=10)
    for seconds in (20, 10):
        since = hall.clock.now - timedelta(seconds=seconds)
        hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], since, by=CLOCK)

    assert len(offline_entries(page)) == 1


def test_an_outage_over_the_end_costs_what_was_left_and_no_more(hall: Hall):
    page = at_work(hall, AYU)
    hall.clock.go(minutes=95)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    hall.clock.go(minutes=20)
    hall.works.write(timekeeping.close_expired, by=CLOCK)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)

    assert [entry["lost"] for entry in offline_entries(page)] == [5 * 60]


def in_melati(hall):
    seat = hall.works.read(lambda work: work.sittings.whole(hall.sittings[AYU])).seat
    return seat.room_id == hall.rooms["Melati"]


def test_an_empty_chair_covers_the_questions_while_the_clock_runs(hall: Hall):
    """An empty chair covers the questions but the clock runs until time is granted."""
    page = at_work(hall, AYU)
    hall.clock.go(minutes=10)
    pause_for(hall, "no_face", "no_face")
    hall.clock.go(minutes=4)
    assert (state_of(page)["status"], left_minutes(page)) == ("paused", 86)

    reason = {"code": "same_person_seen", "text": ""}
    act(hall, "ketua", "resume", [hall.sittings[AYU]], check="by_sight", reason=reason)
    assert left_minutes(page) == 86
    act(hall, "ketua", "grant", [hall.sittings[AYU]], seconds=240, reason={"code": "camera_pause", "text": ""})

    assert left_minutes(page) == 90
    assert [(e["cause"], e["lost"], e["credited"]) for e in state_of(page)["ledger"]] == [
        ("no_face", 240, 0),
        ("granted", 0, 240),
    ]


def test_a_pause_whose_clock_runs_can_outlast_the_time(hall: Hall):
    page = at_work(hall, AYU)
    pause_for(hall, "no_face", "no_face")
    pass_time(hall, minutes=101)

    state = state_of(page)
    assert state["status"] == "closed_by_time"
    assert state["ledger"][-1]["lost"] == 100 * 60


def test_the_same_incident_is_not_raised_twice_while_it_is_open(hall: Hall):
    at_work(hall, AYU)

    first = pause_for(hall, "mismatch", "mismatch")

    assert first is not None
    assert pause_for(hall, "mismatch", "mismatch") == first


def test_a_camera_incident_without_a_pause_leaves_the_exam_alone(hall: Hall):
    page = at_work(hall, AYU)

    assert pause_for(hall, "camera_frozen", None) is not None
    assert state_of(page)["status"] == "running"


def test_a_gap_of_the_server_is_given_back_to_the_second(hall: Hall):
    page = at_work(hall, AYU)
    pass_time(hall, minutes=20)
    hall.clock.go(seconds=93)  # nobody beats: the server is dead

    hall.works.write(recover)

    assert left_minutes(page) == 80
    entry = next(e for e in state_of(page)["ledger"] if e["cause"] == "server_down")
    assert (entry["lost"], entry["credited"]) == (93, 93)


def test_a_gap_over_the_end_of_the_exam_ends_nobody(hall: Hall):
    page = at_work(hall, AYU)
    pass_time(hall, minutes=99)
    hall.clock.go(minutes=5)

    hall.works.write(recover)
    hall.works.write(turn)

    assert (state_of(page)["status"], left_minutes(page)) == ("running", 1)


def test_a_gap_in_a_stopped_clock_is_given_back_once(hall: Hall):
    page = at_work(hall, AYU)
    pass_time(hall, minutes=10)
    pause_for(hall, "mismatch", "mismatch")
    hall.clock.go(minutes=3)

    hall.works.write(recover)
    act(hall, "ketua", "resume", [hall.sittings[AYU]], check="by_sight", reason={"code": "same_person_seen", "text": ""})

    assert left_minutes(page) == 90


def test_questions_visible_offline_cost_time_that_the_ledger_shows(hall: Hall):
    page = at_work(hall, AYU)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    hall.clock.go(seconds=70)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)

    entry = state_of(page)["ledger"][-1]
    assert (entry["cause"], entry["lost"], entry["credited"]) == ("offline", 70, 0)
    assert state_of(page)["time"]["left_ms"] == (6000 - 70) * 1000


def test_our_own_failure_pauses_nobody_and_is_shown(hall: Hall):
    page = at_work(hall, AYU)
    began = hall.clock.now
    hall.clock.go(seconds=45)
    hall.works.write(face_checks.note_unverified, hall.sittings[AYU], began, hall.clock.now, by=FACE_CHECKS)

    state = state_of(page)
    assert state["status"] == "running"
    assert [(e["cause"], e["lost"]) for e in state["ledger"]] == [("unverified", 45)]
    assert hall.works.read(lambda work: work.sittings.get_one(hall.sittings[AYU])).unverified == timedelta(seconds=45)


def test_to_the_toilet_and_back_with_the_questions_covered(hall: Hall):
    page = at_work(hall, AYU)
    page.post("/api/exam/leave")
    assert state_of(page)["status"] == "away"
    hall.clock.go(minutes=3)

    let_in(hall, AYU)

    state = state_of(page)
    assert state["status"] == "running"
    assert [(e["cause"], e["lost"], e["credited"]) for e in state["ledger"]] == [("away", 180, 0)]


def test_the_hard_end_closes_slot_and_sittings_whatever_was_granted(hall: Hall):
    page = at_work(hall, AYU)
    hall.works.write(lambda work: setattr(work.slots.get_one(hall.slot), "hard_end_at", hall.clock.now + timedelta(minutes=30)))
    pass_time(hall, minutes=31)

    assert state_of(page)["status"] == "closed_by_time"
    slot = hall.works.read(lambda work: work.slots.get_one(hall.slot))
    assert slot.status == "closed"
    assert hall.works.read(lambda work: work.sittings.get_one(hall.sittings[BAYU])).status == "absent"


def test_nobody_begins_or_goes_on_in_a_suspended_room(hall: Hall):
    working = at_work(hall, AYU)
    check_in(hall, BAYU)
    waiting = log_in(hall, BAYU)
    let_in(hall, BAYU)
    rooms = [str(room) for room in hall.rooms.values()]
    address, ketua = f"/api/monitor/slots/{hall.slot}/acts", hall.officer("ketua")
    assert ketua.post(address, {"act": "suspend", "rooms": rooms, "reason": {"code": "power", "text": ""}}).status_code == 204

    assert waiting.post("/api/exam/start").get_json()["error"]["code"] == "slot_not_open"
    reason = {"code": "same_person_seen", "text": ""}
    told = act(hall, "ketua", "resume", [hall.sittings[AYU]], check="by_sight", reason=reason)
    assert [one["error"]["code"] for one in told["refused"]] == ["slot_not_open"]
    assert state_of(working)["status"] == "paused"

    going_on = {"act": "resume", "rooms": rooms, "reason": {"code": "problem_solved", "text": ""}}
    assert ketua.post(address, going_on).status_code == 204
    assert waiting.post("/api/exam/start").status_code == 200
    assert act(hall, "ketua", "resume", [hall.sittings[AYU]], check="by_sight", reason=reason)["refused"] == []
