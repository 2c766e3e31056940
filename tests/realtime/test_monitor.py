"""The monitor's socket: whoever applies the messages knows what a fresh page would fetch."""

from typing import Any
from uuid import uuid4

import pytest
import socketio

from server.realtime.broadcast import FLUSH_EVERY_S
from tests.realtime.conftest import PATIENT, until
from tests.realtime.watched import Browser, Screen, one_running, own_running, running

__all__ = ["one_running", "own_running", "running"]  # fixtures


def test_messages_keep_a_screen_like_a_fetched_one(own_running):
    own_running.ask("/only-announced")
    first, second = own_running.next_number(), own_running.next_number()
    pages = {number: own_running.at_work(number) for number in (first, second)}
    screen = Screen(own_running.officer("pengawas"), own_running.room())
    until(screen.is_like_fetched)

    def soon(what: str) -> None:
        until(screen.is_like_fetched)
        assert not screen.missed, what

    item = pages[first].get("/api/exam/paper")["sections"][0]["items"][0]
    answer = {"option": item["options"][0]["id"], "doubtful": False, "revision": 1, "client_at": "2026-11-23T01:00:00.000Z"}
    assert pages[first].put(f"/api/exam/answers/{item['id']}", answer).ok
    soon("an answer")
    assert next(one for one in screen.view["tiles"] if one["sitting"] and one["sitting"]["number"] == first)["sitting"][
        "answered"
    ]
    own_running.ask(f"/mismatch/{own_running.sitting(first)}")
    soon("an incident and its pause")
    assert screen.view["incidents"][0]["kind"] == "mismatch"
    free = next(one["seat"]["id"] for one in screen.view["tiles"] if one["sitting"] is None)
    proctor = own_running.officer("pengawas")
    proctor.act("move", own_running.sitting(second), seat=free, reason={"code": "computer_broken"})
    soon("a seat left empty and another taken")
    proctor.act("resume", own_running.sitting(first), check="by_sight", reason={"code": "camera_mistaken"})
    soon("a resume, which closes the incident")
    chief = own_running.officer("ketua")
    chief.post(f"/api/monitor/slots/{own_running.facts['slot']}/acts", {"act": "suspend", "reason": {"code": "power"}})
    soon("a suspended slot")
    assert screen.view["slot"]["status"] == "suspended"


def test_who_moves_to_another_room_leaves_one_screen_for_the_other(running):
    """Somebody moved to another room leaves one screen and enters the other."""
    running.ask("/only-announced")
    chief = running.officer("ketua")
    screens = {name: Screen(running.officer("ketua"), running.room(name)) for name in ("Melati", "Kenanga")}
    free = next(one["seat"]["id"] for one in screens["Melati"].view["tiles"] if one["seat"]["spare"])  # never drawn by lot
    number = running.next_number("Kenanga")
    chief.act("move", running.sitting(number), seat=free, reason={"code": "camera_broken"})
    until(lambda: all(screen.is_like_fetched() for screen in screens.values()))
    told = [one["sitting"]["number"] for one in screens["Melati"].view["tiles"] if one["sitting"]]
    assert number in told


def test_what_is_announced_waits_half_a_second_at_most():
    assert FLUSH_EVERY_S <= 0.5


def test_alerts_that_come_by_time_alone_are_told(own_running):
    number = own_running.next_number()
    own_running.at_work(number)
    screen = Screen(own_running.officer("pengawas"), own_running.room())
    own_running.ask("/clock/601")

    def alerted() -> bool:
        tiles = screen.catch_up()["tiles"]
        return any(one["sitting"] and one["sitting"]["alerts"] == ["no_answers"] for one in tiles)

    until(alerted)


def test_a_fresh_page_gets_the_number_of_the_last_message(running):
    """In the room where no other test's pages come and go."""
    running.ask("/only-announced")
    chief, number = running.officer("ketua"), running.next_number("Kenanga")
    first = Screen(running.officer("ketua"), running.room("Kenanga"))
    version = first.view["version"]
    chief.act("absent", running.sitting(number), reason={"code": "not_come"})
    until(lambda: first.catch_up()["version"] == version + 1)
    second = Screen(running.officer("ketua"), running.room("Kenanga"))
    assert second.view["version"] == version + 1


def test_the_applicants_page_hears_of_its_own_sitting_only(running):
    first, second = running.next_number(), running.next_number()
    sockets = {number: running.at_work(number).socket("/exam") for number in (first, second)}
    proctor = running.officer("pengawas")
    proctor.act("message", running.sitting(first), text="Harap tenang.")
    until(lambda: any(name == "message" for name, _ in sockets[first].heard))
    proctor.act("pause", running.sitting(first), reason={"code": "power"})
    until(lambda: any(name == "state" for name, _ in sockets[first].heard))
    assert not [name for name, _ in sockets[second].heard if name == "message"]
    free = next(one for one in Screen(proctor, running.room()).view["tiles"] if one["sitting"] is None)
    proctor.act("move", running.sitting(first), seat=free["seat"]["id"], reason={"code": "camera_broken"})
    until(lambda: any(name == "replaced" for name, _ in sockets[first].heard))
    assert not [name for name, _ in sockets[second].heard if name == "replaced"]


def test_nobody_watches_without_a_log_in_or_another_room(running):
    with pytest.raises(socketio.exceptions.ConnectionError):
        Browser(running.url).socket("/monitor")
    proctor = running.officer("pengawas")
    socket = proctor.socket("/monitor")

    def watch(said: object) -> Any:
        return socket.call("watch", said, namespace="/monitor", timeout=PATIENT)

    assert watch(running.room("Kenanga"))["error"]["code"] == "not_allowed"
    assert watch({"slot": running.facts["slot"], "room": str(uuid4())})["error"]["code"] == "not_allowed"
    assert watch({"slot": "x"})["error"]["code"] == "unreadable"
    assert watch(None)["error"]["code"] == "unreadable"
    assert watch(running.room())["ok"]
    proctor.post("/api/staff/logout")
    assert watch(running.room())["error"]["code"] == "not_logged_in"
    answer = socket.call("hello", {"protocol": 1, "page": "monitor"}, namespace="/monitor", timeout=PATIENT)
    assert (answer["ok"], answer["reload"]) == (True, False)


def test_who_logs_out_elsewhere_hears_no_more(running):
    proctor = running.officer("pengawas")
    screen = Screen(proctor, running.room())

    assert proctor.post("/api/staff/logout").status_code == 204

    until(lambda: not screen.socket.connected)
