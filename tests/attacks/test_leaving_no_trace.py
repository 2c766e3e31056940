"""Trying passwords and PINs, trying forbidden acts, looking at faces: each leaves a line, and none can fill the log."""

from typing import Any

import pytest

from server.exam.actors import Anonymous
from server.storage.tables import AuditRow
from tests.api.exam_pages import act, at_work, check_in
from tests.api.proctored import SEEN_BY_TWO
from tests.builders import Hall

AYU = "24-0001"


def lines(hall: Hall, action: str) -> list[AuditRow]:
    return hall.works.read(lambda work: [line for line, _ in work.audit.lines() if line.action == action])


def facts(hall: Hall, action: str) -> list[dict[str, Any]]:
    return [line.facts for line in lines(hall, action)]


def try_password(hall: Hall, account: str, times: int = 1) -> None:
    for _ in range(times):
        answer = hall.page().post("/api/staff/login", {"account": account, "password": "salah semua ini"})
        assert answer.status_code in (401, 429)


def test_a_wrong_password_leaves_a_line_at_once_and_more_of_them_a_count(hall: Hall):
    try_password(hall, "pengawas", 6)

    [first] = lines(hall, "failed log-in")
    assert (first.staff_id, first.subject) == (None, f"staff:{hall.staff['pengawas']}")
    assert first.facts == {"code": "wrong_login", "address": "127.0.0.1"}

    hall.clock.go(minutes=10)
    hall.parts.traces.close()
    assert [fact.get("again") for fact in facts(hall, "failed log-in")] == [None, 5]


def test_an_account_that_does_not_exist_is_noted_without_what_was_typed(hall: Hall):
    """People type their password where the account belongs."""
    try_password(hall, "Rahasia-Sekali-99")

    [line] = lines(hall, "failed log-in")
    assert line.subject == "house"
    assert "Rahasia" not in str(line.facts)


def test_a_second_officers_wrong_password_is_noted_with_the_first(hall: Hall):
    second = {"account": "ketua2", "password": "salah semua ini"}
    asked = {"act": "reopen", "sittings": [str(hall.sittings[AYU])], "reason": {"code": "decision"}, "second": second}
    hall.officer("ketua").post("/api/monitor/acts", asked)

    [line] = lines(hall, "failed log-in")
    assert (line.staff_id, line.subject) == (hall.staff["ketua"], f"staff:{hall.staff['ketua2']}")


def test_a_wrong_pin_is_noted_with_its_seat(hall: Hall):
    check_in(hall, AYU)
    page = hall.at_seat(AYU)
    for _ in range(4):
        assert page.post("/api/exam/login", {"number": AYU, "pin": "000000"}).status_code == 409

    [line] = lines(hall, "failed PIN")
    assert line.subject == f"seat:{hall.seat_of(AYU)}"
    assert "000000" not in str(line.facts)


def test_an_act_without_the_right_is_noted_however_it_was_asked(hall: Hall):
    desk = hall.officer("meja1")
    desk.post(f"/api/monitor/slots/{hall.slot}/acts", {"act": "open"})
    desk.get(f"/api/monitor/sittings/{hall.sittings[AYU]}")
    act(hall, "meja1", "terminate", [hall.sittings[AYU]])

    noted = [(line.staff_id, line.subject, line.facts["at"]) for line in lines(hall, "refused")]
    assert noted == [
        (hall.staff["meja1"], f"slot:{hall.slot}", "monitor.slot_act"),
        (hall.staff["meja1"], f"sitting:{hall.sittings[AYU]}", "monitor.sitting"),
        (hall.staff["meja1"], f"sitting:{hall.sittings[AYU]}", "monitor.act"),
    ]


def test_every_look_at_a_face_is_noted_once_and_polling_only_counted(day: Hall):
    sitting = day.sittings[AYU]
    chief = day.officer("ketua")
    incident = day.works.read(lambda work: next(one for one in work.identity.incidents(day.slot) if one.sitting_id == sitting).id)
    frame = day.works.read(lambda work: work.identity.frames(incident)[0].id)
    for _ in range(30):
        for kind in ("desk", "reference"):
            assert chief.get(f"/api/monitor/sittings/{sitting}/{kind}.jpg").status_code == 200
        day.clock.go(seconds=5)
    assert chief.get(f"/api/monitor/incidents/{incident}/frames/{frame}.jpg").status_code == 200

    seen = [(line.staff_id, line.subject, line.facts.get("kind")) for line in lines(day, "saw face")]
    chief_id = day.staff["ketua"]
    assert seen == [
        (chief_id, f"sitting:{sitting}", "desk"),
        (chief_id, f"sitting:{sitting}", "reference"),
        (chief_id, f"incident:{incident}", None),
    ]
    day.clock.go(minutes=10)
    day.parts.traces.close()
    assert sorted(fact["again"] for fact in facts(day, "saw face") if "again" in fact) == [29, 29]


@pytest.mark.parametrize("text", ["3171010000240001"])
def test_a_search_by_nik_and_a_look_at_a_birth_date_are_noted(hall: Hall, text: str):
    desk = hall.officer("meja1")
    assert desk.get(f"/api/desk/slots/{hall.slot}/find?q={text}").status_code == 200
    assert desk.get(f"/api/desk/sittings/{hall.sittings[AYU]}").status_code == 200

    [searched] = lines(hall, "searched by NIK")
    assert (searched.staff_id, searched.facts) == (hall.staff["meja1"], {})
    assert [line.subject for line in lines(hall, "opened registration")] == [f"sitting:{hall.sittings[AYU]}"]


def test_a_flood_of_different_tries_fills_no_log(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    from server.memory import access_log

    monkeypatch.setattr(access_log, "MOST_OPEN", 20)
    for number in range(200):
        hall.parts.traces.leave(Anonymous(), "failed log-in", None, address=f"10.0.0.{number}")

    assert len(lines(hall, "failed log-in")) == 21
    hall.clock.go(minutes=10)
    hall.parts.traces.close()
    assert [fact["again"] for fact in facts(hall, "failed log-in") if "again" in fact] == [179]


def test_the_log_says_which_mode_was_set_and_that_a_message_was_sent(hall: Hall):
    """The log says which identity mode was set and that a message was sent."""
    at_work(hall, AYU)
    set_mode = act(hall, "ketua", "identity_mode", [hall.sittings[AYU]], mode="officer", every_minutes=10)
    assert set_mode["refused"] == []
    chief = hall.officer("ketua")
    asked = {"act": "identity_mode", "mode": "officer", "every_minutes": 15, "reason": {"code": "system_failure"}, **SEEN_BY_TWO}
    assert chief.post(f"/api/monitor/slots/{hall.slot}/acts", asked).status_code == 204
    act(hall, "ketua", "message", [hall.sittings[AYU]], text="Tenang saja, waktu dikembalikan")

    [one], [whole], [told] = facts(hall, "identity_mode"), facts(hall, "slot identity_mode"), facts(hall, "message")
    assert (one["mode"], one["every_minutes"], whole["mode"], whole["every_minutes"]) == ("officer", 10, "officer", 15)
    assert told["length"] == len("Tenang saja, waktu dikembalikan")
    assert set(told) >= {"message", "hash"}
    assert "Tenang" not in str(told)
