"""Coming in: a paired seat, the right number and PIN, the right seat, one page at a time."""

import pytest

from server.exam.rights import Role, ScopeKind
from server.workflows.before.staff import granted
from server.workflows.staff import accounts
from tests.api.exam_pages import PIN, answer, at_work, check_in, items_of, let_in, log_in, open_slot, state_of
from tests.builders import COMMAND, Applicant, Hall, add_slot, freeze_slot, register

AYU, BAYU = "24-0001", "24-0002"


def refused(page, number=AYU, pin=PIN):
    told = page.post("/api/exam/login", {"number": number, "pin": pin})
    return told.status_code, told.get_json()["error"]


def test_a_browser_without_a_seat_lets_nobody_in(hall: Hall):
    assert refused(hall.page()) == (409, {"code": "seat_not_paired", "parameters": {}})


def test_a_pairing_code_works_once(hall: Hall):
    code = hall.officer("it").post(f"/api/seats/{hall.seat_of(AYU)}/code").get_json()["code"]

    assert hall.page().post("/api/seat/pair", {"code": code.lower()}).status_code == 200
    assert hall.page().post("/api/seat/pair", {"code": code}).get_json()["error"]["code"] == "pairing_code_unknown"


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_pairing_code_ends_with_the_right_of_who_made_it(hall: Hall, is_closed: bool):
    code = hall.officer("it").post(f"/api/seats/{hall.seat_of(AYU)}/code").get_json()["code"]
    if is_closed:
        hall.works.write(accounts.close, "it", by=COMMAND)
    else:
        hall.works.write(accounts.take_grant, "it", granted(Role.IT_OFFICER, ScopeKind.SITE, hall.site), by=COMMAND)

    assert hall.page().post("/api/seat/pair", {"code": code}).get_json()["error"]["code"] == "pairing_code_unknown"


def test_an_old_pairing_code_has_expired(hall: Hall):
    code = hall.officer("it").post(f"/api/seats/{hall.seat_of(AYU)}/code").get_json()["code"]
    hall.clock.go(minutes=16)

    assert hall.page().post("/api/seat/pair", {"code": code}).get_json()["error"]["code"] == "pairing_code_unknown"


def test_a_new_pairing_ends_the_old_one_and_an_officer_can_revoke_it(hall: Hall):
    first, second = hall.at_seat(AYU), hall.at_seat(AYU)
    assert first.get("/api/seat").get_json()["seat"] is None
    assert second.get("/api/seat").get_json()["seat"]["room"] in hall.rooms

    hall.officer("it").post(f"/api/seats/{hall.seat_of(AYU)}/unpair")

    assert second.get("/api/seat").get_json()["seat"] is None


def test_a_pairing_nobody_signed_is_no_pairing(hall: Hall):
    page = hall.page()
    page.client.set_cookie("lugas_seat", "IjAxOTM0ZGQwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCI.forged")

    assert page.get("/api/seat").get_json()["seat"] is None


def test_every_wrong_entry_gets_the_same_answer(hall: Hall):
    page = hall.at_seat(AYU)

    told = [refused(page, "99-9999"), refused(page)]
    check_in(hall, AYU)
    told += [refused(page, pin="000000"), refused(page, BAYU)]

    assert told == [(409, {"code": "wrong_pin", "parameters": {}})] * 4


def test_the_wrong_seat_names_the_right_one(hall: Hall):
    check_in(hall, AYU)
    own = hall.works.read(lambda work: work.sittings.whole(hall.sittings[AYU])).seat
    room = hall.works.read(lambda work: work.places.room(own.room_id)).name

    status, error = refused(hall.at_seat(BAYU))

    assert (status, error["code"]) == (409, "wrong_seat")
    assert error["parameters"] == {"room": room, "seat": own.number}


def test_the_pin_of_another_slot_is_told_apart(hall: Hall):
    exam = hall.works.read(lambda work: work.slots.get_one(hall.slot).exam_id)
    site = hall.works.write(lambda work: work.places.add_site("SBY-1", "UPT Surabaya", "WIB")).id
    elsewhere = add_slot(hall.works, exam, site, number=2)

    def move(work):
        sitting = work.sittings.get_one(hall.sittings[AYU])
        sitting.slot_id = elsewhere

    check_in(hall, AYU)
    page = hall.at_seat(AYU)
    hall.works.write(move)

    assert refused(page)[1]["code"] == "pin_of_another_slot"


def test_guessing_pins_at_one_seat_locks_nobody_else(hall: Hall):
    check_in(hall, AYU)
    check_in(hall, BAYU)
    page = hall.at_seat(AYU)

    codes = [refused(page, pin=f"{guess:06}")[1]["code"] for guess in range(7)]

    assert codes[:5] == ["wrong_pin"] * 5
    assert codes[5:] == ["too_many_tries"] * 2
    log_in(hall, BAYU)


def test_whoever_is_confirmed_waits_until_the_slot_opens(hall: Hall):
    check_in(hall, AYU)
    page = log_in(hall, AYU)
    assert state_of(page)["status"] == "confirming"
    let_in(hall, AYU)
    assert state_of(page)["status"] == "waiting"

    assert page.post("/api/exam/start").get_json()["error"]["code"] == "slot_not_open"

    hall.clock.go(minutes=45)
    open_slot(hall)
    started = page.post("/api/exam/start").get_json()
    assert started["status"] == "running"
    assert started["time"]["left_ms"] == 100 * 60_000
    assert sum(len(section["items"]) for section in started["paper"]["sections"]) == 110


def test_visual_disability_on_its_formation_has_130_minutes(hall: Hall):
    page = at_work(hall, "24-0004")

    assert state_of(page)["time"]["left_ms"] == 130 * 60_000


@pytest.mark.parametrize(("number", "minutes"), [(AYU, 100), ("24-0004", 130)])
def test_the_waiting_room_tells_each_person_their_own_minutes(hall: Hall, number: str, minutes: int):
    check_in(hall, number)
    page = log_in(hall, number)

    [block] = state_of(page)["exam"]["blocks"]
    assert block["minutes"] == minutes
    assert {one["code"]: one["scheme"] for one in block["sections"]}["TKP"] == [5, 4, 3, 2, 1]


def test_nobody_comes_after_the_late_start(hall: Hall):
    check_in(hall, AYU)
    hall.clock.go(minutes=45)
    open_slot(hall)
    hall.clock.go(minutes=11)
    page = log_in(hall, AYU)
    let_in(hall, AYU)

    assert page.post("/api/exam/start").get_json()["error"]["code"] == "too_late_to_start"


def test_whoever_came_in_time_may_begin_however_long_the_face_check_took(hall: Hall):
    check_in(hall, AYU)
    hall.clock.go(minutes=45)
    open_slot(hall)
    page = log_in(hall, AYU)
    hall.clock.go(minutes=30)
    let_in(hall, AYU)

    assert page.post("/api/exam/start").status_code == 200


def test_a_second_log_in_stops_the_older_page_and_keeps_answers_and_time(hall: Hall):
    older = at_work(hall, AYU)
    item = items_of(older)[0]
    answer(hall, older, item)
    hall.clock.go(minutes=10)

    newer = log_in(hall, AYU)

    assert older.get("/api/exam/state").status_code == 401
    assert older.put(f"/api/exam/answers/{item['id']}", {}).status_code in (400, 401, 403)
    state = state_of(newer)
    assert (state["status"], state["needs_face_check"]) == ("paused", True)
    let_in(hall, AYU)
    state = state_of(newer)
    assert state["status"] == "running"
    assert state["time"]["left_ms"] == 90 * 60_000
    assert state["answers"][item["id"]]["option"] == item["options"][0]["id"]


def test_a_sitting_added_after_the_freeze_gets_seat_and_paper_at_once(hall: Hall):
    added = register(hall, [Applicant("24-0099", "Fajar Nugroho")])

    page = at_work(hall, "24-0099")

    assert len(items_of(page)) == 110
    assert added["24-0099"] in hall.sittings.values()


@pytest.mark.parametrize("path", ["/api/exam/start", "/api/exam/finish", "/api/exam/leave"])
def test_a_forged_request_changes_nothing(hall: Hall, path: str):
    page = at_work(hall, AYU)
    page.csrf = "0" * 64

    assert page.post(path, {"confirmed": True}).get_json()["error"]["code"] == "forged_request"
    page.csrf = "none"
    assert page.post(path, {"confirmed": True}).get_json()["error"]["code"] == "forged_request"
    assert state_of(page)["status"] == "running"


def test_a_foreign_origin_is_refused(hall: Hall):
    page = at_work(hall, AYU)

    told = page.client.post("/api/exam/leave", headers={"X-Lugas-Csrf": page.csrf, "Origin": "https://jahat.example"})

    assert told.get_json()["error"]["code"] == "forged_request"


def test_freezing_twice_keeps_the_papers(hall: Hall):
    before = hall.works.read(lambda work: work.papers.paper(hall.sittings[AYU]))

    with pytest.raises(Exception, match="frozen"):
        freeze_slot(hall.works, hall.slot, b"lain")

    assert hall.works.read(lambda work: work.papers.paper(hall.sittings[AYU])) == before


def test_a_browser_that_guesses_pairing_codes_locks_no_seat(hall: Hall):
    stranger = hall.page()
    codes = {stranger.post("/api/seat/pair", {"code": f"AAAA{guess:04}"}).get_json()["error"]["code"] for guess in range(40)}

    assert codes == {"pairing_code_unknown"}
    hall.at_seat(AYU)
