"""Which pictures wait for a worker: one per key, the newest; those somebody waits for come first."""

from collections import deque
from dataclasses import dataclass, field
from threading import Event

from server.verification.jobs import Outcome


@dataclass(slots=True)
class Reply:
    """Where somebody waits for an outcome."""

    came: Event = field(default_factory=Event)
    outcome: Outcome | None = None


@dataclass(slots=True)
class PictureJob:
    number: int
    key: str
    sequence: int
    jpeg: bytes
    since: float  # when this key, or whoever asked, began to wait
    reply: Reply | None = None
    losses: int = 0  # workers that died with it, or one of the same key before it, in hand
    goes_before: "PictureJob | None" = None  # this one is our own, to see whether the worker is well before it is given that one


class Waiting:
    """Not locked: the engine that owns it is."""

    def __init__(self) -> None:
        self._urgent: deque[PictureJob] = deque()
        self._latest: dict[str, PictureJob] = {}  # in order of the time the key began to wait

    def __len__(self) -> int:
        return len(self._urgent) + len(self._latest)

    def put_latest(self, job: PictureJob) -> bool:
        present = self._latest.get(job.key)
        if present is not None:
            if job.sequence <= present.sequence:
                return False
            job.since, job.losses = present.since, present.losses  # a newer picture keeps its key's place and losses
        self._latest[job.key] = job
        return True

    def put_urgent(self, job: PictureJob) -> None:
        self._urgent.append(job)

    def put_back(self, job: PictureJob) -> None:
        """A job whose worker died goes to the front; a newer picture of the same key stands in its place."""
        if job.reply is not None:
            self._urgent.appendleft(job)
        elif job.key not in self._latest:
            self._latest = {job.key: job, **self._latest}
        else:
            newer = self._latest[job.key]
            newer.losses = max(newer.losses, job.losses)

    def first(self) -> PictureJob | None:
        """Whom `take` would give."""
        return self._urgent[0] if self._urgent else next(iter(self._latest.values()), None)

    def all(self) -> tuple[PictureJob, ...]:
        return (*self._urgent, *self._latest.values())

    def take(self) -> PictureJob | None:
        if self._urgent:
            return self._urgent.popleft()
        return self._latest.pop(next(iter(self._latest))) if self._latest else None

    def withdraw(self, job: PictureJob) -> bool:
        """Whether it still waited."""
        if job in self._urgent:
            self._urgent.remove(job)
            return True
        return self._latest.get(job.key) is job and self._latest.pop(job.key) is job

    def longest(self, now: float) -> float:
        first = next(iter(self._latest.values()), None)
        return max((now - job.since for job in (*self._urgent, first) if job is not None), default=0.0)
