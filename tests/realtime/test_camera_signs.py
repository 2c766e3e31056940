"""Passive signs over real sockets and real workers: odd pictures raise a hint on the proctor's rail, and pause nobody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.json_values import iso
from tests import shown_pictures as shown
from tests.builders import MODELS
from tests.realtime.conftest import PATIENT, until
from tests.realtime.watched import Running, one_running, running
from tests.reference_photos import MATERIAL

__all__ = ["one_running", "running"]  # fixtures

EXAM = "/exam"


class AtExam:
    """Somebody at work whose page sends one picture after the other, each measured before the next."""

    def __init__(self, hall: Running) -> None:
        self.hall, self.number = hall, hall.next_number()
        self.page, self.officer = hall.at_work(self.number), hall.officer("pengawas")
        self.socket = self.page.socket(EXAM)
        self.bursts: list[Any] = []
        self.socket.on("burst", self.bursts.append, namespace=EXAM)
        self.now = datetime.fromisoformat(hall.ask("/clock/0")["now"])
        self.sent = 0

    def send(self, jpeg: bytes, *, taken_at: datetime | None = None, after: int = 5) -> dict[str, Any]:
        self.now = datetime.fromisoformat(self.hall.ask(f"/clock/{after}")["now"])
        self.sent += 1
        said = {"sequence": self.sent, "taken_at": iso(taken_at or self.now), "jpeg": jpeg, "width": 480, "height": 360}
        answer: dict[str, Any] = self.socket.call("snapshot", said, namespace=EXAM, timeout=PATIENT)
        assert answer["ok"], answer
        until(lambda: (self.sitting["face"] or {}).get("at") == iso(self.now))
        return answer

    @property
    def sitting(self) -> Any:
        return next(one["sitting"] for one in self.seen["tiles"] if one["sitting"] and one["sitting"]["number"] == self.number)

    @property
    def seen(self) -> Any:
        room = self.hall.room()
        return self.officer.get(f"/api/monitor/slots/{room['slot']}/rooms/{room['room']}")

    def incidents(self) -> list[Any]:
        """Of this sitting: the others of the room are other tests'."""
        own = self.hall.sitting(self.number)
        return [one for one in self.seen["incidents"] if one["sitting"] and one["sitting"]["id"] == own]

    def signs(self) -> list[str]:
        """What hangs on the rail of signs about the camera, each of severity 1 and open."""
        kinds = ("face_still", "pictures_repeat", "picture_times", "screen_marks", "camera_changed")
        found = [one for one in self.incidents() if one["kind"] in kinds]
        assert all((one["severity"], one["state"]) == (1, "open") for one in found)
        return [one["kind"] for one in found]

    def why(self, kind: str) -> list[str]:
        found = next(one for one in self.incidents() if one["kind"] == kind)

        def told() -> Any:
            return self.officer.get(f"/api/monitor/incidents/{found['id']}")

        until(lambda: "trigger" in [one["phase"] for one in told()["frames"]])  # a human needs to see the picture
        assert [one["phase"] for one in told()["frames"]].count("trigger") == 1
        return [one["key"] for one in told()["why"]]

    def is_shown(self, kind: str) -> None:
        """This sign alone, and nobody is paused. A look is told before what follows from it is written."""
        until(lambda: self.signs() != [])
        assert (self.signs(), self.sitting["status"]) == ([kind], "running")


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    engine = FaceEngine(MODELS)

    def place(picture: np.ndarray) -> tuple[tuple[float, float], float]:
        box = engine.measure_picture(np.ascontiguousarray(picture[..., ::-1])).faces[0].box
        return (box.x + box.width / 2, box.y + box.height / 2), box.height

    return shown.portrait(MATERIAL / "biden.jpg", place)


@pytest.fixture
def somebody(running: Running) -> AtExam:
    return AtExam(running)


@pytest.fixture
def alive() -> Callable[[int], bytes]:
    """A man who moves, every picture with the noise of its own moment."""
    random, man = np.random.default_rng(8), shown.clip(Path(MATERIAL) / "carphone_pristine.mp4")
    return lambda at: shown.jpeg(shown.noisy(man[at * 7 % len(man)], 2, random))


def test_a_photo_that_never_moves_is_shown_to_the_proctor(somebody: AtExam, portrait: np.ndarray):
    for jpeg in shown.held(portrait, 27, 0, np.random.default_rng(2)):
        somebody.send(jpeg)

    somebody.is_shown("face_still")
    assert somebody.why("face_still") == ["why_face_still"]


def test_a_recording_in_a_loop_is_shown_to_the_proctor(somebody: AtExam, alive: Callable[[int], bytes]):
    recorded = [alive(at) for at in range(6)]
    for jpeg in recorded * 2:
        somebody.send(jpeg)

    somebody.is_shown("pictures_repeat")
    assert somebody.why("pictures_repeat") == ["why_pictures_repeat"]


def test_times_that_stand_still_are_shown_to_the_proctor(somebody: AtExam, alive: Callable[[int], bytes]):
    began = somebody.now
    for at in range(6):
        somebody.send(alive(at), taken_at=began)

    somebody.is_shown("picture_times")
    assert somebody.why("picture_times") == ["why_times_stand", "why_picture_times"]


def test_a_face_on_a_telephone_is_shown_to_the_proctor(somebody: AtExam, portrait: np.ndarray):
    random, room = np.random.default_rng(9), shown.rooms(Path(MATERIAL))[0]
    held = shown.in_a_border(portrait, (300, 400), (10, 235), 2, room)
    for at in range(70):
        moved = cv2.warpAffine(held, np.array([[1, 0, 4 * np.sin(at)], [0, 1, 3 * np.cos(at)]]), shown.SIZE)
        somebody.send(shown.jpeg(shown.noisy(moved, 2, random)))
        if somebody.signs():
            break

    somebody.is_shown("screen_marks")
    assert somebody.why("screen_marks") == ["why_marks_border", "why_screen_marks"]


def test_another_camera_brings_a_burst_without_the_page_asking(somebody: AtExam, alive: Callable[[int], bytes]):
    somebody.send(alive(0))
    seen = [{"kind": "camera_changed", "at": iso(somebody.now)}]
    assert somebody.page.post("/api/exam/events", {"events": seen}).status_code == 204

    until(lambda: bool(somebody.bursts))
    assert somebody.bursts[-1]["every_ms"] == 1000
    assert somebody.send(alive(1), after=1)["next_ms"] == 1000
    somebody.is_shown("camera_changed")


def test_a_man_who_moves_with_a_clock_set_wrong_raises_no_sign(somebody: AtExam, alive: Callable[[int], bytes]):
    for at in range(40):
        somebody.send(alive(at), taken_at=somebody.now - timedelta(hours=7))

    assert (somebody.signs(), somebody.sitting["status"]) == ([], "running")
