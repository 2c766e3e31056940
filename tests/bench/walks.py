"""`make bench-walks`: how many files of the server a datum passes on six walks, counted while it goes (docs/house.md).

Counted are files of `server` entered by a call, each once, in order, and calls that lead from one file into another. The hall
is warm: every walk but the commands is gone once before it is counted. Pages are not seen, the worker's side runs in here.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType, SimpleNamespace
from typing import Any, cast

from server.faces.engine import FaceEngine
from server.livescore.feed import Feed, FeedPlan, Surroundings
from server.livescore.keys import signing_key
from server.livescore.projection import BoardPolicy
from server.memory.presence import Presence
from server.realtime.broadcast import Broadcast
from server.realtime.server import RealtimeServer
from server.verification import worker
from server.verification.in_work import InWork
from server.workflows.views.board import PublicSlots
from server.workflows.views.running_ranges import RangeRule, RunningRanges
from tests.api.exam_pages import answer, at_work, items_of
from tests.api.office import SLOT, Office, people, person, prepared
from tests.api.proctored import act, well
from tests.builders import MODELS, PEOPLE, Hall, a_hall
from tests.realtime.looked_at import OWN, STRANGER, Engine, Seat, known, watch_over
from tests.reference_photos import photo

OTHER = {"code": "other", "text": "uji"}
SERVER = str(Path(__file__).parents[2] / "server") + "/"


class Walk:
    """Listens to calls while it is open, and prints what it heard."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: dict[str, None] = {}
        self.calls = self.across = 0

    def __enter__(self) -> "Walk":
        sys.setprofile(self._hear)
        return self

    def __exit__(self, *_failed: object) -> None:
        sys.setprofile(None)
        print(f"{self.name}: {len(self.files)} files, {self.calls} calls, {self.across} across files")
        print("   " + " → ".join(self.files))

    def _hear(self, frame: FrameType, event: str, _argument: Any) -> None:
        file = frame.f_code.co_filename
        if event != "call" or not file.startswith(SERVER):
            return
        caller = frame.f_back.f_code.co_filename if frame.f_back else ""
        self.calls += 1
        self.across += caller.startswith(SERVER) and caller != file
        self.files[file.removeprefix(SERVER).removesuffix(".py")] = None


def _heard(*_what: object, **_where: object) -> None:
    """The screens; nothing goes out."""


class _Over(Exception):
    """A loop has gone round once."""


def main() -> None:
    with TemporaryDirectory() as folder:
        hall = a_hall(Path(folder) / "hall")
        of_answers(hall, Path(folder))
        of_pictures(a_hall(Path(folder) / "watched"))
        of_acts(hall)
        of_files(Office(Path(folder) / "office"))


def twice(name: str, step: Callable[[int], object]) -> None:
    step(1)
    with Walk(name):
        step(2)


def of_answers(hall: Hall, folder: Path) -> None:
    page = at_work(hall, PEOPLE[0].number)
    screens = SimpleNamespace(emit=_heard, direct_send=_heard, server=SimpleNamespace(enter_room=_heard))
    broadcast = Broadcast(hall.works, Presence(), cast(RealtimeServer, screens), timedelta(minutes=10))
    seat = hall.seat_of(PEOPLE[0].number)
    room = hall.works.read(lambda work: work.places.seat(seat).room_id)
    broadcast.watch("a screen", (hall.slot, room))
    hall.works.publish = broadcast.publish
    item = items_of(page)[0]
    twice("1 answer click to the database", lambda turn: answer(hall, page, item, turn, turn))
    with Walk("1 on to the tile"):
        broadcast.flush()
    loops: list[Callable[[], None]] = []

    def over(_seconds: float) -> None:
        raise _Over

    around = Surroundings(now=hall.clock, sleep=over, spawn=lambda loop, *_what: loops.append(loop), chance=lambda: 0.0)
    slots = PublicSlots(RunningRanges(RangeRule()), timedelta(seconds=60))
    plan = FeedPlan(boards=(), key=signing_key(folder / "feed.pem", folder / "feed.pub"), policy=BoardPolicy())
    Feed(lambda: hall.works.read(slots), plan, around).start()

    def look(_turn: int) -> None:
        with suppress(_Over):
            loops[0]()

    twice("1 on to the board's feed", look)


def of_pictures(hall: Hall) -> None:
    known(hall, PEOPLE[0].number)
    at_work(hall, PEOPLE[0].number)
    engine, told = Engine(), cast(list[tuple[str, Any]], [])
    seat = Seat(hall, watch_over(hall, engine, told), engine, hall.sittings[PEOPLE[0].number], told)
    for _ in range(8):
        seat.look(OWN)
    with Walk("2 picture to the queue of the workers"):
        seat.send()
    jpeg, faces = photo("obama.jpg"), FaceEngine(MODELS, "dlib-8bit")
    number = os.memfd_create("in work", 0)
    os.ftruncate(number, 8)
    in_work = InWork(number)
    twice("2 within a worker", lambda turn: worker._outcomes(faces, [(turn, jpeg)], in_work))
    while seat.status == "running":
        with Walk("2 verdict (the last one of these pauses)"):
            seat.look(STRANGER, 1)


def of_acts(hall: Hall) -> None:
    sitting, proctor = hall.sittings[PEOPLE[0].number], hall.officer("ketua")
    twice("3 grant of time", lambda _: well(act(proctor, "grant", sitting, seconds=60, reason=OTHER)))
    desk = hall.officer("meja1")
    twice("4 on to the desk's search", lambda _: desk.get(f"/api/desk/slots/{hall.slot}/find?q={PEOPLE[0].number}"))
    twice("4 on to the desk's page of a person", lambda _: desk.get(f"/api/desk/sittings/{sitting}"))
    twice("6 an act without the right", lambda _: act(desk, "grant", sitting, seconds=60, reason=OTHER))
    twice("6 a read without the right", lambda _: desk.get(f"/api/monitor/sittings/{sitting}"))


def of_files(office: Office) -> None:
    prepared(office)
    with Walk("5 rule set to a new exam"):
        office.does("exam", "create", "SKD2", "SKD CPNS 2027")
    with Walk("4 row of a file to a registration"):
        office.does("registrations", "import", people(office.folder, person(1)), "--slot", SLOT)


if __name__ == "__main__":
    main()
