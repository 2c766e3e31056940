"""What the hall knows only in memory: who is connected and what the camera last said. The database never waits for it."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID

from server import clock
from server.identity.looks.evidence import Look

FRAMES_KEPT = 9  # five before an incident, the one that raised it, and what came while a worker measured it


@dataclass(slots=True)
class CameraFrame:
    """A snapshot as it came in, and what was seen in it once a worker has measured it."""

    sequence: int
    jpeg: bytes
    taken_at: datetime  # the page's clock
    received_at: datetime  # ours
    look: Look | None = None
    boxes: tuple[tuple[float, ...], ...] = ()  # of its faces, as shares of the picture
    embedding: tuple[float, ...] | None = None  # of the main face, only while the picture is weighed
    kept_as: list[UUID] = field(default_factory=list)  # rows of incidents that hold it already


@dataclass
class SeatPresence:
    """One sitting's page, as far as the server hears of it."""

    connected: bool = False
    ever_connected: bool = False
    connected_since: datetime | None = None
    disconnected_at: datetime | None = None
    face: str | None = None  # the last look's kind
    face_at: datetime | None = None
    unverified_since: datetime | None = None  # our checks fail; nobody is paused for that
    seen_at: datetime | None = None  # when the last picture came that a worker has measured
    waits_since: datetime | None = None  # pictures come and no worker has answered any since
    last_request_at: datetime | None = None  # its last request over HTTP
    unseen: str = "seen"  # or grey, alert: nobody was seen for so long
    camera: str = "off"  # off, refused, missing, busy, muted, black, frozen, unanswered as the page says; ok as we have measured
    camera_reported_at: datetime | None = None
    focus: str = "in"
    unwritten: set[str] = field(default_factory=set)  # kinds of incidents that were decided and could not be written down yet
    lost_of: set[UUID] = field(default_factory=set)  # incidents whose trace or pictures could not be kept
    answered: set[UUID] = field(default_factory=set)  # incidents that an officer has closed
    frames: deque[CameraFrame] = field(default_factory=lambda: deque(maxlen=FRAMES_KEPT))

    @property
    def evidence_lost(self) -> bool:
        """What was seen could not be written down: a human must look, and until one has, nothing that comes later mends it."""
        return bool(self.unwritten or self.lost_of)

    def lost(self, incident: UUID) -> None:
        """An alert only until an officer has closed it: nobody could close it a second time."""
        if incident not in self.answered:
            self.lost_of.add(incident)

    def incident_handled(self, incident: UUID | None) -> None:
        """By an officer: this incident, or all that was never written."""
        if incident is None:
            self.unwritten.clear()
        else:
            self.lost_of.discard(incident)
            self.answered.add(incident)


class RoomVersions:
    """Numbers the messages to the screens of each (slot, room).

    They count from the moment the server started, so that a number from before a restart never fits one from after it.
    """

    def __init__(self) -> None:
        self._base = round(clock.now().timestamp() * 1000)
        self._sent: dict[tuple[UUID, UUID], int] = {}

    def of(self, slot: UUID, room: UUID) -> int:
        return self._base + self._sent.get((slot, room), 0)

    def next(self, slot: UUID, room: UUID) -> int:
        self._sent[slot, room] = self._sent.get((slot, room), 0) + 1
        return self.of(slot, room)


class StateOrder:
    """Numbers what is said to the exam pages: of two states the one read later counts, whatever the wall clock did between."""

    def __init__(self) -> None:
        self._server, self._number = secrets.token_hex(4), count(1)

    def next(self) -> dict[str, str | int]:
        """`server` names this run: numbers of another one are not to be compared with."""
        return {"server": self._server, "number": next(self._number)}


class Presence:
    def __init__(self) -> None:
        self._seats: dict[UUID, SeatPresence] = {}
        self.versions, self.states = RoomVersions(), StateOrder()

    def of(self, sitting_id: UUID) -> SeatPresence:
        return self._seats.setdefault(sitting_id, SeatPresence())

    def connected(self, sitting_id: UUID, now: datetime) -> None:
        """A page is there, perhaps another one: what was well before must be seen again."""
        here = self.of(sitting_id)
        here.connected, here.ever_connected, here.connected_since = True, True, now
        if here.camera == "ok":
            here.camera = "off"
        if here.face == "same":
            here.face, here.face_at = None, None

    def forget(self, sitting_id: UUID) -> None:
        """The sitting has ended: what the camera saw leaves memory."""
        here = self.of(sitting_id)
        here.frames.clear()
        here.face, here.face_at, here.unverified_since, here.camera = None, None, None, "off"
        here.seen_at, here.waits_since, here.unseen = None, None, "seen"
