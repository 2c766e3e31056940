"""What proctors do to sittings: who may, with which reason, what it costs the clock, and what is refused."""

import pytest

from tests.api.proctored import (
    PIN,
    SEEN,
    act,
    answers,
    at_login,
    in_room,
    refusal,
    room,
    running,
    seated,
    state,
    status,
    tile,
    well,
)
from tests.builders import Hall

MINUTE = 60


@pytest.fixture
def number(hall: Hall) -> str:
    return in_room(hall, "Melati")[0]


def ledger(hall: Hall, number: str) -> list[tuple[str, int, int, str | None]]:
    told = hall.officer("ketua").get(f"/api/monitor/sittings/{hall.sittings[number]}").get_json()
    return [(one["cause"], one["lost"], one["credited"], one["reason"]) for one in told["ledger"]]


def of(hall: Hall, number: str):
    return hall.sittings[number]


def test_a_pause_stops_the_clock_and_a_resume_by_sight_gives_the_time_back(hall, number):
    page, proctor = running(hall, number), hall.officer("pengawas")
    well(act(proctor, "pause", of(hall, number), reason={"code": "power"}))
    told = state(page)
    assert (told["status"], told["status_reason"]["cause"], told["time"]["stopped"]) == ("paused", "power", True)
    hall.clock.go(minutes=7)
    assert tile(hall, number)["left_s"] == 100 * MINUTE
    well(act(proctor, "resume", of(hall, number), check="by_sight", reason={"code": "problem_solved"}))
    assert state(page)["time"]["left_ms"] == 100 * MINUTE * 1000
    assert ledger(hall, number) == [("power", 420, 420, "problem_solved")]


def test_a_disturbance_pauses_one_person_and_says_nothing_of_the_room(hall, number):
    page = running(hall, number)
    well(act(hall.officer("pengawas"), "pause", of(hall, number), reason={"code": "disturbance"}))
    told = state(page)
    assert (told["status_reason"]["cause"], told["time"]["stopped"]) == ("proctor", True)


def test_a_fresh_check_is_asked_for_and_the_clock_stands_until_then(hall, number):
    """A fresh check is asked of the page and the clock stands until then."""
    page, proctor = running(hall, number), hall.officer("pengawas")
    well(act(proctor, "pause", of(hall, number), reason={"code": "suspicion"}))
    well(act(proctor, "resume", of(hall, number)))
    assert (state(page)["status"], state(page)["needs_face_check"]) == ("paused", True)
    assert refusal(act(proctor, "resume", of(hall, number))) == "nothing_to_do"


@pytest.mark.parametrize("reason", [None, {"code": "invented"}, {"code": "other"}, {"code": "other", "text": ""}])
def test_a_pause_needs_a_reason_that_says_something(hall, number, reason):
    running(hall, number)
    assert refusal(act(hall.officer("pengawas"), "pause", of(hall, number), reason=reason)) == "reason_needed"
    assert status(hall, number) == "running"


def test_a_pause_of_somebody_who_is_not_working_is_refused(hall, number):
    seated(hall, number)
    assert refusal(act(hall.officer("pengawas"), "pause", of(hall, number), reason={"code": "power"})) == "move_not_allowed"


def test_many_at_once_are_each_done_or_refused_by_themselves(hall):
    first, second = in_room(hall, "Melati")[:2]
    running(hall, first)
    told = act(hall.officer("pengawas"), "pause", of(hall, first), of(hall, second), reason={"code": "power"}).get_json()
    assert told["done"] == [str(of(hall, first))]
    (refused,) = told["refused"]
    assert (refused["id"], refused["error"]["code"]) == (str(of(hall, second)), "move_not_allowed")
    assert (status(hall, first), status(hall, second)) == ("paused", "expected")


def test_a_proctor_of_another_room_may_do_nothing_here(hall, number):
    running(hall, number)
    elsewhere = next((one for one in hall.sittings if one not in in_room(hall, "Melati")), None)
    proctor = hall.officer("pengawas")
    if elsewhere is None:  # everybody was drawn into Melati: one moves over
        elsewhere = number
        free = [one for one in room(hall, hall.officer("ketua"), "Kenanga")["tiles"] if one["sitting"] is None]
        moved = act(hall.officer("ketua"), "move", of(hall, number), seat=free[0]["seat"]["id"], reason={"code": "camera_broken"})
        well(moved)
    for name, asked in (("message", {"text": "halo"}), ("grant", {"seconds": 60, "reason": {"code": "power"}})):
        assert refusal(act(proctor, name, of(hall, elsewhere), **asked)) == "not_allowed"


def test_granted_time_is_in_the_ledger_and_limited_by_role(hall, number):
    page, proctor, chief = running(hall, number), hall.officer("pengawas"), hall.officer("ketua")
    why = {"reason": {"code": "network"}}
    well(act(proctor, "grant", of(hall, number), seconds=8 * MINUTE, **why))
    assert state(page)["time"]["left_ms"] == 108 * MINUTE * 1000
    assert refusal(act(proctor, "grant", of(hall, number), seconds=3 * MINUTE, **why)) == "grant_for_chief"
    well(act(proctor, "grant", of(hall, number), seconds=2 * MINUTE, **why))
    well(act(chief, "grant", of(hall, number), seconds=50 * MINUTE, **why))
    assert refusal(act(chief, "grant", of(hall, number), seconds=1, **why)) == "grant_too_large"
    assert refusal(act(chief, "grant", of(hall, number), seconds=-60, **why)) == "grant_not_positive"
    assert tile(hall, number)["credited_s"] == 60 * MINUTE
    assert [entry[0] for entry in ledger(hall, number)] == ["granted"] * 3


def test_time_is_granted_only_to_somebody_who_works(hall, number):
    seated(hall, number)
    asked = {"seconds": 60, "reason": {"code": "power"}}
    assert refusal(act(hall.officer("pengawas"), "grant", of(hall, number), **asked)) == "sitting_not_running"


def test_a_message_reaches_the_page_and_nobody_who_is_not_there(hall):
    first, second = in_room(hall, "Melati")[:2]
    page, proctor = running(hall, first), hall.officer("pengawas")
    told = act(proctor, "message", of(hall, first), of(hall, second), text="Harap tenang.").get_json()
    assert told["done"] == [str(of(hall, first))]
    assert state(page)["message"]["text"] == "Harap tenang."


def free_seat(hall: Hall, spare: bool = True) -> str:
    tiles = room(hall, hall.officer("ketua"))["tiles"]
    return next(one["seat"]["id"] for one in tiles if one["sitting"] is None and one["seat"]["spare"] == spare)


def test_a_move_keeps_answers_and_time_and_stops_the_old_page(hall, number):
    old, proctor = running(hall, number), hall.officer("pengawas")
    answers(hall, old, 4)
    hall.clock.go(minutes=10)
    well(act(proctor, "move", of(hall, number), seat=free_seat(hall), reason={"code": "computer_broken"}))
    assert old.get("/api/exam/state").status_code == 401
    assert status(hall, number) == "paused"
    hall.clock.go(minutes=5)
    new = hall.at_seat(number)
    told = new.post("/api/exam/login", {"number": number, "pin": PIN}).get_json()
    assert (told["status"], told["needs_face_check"], len(told["answers"])) == ("paused", True, 4)
    well(act(proctor, "confirm_identity", of(hall, number), reason=SEEN))
    assert state(new)["time"]["left_ms"] == 90 * MINUTE * 1000
    assert ledger(hall, number)[0][:3] == ("seat_change", 300, 300)


def test_a_taken_seat_is_refused_and_an_absent_persons_seat_is_exchanged(hall):
    first, second = in_room(hall, "Melati")[:2]
    seated(hall, first)
    proctor, was, wanted = hall.officer("pengawas"), hall.seat_of(first), str(hall.seat_of(second))
    why = {"reason": {"code": "camera_broken"}}
    assert refusal(act(proctor, "move", of(hall, first), seat=wanted, **why)) == "seat_taken"
    well(act(proctor, "absent", of(hall, second), reason={"code": "not_come"}))
    well(act(proctor, "move", of(hall, first), seat=wanted, **why))
    assert str(hall.seat_of(first)) == wanted
    assert hall.seat_of(second) == was
    assert status(hall, first) == "checked_in"


def test_confirming_by_sight_lets_in_and_needs_a_reason(hall, number):
    page, proctor = at_login(hall, number), hall.officer("pengawas")
    assert refusal(act(proctor, "confirm_identity", of(hall, number))) == "reason_needed"
    well(act(proctor, "confirm_identity", of(hall, number), reason=SEEN))
    assert state(page)["status"] == "waiting"
    assert refusal(act(proctor, "confirm_identity", of(hall, number), reason=SEEN)) == "move_not_allowed"


def test_back_to_the_desk_voids_the_pin(hall, number):
    page = at_login(hall, number)
    well(act(hall.officer("pengawas"), "send_to_desk", of(hall, number), reason={"code": "identity_doubt"}))
    assert (status(hall, number), page.get("/api/exam/state").status_code) == ("expected", 401)
    again = page.post("/api/exam/login", {"number": number, "pin": PIN})
    assert again.get_json()["error"]["code"] == "wrong_pin"


def test_only_a_chief_sets_the_identity_mode_and_terminates(hall, number):
    running(hall, number)
    proctor = hall.officer("pengawas")
    mode = {"mode": "officer", "every_minutes": 10, "reason": {"code": "blindness"}}
    assert refusal(act(proctor, "identity_mode", of(hall, number), **mode)) == "not_allowed"
    assert refusal(act(proctor, "terminate", of(hall, number), reason={"code": "cheating"})) == "not_allowed"
    well(act(hall.officer("ketua"), "identity_mode", of(hall, number), **mode))
    assert tile(hall, number)["identity_mode"] == "officer"
    well(act(proctor, "rechecked", of(hall, number)))


def test_somebody_brought_back_goes_on_and_the_time_away_is_booked(hall, number):
    """Somebody brought back by an officer goes on and the time away is booked."""
    page = running(hall, number)
    assert page.post("/api/exam/leave").status_code == 200
    hall.clock.go(minutes=4)
    well(act(hall.officer("pengawas"), "accompanied_back", of(hall, number), reason={"code": "accompanied"}))
    assert state(page)["time"]["left_ms"] == 96 * MINUTE * 1000
    assert ledger(hall, number) == [("away", 240, 0, "accompanied")]


def test_the_paper_is_not_read_while_the_questions_are_covered(hall, number):
    page = running(hall, number)
    assert page.get("/api/exam/paper").status_code == 200
    well(act(hall.officer("pengawas"), "pause", of(hall, number), reason={"code": "power"}))
    assert page.get("/api/exam/paper").get_json()["error"]["code"] == "sitting_not_running"


def test_every_act_is_in_the_audit_log_and_a_refused_one_is_not(hall, number):
    running(hall, number)
    proctor = hall.officer("pengawas")
    well(act(proctor, "pause", of(hall, number), reason={"code": "other", "text": "kabel lepas"}))
    assert refusal(act(proctor, "pause", of(hall, number), reason={"code": "power"})) == "move_not_allowed"
    found = hall.works.read(lambda work: [row for row in work.audit.of(("sitting", of(hall, number))) if row.action == "pause"])
    (line,) = found
    assert line.staff_id == hall.staff["pengawas"]
    assert (line.facts["reason"], line.facts["was"], line.facts["now"]) == ("other", "running", "paused")
    told = hall.app.test_cli_runner().invoke(args=["audit", "list"]).output
    assert f",pengawas,pause,peserta {number}," in told
    assert told.count("kabel lepas") == 1  # beside the log, which is for ever, never in it


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "dance", "sittings": []},
        {"act": "pause", "sittings": []},
        {"act": "pause", "sittings": ["x"]},
        {"act": "grant", "sittings": ["{id}"], "seconds": "60"},
        {"act": "identity_mode", "sittings": ["{id}"], "mode": "officer"},
        {"act": "resume", "sittings": ["{id}"], "check": "maybe"},
        {"act": "message", "sittings": ["{id}"], "text": ""},
        {"act": "pause", "sittings": ["{id}"], "reason": "power"},
    ],
)
def test_what_cannot_be_read_is_refused_whole(hall, number, asked):
    asked["sittings"] = [str(of(hall, number)) if one == "{id}" else one for one in asked["sittings"]]
    answer = hall.officer("ketua").post("/api/monitor/acts", asked)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "unreadable")
