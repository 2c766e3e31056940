"""Nobody is paused for what is ours or the network's, and nobody works unseen by claiming it was."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from server.workflows.exam import face_checks
from tests.api.exam_pages import act
from tests.attacks.seat_at_work import at_work, seat
from tests.attacks.unseen_seats import Seat
from tests.realtime.looked_at import fails_once

__all__ = ["seat"]  # a fixture

# Nobody is paused for what is ours, or the network's.


def test_while_our_workers_are_down_nobody_is_paused(seat: Seat):
    at_work(seat)
    seat.guarded.engine.refuses = True
    seat.guarded.wait(300, seat.every(5, seat.send))
    assert (seat.status, seat.incidents()) == ("running", [])
    seat.guarded.engine.refuses = False
    seat.guarded.wait(30)
    assert (seat.status, seat.incidents()) == ("running", [])


def test_pictures_that_no_worker_answers_are_ours(seat: Seat):
    """Workers are there, say nothing, and the pictures go on coming."""
    at_work(seat)
    seat.guarded.wait(120, seat.every(5, seat.send))
    assert (seat.status, seat.incidents()) == ("running", [])
    assert "unverified" in seat.tile["alerts"]


def test_one_picture_no_worker_answers_excuses_no_silence_after_it(seat: Seat):
    at_work(seat)
    seat.send()
    seat.guarded.wait(75)
    assert (seat.status, seat.incidents()) == ("paused", ["unseen"])


def test_a_network_that_is_down_covers_nothing_and_ends_at_the_face(seat: Seat):
    """A network that is down covers nothing and asks for the face when it is back."""
    at_work(seat)
    seat.guarded.wait(17)  # dead already, and not noticed
    seat.disconnect()
    seat.guarded.wait(240)
    assert (seat.tile["status"], seat.incidents()) == ("running", [])
    seat.connect()
    seat.guarded.wait(2)
    told = seat.page.get("/api/exam/state").get_json()
    assert (told["status"], told["needs_face_check"]) == ("paused", True)


def test_a_quick_picture_after_minutes_unseen_spares_no_face_check(seat: Seat):
    """A picture sent at once after minutes unseen does not spare the face check."""
    at_work(seat)
    seat.disconnect()
    seat.guarded.wait(240, lambda second: second > 170 or seat.answer())
    seat.connect()
    seat.show()
    seat.guarded.wait(1)
    told = seat.page.get("/api/exam/state").get_json()
    assert (told["status"], told["needs_face_check"], seat.incidents()) == ("paused", True, ["unseen"])


def test_a_network_that_is_down_for_two_minutes_asks_nothing(seat: Seat):
    at_work(seat)
    seat.guarded.wait(17)
    seat.disconnect()
    seat.guarded.wait(120)
    seat.connect()
    seat.guarded.wait(60, seat.every(5, seat.show))
    assert (seat.status, seat.incidents()) == ("running", [])


def test_a_server_that_stood_still_or_whose_clock_was_set_pauses_nobody(seat: Seat):
    at_work(seat)
    for jump in (600, -300, 3_600):
        seat.guarded.hall.clock.now += timedelta(seconds=jump)
        seat.guarded.unseen.sweep()
    assert (seat.incidents(), seat.tile["unseen"]) == ([], "seen")


def test_who_is_paused_or_looked_at_by_an_officer_is_not_counted(seat: Seat):
    at_work(seat)
    act(seat.guarded.hall, "ketua", "identity_mode", [seat.sitting], mode="officer", every_minutes=15)
    seat.guarded.wait(200)
    act(seat.guarded.hall, "ketua", "identity_mode", [seat.sitting], mode="camera")
    seat.guarded.wait(40)
    act(seat.guarded.hall, "ketua", "pause", [seat.sitting], reason={"code": "health"})
    seat.guarded.wait(60)
    assert "unseen" not in seat.incidents()


def test_a_pause_that_cannot_be_written_is_an_alert_and_tried_again(seat: Seat, caplog: pytest.LogCaptureFixture):
    """A pause that cannot be written is tried again and is an alert meanwhile."""
    seat.connect()
    seat.guarded.wait(40)
    failed = fails_once(seat.guarded.hall, face_checks.raise_unseen)
    while not failed:
        seat.guarded.wait(1)
    assert "evidence_lost" in seat.tile["alerts"]
    assert OperationalError.__name__ in caplog.text
    seat.guarded.wait(1)
    assert (seat.status, seat.tile["alerts"]) == ("paused", [])
