"""Trying sockets that are not theirs, an officer at a foreign room or a log-in carried away, leaves a line, but no flood."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from socketio.exceptions import ConnectionRefusedError as Refuse

from server.realtime.monitor import Monitors
from server.storage.tables import AuditRow, StaffRow
from server.wire import STAFF_COOKIE
from tests.attacks.unseen_seats import Guarded, Seat
from tests.builders import Hall

AYU = "24-0001"


class Broadcast:
    """Whoever gets this far watches."""

    def watch(self, _sid: str, _room: tuple[UUID, UUID]) -> int:
        return 1


@pytest.fixture
def monitors(hall: Hall) -> Monitors:
    made = Monitors(hall.works, Broadcast(), SimpleNamespace(), hall.parts.log_in_rules, traces=hall.parts.traces)
    made.connect("socket", {"HTTP_COOKIE": f"{STAFF_COOKIE}={cookie_of(hall, 'pengawas')}"})
    return made


def cookie_of(hall: Hall, account: str) -> str:
    cookie = hall.officer(account).client.get_cookie(STAFF_COOKIE)
    assert cookie is not None
    return str(cookie.value)


def refused(hall: Hall) -> list[AuditRow]:
    return hall.works.read(lambda work: [line for line, _ in work.audit.lines() if line.action == "refused"])


def watch(monitors: Monitors, slot: object, room: object) -> str | None:
    told: dict[str, Any] = monitors.watch("socket", {"slot": str(slot), "room": str(room)})
    return None if "ok" in told else str(told["error"]["code"])


def test_watching_a_foreign_room_leaves_a_line_at_once_and_then_a_count(hall: Hall, monitors: Monitors):
    assert watch(monitors, hall.slot, hall.rooms["Melati"]) is None
    assert refused(hall) == []
    for _ in range(50):
        assert watch(monitors, hall.slot, hall.rooms["Kenanga"]) == "not_allowed"

    [line] = refused(hall)
    assert (line.staff_id, line.subject) == (hall.staff["pengawas"], f"slot:{hall.slot}")
    assert line.facts == {"at": "monitor.watch", "code": "not_allowed", "room": str(hall.rooms["Kenanga"])}
    hall.clock.go(minutes=10)
    hall.parts.traces.close()
    assert [line.facts.get("again") for line in refused(hall)] == [None, 49]


def test_rooms_and_slots_that_were_made_up_fill_no_log(hall: Hall, monitors: Monitors):
    for _ in range(50):
        assert watch(monitors, uuid4(), uuid4()) == "not_allowed"
        assert watch(monitors, hall.slot, uuid4()) == "not_allowed"
    assert [line.subject for line in refused(hall)] == ["house", f"slot:{hall.slot}"]


def test_a_socket_refused_until_the_password_is_changed_leaves_a_line(hall: Hall, monitors: Monitors):
    cookie = cookie_of(hall, "pengawas")
    hall.works.write(lambda work: setattr(work.session.get_one(StaffRow, hall.staff["pengawas"]), "password_given_at", work.now))
    with pytest.raises(Refuse):
        monitors.connect("another", {"HTTP_COOKIE": f"{STAFF_COOKIE}={cookie}"})
    [line] = refused(hall)
    assert (line.staff_id, line.facts["at"]) == (hall.staff["pengawas"], "monitor.socket")


def test_a_stranger_without_a_log_in_leaves_none(hall: Hall, monitors: Monitors):
    for cookie in ("", f"{STAFF_COOKIE}=made up"):
        with pytest.raises(Refuse):
            monitors.connect("another", {"HTTP_COOKIE": cookie})
    assert refused(hall) == []


def test_a_socket_of_a_log_in_that_was_carried_away_leaves_a_line(hall: Hall):
    seat = Seat(Guarded(hall), AYU)
    cookie = seat.page.client.get_cookie("lugas_sitting")
    assert cookie is not None
    for _ in range(20):
        with pytest.raises(Refuse):
            seat.guarded.applicants.connect("elsewhere", {"HTTP_COOKIE": f"lugas_sitting={cookie.value}"})
    [line] = refused(hall)
    assert (line.staff_id, line.subject) == (None, f"sitting:{seat.sitting}")
    assert line.facts == {"at": "exam.socket", "code": "seat_not_paired"}
