"""A real hall for the browser: a database made by the workflows, then `python wsgi.py` itself with its board and workers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen
from uuid import UUID

from server import clock
from server.app import create_app
from server.identity.choices import Verdict
from server.storage.tables import SeatRow, SittingRow, SlotRow
from server.storage.work import Work
from server.verification.engine import VerificationEngine
from server.verification.jobs import Refusal
from server.workflows import access
from server.workflows.before import draw, exams, sites
from server.workflows.before.exams import NewExam
from server.workflows.before.sites import NewSite
from server.workflows.desk import face_check
from server.workflows.desk.face_check import CheckEvidence
from server.workflows.proctor import slot as proctor_slot
from server.workflows.proctor.request import ActRequest
from server.workflows.seat import pairing
from tests import builders
from tests.builders import COMMAND, ROOT, RULES, SITE, STAFF, Applicant, Hall
from tests.ports import a_free_port
from tests.second_pictures import another_day

READY_WITHIN_S = 120.0
FROM_THE_SLOT = timedelta(hours=1)  # the desk has this long before the start, until a test brings the start forward
LOCAL = "127.0.0.1"
RUNNING: "list[RunningHall]" = []  # whose words stand below a failed test
T = TypeVar("T")


@dataclass
class CheckedIn:
    """Somebody who was at the desk and walks to the seat with a slip."""

    number: str
    pin: str
    sitting: UUID
    seat: UUID


@dataclass
class RunningHall:
    folder: Path
    hall: Hall
    choices: Mapping[str, str] = field(default_factory=dict)  # LUGAS_… variables, without the prefix
    ports: tuple[int, int] = (0, 0)
    process: subprocess.Popen[bytes] | None = None
    slips: Mapping[str, CheckedIn] = field(default_factory=dict)  # by participant number

    @property
    def address(self) -> str:
        return f"http://{LOCAL}:{self.ports[0]}"

    @property
    def board(self) -> str:
        return f"http://{LOCAL}:{self.ports[1]}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def start(self) -> None:
        self.ports = (a_free_port(), a_free_port())
        settings = {"INSTANCE": self.folder / "instance", "KEYS": self.folder / "keys", "HOST": LOCAL, "FACE_WORKERS": 1}
        settings |= {"LIVENESS": "off", "PORT": self.ports[0], "BOARD_PORT": self.ports[1], **self.choices}
        environment = {**os.environ, **{f"LUGAS_{name}": str(value) for name, value in settings.items()}}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, str(ROOT / "wsgi.py")], stdout=log, stderr=log, env=environment)
        self.wait_ready()

    def wait_ready(self) -> None:
        for address in (f"{self.address}/api/seat", f"{self.board}/api/board"):
            until(partial(answers, address), READY_WITHIN_S, f"{address} is silent")

    def kill_server(self) -> datetime:
        """`kill -9` of the process that serves; its parent starts another one. Returns when it died."""
        [child] = [pid for pid in children(self._parent()) if command(pid).endswith(b"\0serve\0")]
        os.kill(child, signal.SIGKILL)
        died = clock.now()
        until(lambda: not Path(f"/proc/{child}").exists() or state(child) == "Z", 60)
        return died

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.hall.close()

    def read(self, query: Callable[..., T], *args: Any) -> T:
        return self.hall.works.read(query, *args)

    def sitting(self, number: str) -> SittingRow:
        return self.read(lambda work: work.sittings.get_one(self.hall.sittings[number]))

    def seat(self, number: str) -> SeatRow:
        return self.read(lambda work: work.places.seat(work.sittings.get_one(self.hall.sittings[number]).seat_id))

    def room(self, number: str) -> str:
        seat = self.seat(number)
        return self.read(lambda work: work.places.room(seat.room_id).name)

    def begin_now(self) -> None:
        """The planned start has come."""
        self.hall.works.write(_begin_at, self.hall.slot, clock.now())

    def pairing_code(self, seat: UUID) -> str:
        """What an IT officer reads out at a PC."""
        officer = self.read(access.officer, self.hall.staff["it"])
        return self.hall.works.write(pairing.make_pairing_code, seat, timedelta(minutes=15), by=officer)[0]

    def _parent(self) -> int:
        assert self.process is not None
        assert self.process.poll() is None, self.log[-6000:]
        return self.process.pid


def brisk(folder: Path) -> Path:
    """A hall that pauses for an empty chair or a covered lens sooner; the real figures are proved in tests/unit/identity."""
    policy = folder / "policy.json"
    policy.write_text(json.dumps({"model": "dlib-float", "policy": {"no_face_after": 6, "covered_after": 4}}))
    return policy


@contextmanager
def opened(folder: Path, hall: Hall, **choices: object) -> Iterator[RunningHall]:
    """`choices` are LUGAS_… variables, by their names in lower case."""
    running = RunningHall(folder, hall, {name.upper(): str(value) for name, value in choices.items()})
    RUNNING.append(running)
    try:
        running.start()
        yield running
    finally:
        RUNNING.remove(running)
        running.stop()


@contextmanager
def working_day(
    folder: Path,
    people: Sequence[Applicant],
    faces: VerificationEngine,
    rules: Mapping[str, Any] | None = None,
    **choices: object,
) -> Iterator[RunningHall]:
    """Everybody was at the desk and the slot is open: for tests that begin at the seat. `choices` as in `opened`."""
    hall = prepared(folder, people, faces, rules)
    slips = {one.number: check_in(hall, one.number, one.photo or "obama.jpg", faces) for one in people}
    hall.works.write(_begin_at, hall.slot, clock.now())
    chief = hall.works.read(access.officer, hall.staff["ketua"])
    hall.works.write(proctor_slot.act, "open", hall.slot, ActRequest(), by=chief)
    with opened(folder, hall, **choices) as running:
        running.slips = slips
        yield running


def prepared(
    folder: Path,
    people: Sequence[Applicant],
    faces: VerificationEngine,
    rules: Mapping[str, Any] | None = None,
    site: NewSite = SITE,
) -> Hall:
    """Site, exam, slot, staff, registrations with measured photos, frozen papers: the evening before."""
    app = create_app(builders.settings(folder))
    works = app.extensions["lugas"].works
    exam_plan = NewExam("SKD-2026", "SKD CPNS 2026", rules or builders.rule_set(RULES), builders.sample_package())
    exam, site_id = works.write(exams.create_exam, exam_plan, by=COMMAND).id, works.write(sites.add_site, site, by=COMMAND).id
    rooms = works.read(lambda work: {room.name: room.id for room in work.places.rooms(site_id)})
    starts_at = clock.now() + FROM_THE_SLOT
    slot = builders.add_slot(works, exam, site_id, starts_at=starts_at, pin_closes_before=timedelta())
    hall = Hall(app, builders.Clock(starts_at), exam, site_id, rooms, slot, {})
    for account in STAFF:
        kind = STAFF[account][1]
        hall.staff[account] = builders.add_staff(hall, account, kind=kind)
    builders.register(hall, people, faces=faces, picture=partial(another_day, day=5))
    works.write(draw.keep, works.read(draw.load_draw_input, slot).drawn(b"benih uji peramban"), by=COMMAND)
    return hall


def check_in(hall: Hall, number: str, photo: str, faces: VerificationEngine) -> CheckedIn:
    """Through the desk's own workflow, for tests that begin at the seat."""
    picture = another_day(photo, day=3)
    measured = faces.measure(picture, 60.0)
    assert not isinstance(measured, Refusal), measured
    seen = CheckEvidence(Verdict.MATCH, picture, measured.faces[0].embedding, {"distance": 0.0, "limit": 0.58})
    officer = hall.works.read(access.officer, hall.staff["meja1"])
    sitting = hall.sittings[number]
    kept = hall.works.write(face_check.keep_check, sitting, seen, by=officer)
    assert kept.pin is not None
    return CheckedIn(number, kept.pin, sitting, hall.seat_of(number))


def _begin_at(work: Work, slot_id: UUID, at: datetime) -> None:
    slot: SlotRow = work.slots.get_one(slot_id)
    slot.starts_at = at


def until(holds: Callable[[], object], seconds: float, told: str = "waited in vain") -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, told
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
