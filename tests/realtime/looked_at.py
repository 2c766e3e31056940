"""Seats that an identity watch looks at, with doubles where a fault is needed on demand: an engine that refuses, and
measurements of faces as far apart as the test wants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError

from server.faces.measurement import Box, Face, Measurement
from server.identity.policy import DLIB_2026
from server.memory.presence import CameraFrame, Presence
from server.realtime.bursts import Pace
from server.realtime.identity_watch import IdentityWatch
from server.realtime.lights_out import RoomLight
from server.storage.tables import PhotoRow
from server.verification.engine import Health
from tests.api.exam_pages import at_work
from tests.builders import PEOPLE, Applicant, Hall, a_hall

OWN = (0.0,) * 128
STRANGER = (0.9,) + (0.0,) * 127
ANOTHER = (0.0, 0.9) + (0.0,) * 126
MANY = (*PEOPLE[:3], *(Applicant(f"24-1{number:03}", f"Peserta {number}") for number in range(7)))


@dataclass
class Engine:
    """Takes pictures, or refuses them when told to."""

    refuses: bool = False
    taken: list[tuple[str, int, bool]] = field(default_factory=list)

    def put_latest(self, key: str, sequence: int, jpeg: bytes, *, burst: bool = False) -> bool:
        if not self.refuses:
            self.taken.append((key, sequence, burst))
        return not self.refuses

    def health(self) -> Health:
        return Health(workers=0 if self.refuses else 1, waiting=0, took_ms_p50=10.0, is_overloaded=self.refuses)


@dataclass
class Seat:
    hall: Hall
    watch: IdentityWatch
    engine: Engine
    sitting: UUID
    told: list[tuple[str, Any]]  # to the page
    sequence: int = 0
    page_clock: datetime | None = None  # none: it runs as ours does

    def look(self, embedding: tuple[float, ...] | None, seconds: float = 5.0) -> int:
        """One snapshot and its verdict; None: nobody in it. Returns when the next one is welcome."""
        next_ms = self.send(seconds)
        key, number, _ = self.engine.taken[-1]
        self.watch.on_verdict(key, number, measured(embedding, f"{self.sitting}{self.sequence}"))
        return next_ms

    def send(self, seconds: float = 5.0) -> int:
        self.hall.clock.go(seconds=seconds)
        self.sequence += 1
        now = self.hall.clock.now
        return self.watch.take(self.sitting, CameraFrame(self.sequence, b"\xff\xd8picture", self.page_clock or now, now))

    @property
    def status(self) -> str:
        return self.hall.works.read(lambda work: work.sittings.get_one(self.sitting)).status

    def incidents(self) -> list[str]:
        found = self.hall.works.read(lambda work: work.identity.incidents(self.hall.slot))
        return [one.kind for one in found if one.sitting_id in (None, self.sitting)]


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    hall, number = a_hall(tmp_path), PEOPLE[0].number
    known(hall, number)
    at_work(hall, number)
    engine, told = Engine(), []
    yield Seat(hall, watch_over(hall, engine, told), engine, hall.sittings[number], told)
    hall.close()


def measured(embedding: tuple[float, ...] | None, digest: str) -> Measurement:
    face = Face(Box(150, 90, 160, 200), 0.95, 0, 0, 0, 130, 0, 200, (), embedding)
    return Measurement(480, 360, 120, 50, digest, () if embedding is None else (face,))


def watch_over(hall: Hall, engine: Engine, told: list[tuple[str, Any]], presence: Presence | None = None) -> IdentityWatch:
    watch = IdentityWatch(
        works=hall.works,
        faces=engine,
        presence=presence or Presence(),
        policy=DLIB_2026,
        pace=Pace(timedelta(seconds=5), timedelta(seconds=1)),
        notify=lambda sitting, name, payload: told.append((name, payload)),
        light=RoomLight(hall.works, DLIB_2026),
        moved=lambda sitting: None,
    )
    hall.works.publish = watch.on_facts
    return watch


def fails_once(hall: Hall, workflow: Callable[..., Any]) -> list[str]:
    """The next write by this workflow finds the database locked. Returns what has failed so far."""
    real, failed = hall.works.write, []

    def write(asked, *given, **named):
        if asked is workflow and not failed:
            failed.append(asked.__name__)
            raise OperationalError("INSERT", {}, OSError("database is locked"))
        return real(asked, *given, **named)

    hall.works.write = write
    return failed


def known(hall: Hall, number: str) -> None:
    """The desk picture that the exam compares with."""

    def keep(work):
        sitting = work.sittings.get_one(hall.sittings[number])
        row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, kind="desk", taken_at=work.now)
        work.identity.add_photo(row, sitting.slot_id, b"\xff\xd8desk", OWN)

    hall.works.write(keep)
