"""Events under names that are the server's own, and pictures with impossible numbers, on a real socket."""

import json

from server.json_values import iso
from tests.builders import START
from tests.realtime.watched import own_running
from tests.reference_photos import photo

__all__ = ["own_running"]  # a fixture
EXAM = "/exam"


def test_a_page_cannot_play_its_own_coming_and_going(own_running):
    """Each `disconnect` of the server's own handler would begin an outage, in which late answers are believed."""
    page = own_running.at_work(own_running.next_number())
    socket = page.socket(EXAM)
    before = page.get("/api/exam/state")["ledger"]
    for name in ("disconnect", "connect", "disconnect"):
        socket.emit(name, {"HTTP_COOKIE": "lugas_sitting=guessed"}, namespace=EXAM)
    for odd in ([], {}, [["disconnect"]], [None]):
        socket.eio.send("2" + EXAM + "," + json.dumps(odd))

    picture = {"sequence": 1, "taken_at": iso(START), "jpeg": photo("astronaut.png"), "width": 480, "height": 480}
    assert socket.call("snapshot", picture, namespace=EXAM, timeout=60)["ok"]
    assert page.get("/api/exam/state")["ledger"] == before

    for broken in (
        {"taken_at": "0001-01-01T00:00:00+14:00"},
        {"taken_at": "9999-12-31T23:59:59-14:00"},
        {"taken_at": iso(START.replace(year=2020))},
        {"taken_at": 5},
        {"sequence": 10**30},
        {"sequence": True},
        {"sequence": -1},
        {"sequence": float("nan")},
    ):
        answer = socket.call("snapshot", {**picture, "sequence": 2, **broken}, namespace=EXAM, timeout=60)
        assert answer["error"]["code"] == "unreadable", (broken, answer)
    assert socket.call("snapshot", {**picture, "sequence": 2}, namespace=EXAM, timeout=60)["ok"]
