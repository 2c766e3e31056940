"""Whoever wants to be unseen: each way to send nothing that can be looked at, and what it comes to, second by second."""

from collections.abc import Callable

import pytest

from server.json_values import iso
from server.verification.jobs import Refusal
from tests.api.exam_pages import act
from tests.attacks.seat_at_work import NUMBER, at_work, seat
from tests.attacks.unseen_seats import UNREADABLE, Guarded, Seat
from tests.builders import Hall
from tests.realtime.looked_at import OWN, measured

__all__ = ["seat"]  # a fixture


def test_who_is_seen_every_five_seconds_is_never_stopped(seat: Seat):
    at_work(seat)
    seat.guarded.wait(300, seat.every(5, seat.show))
    assert (seat.status, seat.incidents()) == ("running", [])
    assert seat.tile["seen_at"] == iso(seat.guarded.hall.clock.now)


def test_a_page_that_opens_its_socket_and_sends_nothing(seat: Seat):
    seat.connect()
    seat.guarded.wait(16)
    assert (seat.tile["unseen"], seat.tile["camera"], seat.tile["seen_at"]) == ("grey", "off", None)
    seat.guarded.wait(10)
    assert "unseen" in seat.tile["alerts"]
    seat.guarded.wait(20)

    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])
    assert seat.tile["cause"] == "unseen"
    assert seat.tile["clock_stopped"] is False, "by the rule of the left seat"
    assert seat.answer() == 409


def test_pictures_that_stop_after_a_good_start(seat: Seat):
    at_work(seat)
    last = iso(seat.guarded.hall.clock.now)
    seat.guarded.wait(26)
    assert (seat.tile["unseen"], seat.tile["alerts"], seat.tile["seen_at"]) == ("alert", ["unseen"], last)
    seat.guarded.wait(20)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_page_that_says_its_camera_is_well_makes_nothing_green(seat: Seat):
    at_work(seat)
    seat.tell("camera_missing")
    assert seat.tile["camera"] == "missing"
    seat.guarded.wait(20, seat.every(2, lambda: seat.tell("camera_back", "focus_back", "visible", "online")))
    assert (seat.tile["camera"], seat.tile["unseen"]) == ("missing", "grey")
    seat.guarded.wait(30, seat.every(2, lambda: seat.tell("camera_back")))
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_reload_keeps_nothing_green(seat: Seat):
    at_work(seat)
    seat.disconnect()
    seat.connect()
    assert (seat.tile["camera"], seat.tile["face"]) == ("off", None)
    seat.guarded.wait(50)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_working_over_http_alone_ends_at_a_face_check(seat: Seat):
    """Never a socket: an alert after 25 seconds, and after three minutes the questions are covered until the face was seen."""
    seat.guarded.wait(26, lambda second: seat.answer())
    assert (seat.tile["connection"], seat.tile["unseen"], seat.tile["alerts"]) == ("offline", "alert", ["unseen"])
    seat.guarded.wait(160, lambda second: seat.answer())

    told = seat.page.get("/api/exam/state").get_json()
    assert (told["status"], told["needs_face_check"], seat.incidents()) == ("paused", True, ["unseen"])
    assert seat.answer() == 409


def test_a_socket_that_is_closed_after_a_good_start(seat: Seat):
    at_work(seat)
    seat.disconnect()
    seat.guarded.wait(200, lambda second: seat.answer())
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_socket_that_opens_and_closes_and_never_shows_anybody(seat: Seat):
    def flap(second: int) -> None:
        seat.answer()
        if second % 10 == 0:
            seat.connect()
        elif second % 10 == 7:
            seat.disconnect()

    seat.guarded.wait(200, flap)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


BAD: dict[str, Callable[[Seat], object]] = {
    "rubbish behind the first two bytes": lambda seat: seat.show(UNREADABLE),
    "no JPEG": lambda seat: seat.send(b"GIF89a"),
    "no bytes": lambda seat: seat.send("text"),
    "too large": lambda seat: seat.send(b"\xff\xd8" + bytes(130_000)),
    "out of order": lambda seat: seat.send(sequence=0),
    "the last one's number again": lambda seat: seat.send(sequence=seat.guarded.applicants.pages[seat.sid].sequence),
    "truncated": lambda seat: seat.show(Refusal("picture_truncated", {})),
    "a bomb by its header": lambda seat: seat.show(Refusal("picture_too_large", {"most": 1})),
}


@pytest.mark.parametrize("send", BAD.values(), ids=BAD)
def test_pictures_that_are_refused_cover_the_lens(seat: Seat, send: Callable[[Seat], object]):
    at_work(seat)
    seat.guarded.wait(20, seat.every(5, lambda: send(seat)))
    assert (seat.status, seat.incidents()) == ("paused", ["camera_covered"])
    assert seat.tile["alerts"] == [], "not our failure"


@pytest.mark.parametrize(
    "said", [{"taken_at": "0001-01-01T00:00:00+14:00"}, {"taken_at": None}, {"sequence": 10**30}, {"sequence": True}]
)
def test_messages_nobody_can_read_show_nobody(seat: Seat, said: dict[str, object]):
    at_work(seat)
    seat.guarded.wait(50, seat.every(5, lambda: seat.send(**said)))
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_picture_a_minute_is_not_enough(seat: Seat):
    at_work(seat)
    seat.guarded.wait(60, seat.every(60, seat.show))
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_the_last_picture_again_makes_no_camera_well(seat: Seat):
    at_work(seat)
    seat.show(measured(OWN, "again"))
    seat.tell("camera_frozen")
    seat.guarded.wait(10, seat.every(5, lambda: seat.show(measured(OWN, "again"))))
    assert seat.tile["camera"] == "frozen"
    seat.guarded.wait(5, seat.every(5, seat.show))
    assert seat.tile["camera"] == "ok"


def test_whom_a_proctor_lets_on_has_the_whole_time_again_and_no_more(seat: Seat):
    seat.connect()
    seat.guarded.wait(47)
    assert seat.status == "paused"
    act(seat.guarded.hall, "ketua", "resume", [seat.sitting], check="by_sight")
    seat.guarded.wait(44)
    assert seat.status == "running"
    seat.guarded.wait(4)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen", "unseen"])


def test_where_the_site_wants_an_alert_only_nobody_is_stopped(hall: Hall):
    seat = Seat(Guarded(hall, pauses=False), NUMBER)
    seat.connect()
    seat.guarded.wait(200)
    assert (seat.status, seat.incidents(), seat.tile["alerts"]) == ("running", ["unseen"], ["unseen", "camera_lost"])


def test_a_camera_that_never_opens_is_known_at_the_gate_too(seat: Seat):
    seat.connect()
    seat.tell("camera_unanswered")
    assert (seat.tile["camera"], seat.tile["alerts"]) == ("unanswered", ["camera_lost"])
    seat.guarded.wait(50)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_camera_that_is_always_another_is_looked_at_all_the_same(seat: Seat, monkeypatch: pytest.MonkeyPatch):
    """Each change asks for more pictures, and others have used up what workers give to those: the ordinary ones are measured."""
    at_work(seat)
    engine = seat.guarded.engine
    takes = engine.put_latest
    monkeypatch.setattr(engine, "put_latest", lambda *given, burst=False: not burst and takes(*given, burst=burst))
    before = len(engine.taken)

    def changes_and_sends(second: int) -> None:
        if second % 3 == 0:
            seat.tell("camera_changed")
        if second % 5 == 0:
            seat.send()

    seat.guarded.wait(60, changes_and_sends)
    assert len(engine.taken) - before == 12


def test_pictures_no_worker_was_to_take_excuse_no_silence(seat: Seat, monkeypatch: pytest.MonkeyPatch):
    at_work(seat)
    monkeypatch.setattr(seat.guarded.engine, "put_latest", lambda *_given, burst=False: False)
    seat.guarded.wait(50, seat.every(1, seat.send))
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])
