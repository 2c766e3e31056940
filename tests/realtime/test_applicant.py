"""The exam page's socket: its own sitting only, and nothing it sends drops anybody else."""

from datetime import datetime, timedelta

import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused

from server.json_values import iso
from tests.builders import START
from tests.realtime.conftest import PATIENT, until
from tests.realtime.watched import Screen, one_running, running
from tests.reference_photos import photo

__all__ = ["one_running", "running"]  # fixtures

EXAM = "/exam"


def snapshot(sequence: int, **changes: object) -> dict[str, object]:
    return {"sequence": sequence, "taken_at": iso(START), "jpeg": photo("astronaut.png"), "width": 480, "height": 480} | changes


def said(socket: socketio.Client, message: object) -> str:
    answer = socket.call("snapshot", message, namespace=EXAM, timeout=PATIENT)
    return "ok" if answer.get("ok") else answer["error"]["code"]


def test_nobody_connects_without_a_log_in(running):
    stranger = running.browser()
    with pytest.raises(Refused):
        stranger.socket(EXAM)
    stranger.session.cookies.set("lugas_sitting", "guessed")
    with pytest.raises(Refused):
        stranger.socket(EXAM)
    with pytest.raises(Refused):
        running.officer("ketua").socket(EXAM)


def test_an_older_page_is_told_to_load_itself_anew(running):
    socket = running.at_work(running.next_number()).socket(EXAM)

    assert socket.call("hello", {"protocol": 1, "page": "exam"}, namespace=EXAM) == {"ok": True, "protocol": 1, "reload": False}
    assert socket.call("hello", {"protocol": 0, "page": "exam"}, namespace=EXAM)["reload"] is True


def test_every_bad_picture_is_refused_in_words_and_the_next_one_is_taken(running):
    socket, other = (running.at_work(running.next_number()).socket(EXAM) for _ in range(2))

    assert said(socket, snapshot(1)) == "ok"
    assert said(socket, snapshot(1)) == "out_of_order"
    assert said(socket, snapshot(0)) == "out_of_order"
    assert said(socket, snapshot(2, jpeg=b"GIF89a" + bytes(100))) == "not_a_jpeg"
    assert said(socket, snapshot(2, jpeg="text")) == "not_a_jpeg"
    assert said(socket, snapshot(2, jpeg=b"\xff\xd8" + bytes(130_000))) == "too_large"
    assert said(socket, snapshot(2, taken_at="kemarin")) == "unreadable"
    assert said(socket, snapshot("2")) == "unreadable"
    assert said(socket, "nothing") == "unreadable"
    assert said(socket, snapshot(2, jpeg=photo("astronaut.png")[:2000])) == "ok"
    assert said(socket, snapshot(3)) == "ok"
    assert said(other, snapshot(1)) == "ok"


def test_a_message_over_the_limit_ends_that_connection_only(running):
    socket, other = (running.at_work(running.next_number()).socket(EXAM) for _ in range(2))

    socket.emit("snapshot", snapshot(1, jpeg=b"\xff\xd8" + bytes(400_000)), namespace=EXAM)

    until(lambda: not socket.connected)
    assert said(other, snapshot(1)) == "ok"


def test_a_newer_log_in_stops_the_older_page(running):
    number = running.next_number()
    older = running.at_work(number)
    socket = older.socket(EXAM)

    newer = running.browser()
    for cookie in older.session.cookies:
        if cookie.name == "lugas_seat":
            newer.session.cookies.set(cookie.name, cookie.value)
    assert newer.post("/api/exam/login", {"number": number, "pin": "246810"}).ok

    until(lambda: ("replaced", {}) in socket.heard)
    until(lambda: not socket.connected)
    with pytest.raises(Refused):
        older.socket(EXAM)
    assert newer.socket(EXAM).connected


def test_of_two_windows_the_newer_one_works_and_the_older_one_stops(running):
    """They must not take turns: a page whose socket the server ends comes back by itself."""
    page = running.at_work(running.next_number())
    first = page.socket(EXAM, window="one")
    again = page.socket(EXAM, window="one")  # the same page, whose old connection nobody had missed yet
    until(lambda: not first.connected)
    assert ("replaced", {}) not in first.heard

    second = page.socket(EXAM, window="two")
    until(lambda: ("replaced", {}) in again.heard)
    until(lambda: not again.connected)
    assert second.connected
    assert said(second, snapshot(1)) == "ok"


def test_the_tile_shows_in_time_what_the_page_noticed_and_who_is_there(running):
    running.ask("/only-announced")
    number = running.next_number()
    page = running.at_work(number)
    screen = Screen(running.officer("pengawas"), running.room())

    def tile() -> dict:
        tiles = screen.catch_up()["tiles"]
        return next(one["sitting"] for one in tiles if one["sitting"] and one["sitting"]["number"] == number)

    assert tile()["connection"] != "online"
    socket = page.socket(EXAM)
    until(lambda: tile()["connection"] == "online")
    seen = [{"kind": kind, "at": iso(START)} for kind in ("focus_lost", "camera_busy")]
    page.post("/api/exam/events", {"events": seen})
    until(lambda: (tile()["focus"], tile()["camera"]) == ("out", "busy"))
    socket.disconnect()
    until(lambda: tile()["connection"] == "offline")


def test_an_applicant_reaches_nobody_elses_sitting(running):
    own, theirs = running.at_work(running.next_number()), running.next_number()
    foreign = running.at_work(theirs)
    item = foreign.get("/api/exam/paper")["sections"][0]["items"][0]
    answer = {"option": item["options"][0]["id"], "doubtful": False, "revision": 1, "client_at": iso(START)}

    assert own.put(f"/api/exam/answers/{item['id']}", answer).status_code == 409
    for path in ("/api/monitor/slots", f"/api/monitor/sittings/{running.sitting(theirs)}", "/api/desk/slots"):
        assert own.session.get(running.url + path, timeout=PATIENT).status_code == 401
    assert foreign.get("/api/exam/state")["answers"] == {}


def test_an_outage_begins_with_the_last_word_heard(running):
    """A page that hears no pings hangs up by itself; what was answered until then still belongs to the outage."""
    page = running.at_work(running.next_number())
    socket = page.socket(EXAM)
    assert said(socket, snapshot(1)) == "ok"
    hung_up = datetime.fromisoformat(running.ask("/clock/4")["now"])
    socket.eio.ws.sock.close()

    until(lambda: page.get("/api/exam/state")["ledger"])
    began = datetime.fromisoformat(page.get("/api/exam/state")["ledger"][-1]["began"])
    assert began == hung_up - timedelta(seconds=4)
