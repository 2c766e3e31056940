"""What a failed read has swallowed is told again: nothing that was announced is lost to the screens of a room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from server.exam.actors import FACE_CHECKS
from server.memory.presence import Presence
from server.realtime.broadcast import Broadcast
from server.workflows.steps.incidents import Raised, raise_incident
from tests.api.exam_pages import act, at_work
from tests.builders import PEOPLE, Hall, a_hall

DARK = Raised("no_face", 2, (("why_no_face", {"looks": 3, "seconds": 30}),), None, "no_face")


@dataclass
class Screens:
    """What every screen of every room was sent."""

    sent: list[tuple[str, Any]] = field(default_factory=list)
    server: Any = field(default_factory=lambda: SimpleNamespace(enter_room=_nothing, leave_room=_nothing))

    def direct_send(self, name: str, payload: Any, **_to: str) -> None:
        self.sent.append((name, payload))

    def emit(self, *_told: Any, **_to: Any) -> None:
        """To the page of a sitting."""

    def names(self) -> list[str]:
        return [name for name, _ in self.sent]


@dataclass
class Watched:
    hall: Hall
    broadcast: Broadcast
    screens: Screens


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    hall, screens = a_hall(tmp_path), Screens()
    at_work(hall, PEOPLE[0].number)
    broadcast = Broadcast(hall.works, Presence(), screens, timedelta(minutes=10))
    hall.works.publish = broadcast.publish
    seat = hall.seat_of(PEOPLE[0].number)
    broadcast.watch("a screen", (hall.slot, hall.works.read(lambda work: work.places.seat(seat).room_id)))
    yield Watched(hall, broadcast, screens)
    hall.close()


def no_read_works(hall: Hall) -> Callable[[], None]:
    """From now until the returned word."""
    real = hall.works.read

    def read(*_asked: Any, **_named: Any) -> Any:
        raise OperationalError("SELECT", {}, OSError("database is locked"))

    hall.works.read = read
    return lambda: setattr(hall.works, "read", real)


def test_an_incident_whose_read_failed_is_told_in_the_next_round(watched: Watched):
    sitting = watched.hall.sittings[PEOPLE[0].number]
    watched.hall.works.write(raise_incident, sitting, DARK, by=FACE_CHECKS)
    again = no_read_works(watched.hall)
    for _ in range(2):
        with pytest.raises(OperationalError):
            watched.broadcast.flush()
    again()
    watched.broadcast.flush()

    told = [payload["incident"] for name, payload in watched.screens.sent if name == "incident"]
    assert [(one["kind"], one["state"]) for one in told] == [("no_face", "open")]
    [tile] = [tile for name, payload in watched.screens.sent if name == "tiles" for tile in payload["tiles"]]
    assert tile["sitting"]["status"] == "paused"


def test_a_slot_whose_read_failed_is_told_in_the_next_round(watched: Watched):
    chief = watched.hall.officer("ketua")
    asked = {"act": "suspend", "reason": {"code": "power", "text": ""}}
    assert chief.post(f"/api/monitor/slots/{watched.hall.slot}/acts", asked).status_code == 204
    again = no_read_works(watched.hall)
    with pytest.raises(OperationalError):
        watched.broadcast.flush()
    again()
    watched.broadcast.flush()

    assert [payload["slot"]["status"] for name, payload in watched.screens.sent if name == "slot"] == ["suspended"]


def test_what_no_announcement_brought_is_found_by_the_look_around(watched: Watched):
    """Raised, closed and suspended while nobody listened; then told once, and no more."""
    hall, sitting = watched.hall, watched.hall.sittings[PEOPLE[0].number]
    hall.works.publish = lambda _facts: None
    hall.works.write(raise_incident, sitting, DARK, by=FACE_CHECKS)
    watched.broadcast.sweep()
    assert watched.screens.names() == ["tiles", "incident"]

    act(hall, "ketua", "resume", [sitting], check="by_sight")
    asked = {"act": "suspend", "reason": {"code": "power", "text": ""}}
    hall.officer("ketua").post(f"/api/monitor/slots/{hall.slot}/acts", asked)
    for _ in range(3):
        watched.broadcast.sweep()

    assert watched.screens.names() == ["tiles", "incident", "tiles", "slot", "incident"]
    assert watched.screens.sent[-1][1]["incident"]["state"] == "closed"


def _nothing(*_given: Any, **_named: Any) -> None:
    """Rooms of sockets that are not there."""
