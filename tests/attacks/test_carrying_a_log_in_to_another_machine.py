"""Working in somebody's sitting from elsewhere: the cookies of the exam PC are copied, or its seat was unpaired long ago."""

import base64
import json
from dataclasses import replace
from uuid import UUID

import pytest

from server.json_values import iso
from tests.api.exam_pages import PIN, act, check_in, let_in, open_slot
from tests.builders import START, Hall, given
from tests.pages import Page
from tests.seat_keys import KeyedPage, SeatKey

AYU, BAYU = "24-0001", "24-0002"
EVENT = {"kind": "focus_lost", "at": iso(START)}
ANSWER = {"item": str(UUID(int=1)), "option": None, "doubtful": False, "revision": 1, "client_at": iso(START)}


def code_for(hall: Hall, number: str) -> str:
    code: str = hall.officer("it").post(f"/api/seats/{hall.seat_of(number)}/code").get_json()["code"]
    return code


def paired(hall: Hall, number: str) -> KeyedPage:
    page, key = hall.page(), SeatKey()
    answer = page.post("/api/seat/pair", {"code": code_for(hall, number), "public_key": key.public})
    assert answer.status_code == 200, answer.get_json()
    return KeyedPage(page, key, answer.headers["X-Lugas-Seat-Nonce"])


def at_work(hall: Hall, number: str) -> KeyedPage:
    check_in(hall, number)
    page = paired(hall, number)
    assert page.post("/api/exam/login", {"number": number, "pin": PIN}).status_code == 200
    let_in(hall, number)
    hall.clock.now = max(hall.clock.now, START)
    open_slot(hall)
    page.get("/api/exam/state")  # hours later: a fresh nonce comes with the refusal
    assert page.post("/api/exam/start").status_code == 200
    return page


def stolen(hall: Hall, page: Page, *names: str) -> Page:
    """Another machine with these cookies of the exam PC."""
    thief = hall.page()
    for name in names:
        cookie = page.client.get_cookie(name)
        assert cookie is not None
        thief.client.set_cookie(name, cookie.value)
    thief.csrf = page.csrf
    return thief


def code(answer) -> str:
    told: str = answer.get_json()["error"]["code"]
    return told


def refused_everywhere(thief: Page) -> set[str]:
    sent = {"confirmed": True, "events": [EVENT], "answers": [ANSWER]}
    told = {code(thief.get(f"/api/exam/{name}")) for name in ("state", "paper")}
    names = ("answers", "events", "leave", "finish", "start", "scores", "next-block")
    return told | {code(thief.post(f"/api/exam/{name}", sent)) for name in names}


def test_a_paired_pc_that_signs_works(hall: Hall) -> None:
    page = at_work(hall, AYU)
    [item, *_] = page.get("/api/exam/paper").get_json()["sections"][0]["items"]
    answer = given(item, 1, 1, hall.clock.now)
    path = f"/api/exam/answers/{answer.pop('item')}"
    assert page.put(path, answer).status_code == 200
    assert page.get("/api/exam/state").get_json()["answers"][item["id"]]["revision"] == 1


def test_the_cookies_alone_open_nothing(hall: Hall) -> None:
    page = at_work(hall, AYU)
    assert refused_everywhere(stolen(hall, page.page, "lugas_sitting")) == {"seat_not_paired"}
    assert refused_everywhere(stolen(hall, page.page, "lugas_sitting", "lugas_seat")) == {"seat_proof_needed"}
    page.is_silent = True
    assert code(page.get("/api/exam/paper")) == "seat_proof_needed"


def test_a_pin_and_the_seats_cookie_do_not_log_in(hall: Hall) -> None:
    check_in(hall, AYU)
    thief = stolen(hall, paired(hall, AYU).page, "lugas_seat")
    assert code(thief.post("/api/exam/login", {"number": AYU, "pin": PIN})) == "seat_proof_needed"


def test_a_proof_is_good_for_its_own_request_only(hall: Hall) -> None:
    page = at_work(hall, AYU)
    body = json.dumps({"events": [EVENT], "answers": [ANSWER]}).encode()
    for method, path, sent in (
        ("POST", "/api/exam/events", body + b" "),  # another body
        ("POST", "/api/exam/answers", body),  # another address
    ):
        proof = page.key.proof(page.nonce, "POST", "/api/exam/events", body)
        headers = {"X-Lugas-Csrf": page.page.csrf, "X-Lugas-Seat-Proof": proof}
        answer = page.page.client.open(path, method=method, data=sent, content_type="application/json", headers=headers)
        assert code(answer) == "seat_proof_needed"


def test_json_by_another_name_is_signed_too(hall: Hall) -> None:
    """What is read as JSON has a digest: else one proof would carry any answers."""
    page = at_work(hall, AYU)
    key, path = page.key, "/api/exam/answers"
    body = json.dumps({"answers": [ANSWER]}).encode()
    proof = key.proof(page.nonce, "POST", path)
    headers = {"X-Lugas-Csrf": page.page.csrf, "X-Lugas-Seat-Proof": proof}
    sent = {"method": "POST", "data": body, "headers": headers, "content_type": "application/answers+json"}
    assert code(page.page.client.open(path, **sent)) == "seat_proof_needed"


@pytest.mark.parametrize("proof", ["", ".", "x.y", "nonce.", "0" * 5000, "é.é", "{nonce}.", "{nonce}." + "A" * 88])
def test_a_mangled_proof_is_refused_in_words(hall: Hall, proof: str) -> None:
    page = at_work(hall, AYU)
    headers = {"X-Lugas-Seat-Proof": proof.format(nonce=page.nonce).encode("utf-8").decode("latin-1")}
    assert code(page.page.client.get("/api/exam/state", headers=headers)) == "seat_proof_needed"


def test_another_seats_key_opens_nothing(hall: Hall) -> None:
    page, neighbour = at_work(hall, AYU), paired(hall, BAYU)
    page.key = neighbour.key
    assert code(page.get("/api/exam/paper")) == "seat_proof_needed"


def test_neither_does_the_neighbours_pc_with_a_key_of_its_own(hall: Hall) -> None:
    page, neighbour = at_work(hall, AYU), paired(hall, BAYU)
    cookie = page.page.client.get_cookie("lugas_sitting")
    neighbour.page.client.set_cookie("lugas_sitting", cookie.value)
    assert code(neighbour.get("/api/exam/paper")) == "seat_not_paired"


def test_an_old_nonce_is_answered_with_a_fresh_one(hall: Hall) -> None:
    page = at_work(hall, AYU)
    hall.clock.go(minutes=11)
    answer = page.get("/api/exam/state")
    assert code(answer) == "seat_proof_needed"
    assert answer.get_json()["error"]["parameters"]["nonce"] == page.nonce == answer.headers["X-Lugas-Seat-Nonce"]
    assert page.get("/api/exam/state").status_code == 200


def test_a_nonce_outlives_the_five_minutes_it_was_made_in(hall: Hall) -> None:
    page = at_work(hall, AYU)
    page.get("/api/exam/state")
    hall.clock.go(minutes=5)
    assert page.get("/api/exam/state").status_code == 200, "nobody who works is asked twice"


def test_a_signature_with_more_behind_it_is_none(hall: Hall) -> None:
    page = at_work(hall, AYU)
    nonce, _, signature = page.key.proof(page.nonce, "GET", "/api/exam/state").rpartition(".")
    longer = base64.b64encode(base64.b64decode(signature) + b"more").decode()
    answer = page.page.client.get("/api/exam/state", headers={"X-Lugas-Seat-Proof": f"{nonce}.{longer}"})
    assert code(answer) == "seat_proof_needed"


def test_unpairing_the_seat_ends_it_at_once(hall: Hall) -> None:
    page = at_work(hall, AYU)
    assert hall.officer("it").post(f"/api/seats/{hall.seat_of(AYU)}/unpair").status_code == 204
    assert code(page.get("/api/exam/paper")) == "seat_not_paired"
    assert code(page.post("/api/exam/answers", {"answers": [ANSWER]})) == "seat_not_paired"


def test_so_does_pairing_the_seat_with_another_browser(hall: Hall) -> None:
    page = at_work(hall, AYU)
    paired(hall, AYU)
    assert code(page.get("/api/exam/state")) == "seat_not_paired"


def test_without_a_key_the_demo_asks_for_the_seats_cookie(hall: Hall) -> None:
    """A browser without WebCrypto (plain http): the cookie of the sitting alone opens nothing there either."""
    check_in(hall, AYU)
    page = hall.at_seat(AYU)
    assert page.post("/api/exam/login", {"number": AYU, "pin": PIN}).status_code == 200
    assert page.get("/api/exam/state").status_code == 200
    assert refused_everywhere(stolen(hall, page, "lugas_sitting")) == {"seat_not_paired"}


def test_production_pairs_no_browser_without_a_key(hall: Hall) -> None:
    made = code_for(hall, AYU)
    object.__setattr__(hall.parts, "settings", replace(hall.parts.settings, production=True))
    answer = hall.page().post("/api/seat/pair", {"code": made})
    assert (answer.status_code, code(answer)) == (400, "unreadable")


def test_production_knows_no_pairing_from_before_there_were_keys(hall: Hall) -> None:
    check_in(hall, AYU)
    page = hall.at_seat(AYU)
    object.__setattr__(hall.parts, "settings", replace(hall.parts.settings, production=True))
    assert page.get("/api/seat").get_json()["seat"] is None
    assert code(page.post("/api/exam/login", {"number": AYU, "pin": PIN})) == "seat_not_paired"


@pytest.mark.parametrize("key", ["", "AAAA", "kunci", "A" * 150, "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ=="])
def test_what_is_no_key_pairs_nothing(hall: Hall, key: str) -> None:
    made = code_for(hall, AYU)
    assert hall.page().post("/api/seat/pair", {"code": made, "public_key": key}).status_code in (400, 409)
    assert hall.page().post("/api/seat/pair", {"code": made, "public_key": SeatKey().public}).status_code == 200, (
        "the code is not spent"
    )


def test_an_officer_who_moves_somebody_ends_the_old_pc(hall: Hall) -> None:
    page = at_work(hall, AYU)
    spare = hall.works.read(lambda work: next(seat.id for seat in work.places.seats(hall.rooms["Melati"]) if seat.spare))
    told = act(hall, "ketua", "move", [hall.sittings[AYU]], seat=str(spare))
    assert told["refused"] == [], told
    assert page.get("/api/exam/paper").status_code == 401
