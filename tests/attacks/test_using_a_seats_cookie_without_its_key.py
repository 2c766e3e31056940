"""A copied seat cookie without the key of its pairing: its tries leave lines, an honest page that slept or reloads none."""

from typing import Any

import pytest
from socketio.exceptions import ConnectionRefusedError as Refuse

from server.storage.tables import AuditRow
from tests.attacks.test_carrying_a_log_in_to_another_machine import AYU, at_work, code
from tests.attacks.unseen_seats import Guarded
from tests.builders import Hall
from tests.seat_keys import PROOF, KeyedPage, SeatKey

STATE = "/api/exam/state"


def lines(hall: Hall) -> list[AuditRow]:
    return hall.works.read(lambda work: [line for line, _ in work.audit.lines() if line.facts.get("code") == "seat_proof_needed"])


def ask(page: KeyedPage, proof: str = "") -> None:
    assert code(page.page.client.get(STATE, headers={PROOF: proof} if proof else {})) == "seat_proof_needed"


def told(at: str, fault: str, **more: Any) -> dict[str, Any]:
    return {"at": at, "code": "seat_proof_needed", "proof": fault} | more


def test_a_wrong_signature_leaves_a_line_at_once_and_then_a_count(hall: Hall):
    page = at_work(hall, AYU)
    for proof in (SeatKey().proof(page.nonce, "GET", STATE), page.key.proof(page.nonce, "GET", "/api/exam/paper"), "x.y"):
        ask(page, proof)
    [line] = lines(hall)
    assert (line.staff_id, line.subject) == (None, f"seat:{hall.seat_of(AYU)}")
    assert line.facts == told("exam.state", "wrong", address="127.0.0.1")


def test_a_page_whose_nonce_grew_old_leaves_none(hall: Hall):
    page = at_work(hall, AYU)
    for hours in (1, 10):
        proof = page.key.proof(page.nonce, "GET", STATE)
        hall.clock.go(hours=hours)
        ask(page, proof)
    assert lines(hall) == []


def test_no_proof_leaves_a_line_from_the_third_within_a_minute(hall: Hall):
    page = at_work(hall, AYU)
    hall.clock.go(minutes=5)
    for _ in range(2):
        ask(page)
    hall.clock.go(minutes=2)
    ask(page)
    ask(page)
    assert lines(hall) == []
    ask(page)
    [line] = lines(hall)
    assert (line.subject, line.facts) == (f"seat:{hall.seat_of(AYU)}", told("exam.state", "missing", address="127.0.0.1"))


def test_a_socket_with_a_wrong_signature_leaves_a_line_an_old_proof_none(hall: Hall):
    page = at_work(hall, AYU)
    guarded, names = Guarded(hall), ("lugas_sitting", "lugas_seat")
    held = [page.page.client.get_cookie(name) for name in names]
    cookies = "; ".join(f"{one.key}={one.value}" for one in held if one is not None)

    def refused(proof: object) -> None:
        with pytest.raises(Refuse):
            guarded.applicants.connect("elsewhere", {"HTTP_COOKIE": cookies}, {"proof": proof})

    old = page.key.proof(page.nonce, "SOCKET", "/exam")
    hall.clock.go(hours=1)
    refused(old)
    refused(None)
    refused("")
    assert lines(hall) == []
    refused("")
    refused(SeatKey().proof(page.nonce, "SOCKET", "/exam"))
    assert [line.facts for line in lines(hall)] == [told("exam.socket", "missing"), told("exam.socket", "wrong")]
    assert {line.subject for line in lines(hall)} == {f"seat:{hall.seat_of(AYU)}"}
