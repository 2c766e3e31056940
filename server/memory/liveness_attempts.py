"""Open attempts at active liveness and the last outcome of each sitting, in memory: a restart asks again."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from server.edge_refusals import EdgeRefusal
from server.identity.gate.liveness import LIMITS, Prompt

REMEMBERED = 2_000
Draw = Callable[[Random], tuple[Prompt, ...]]


class LivenessExpired(EdgeRefusal):
    """Unknown, answered already, another person's, or too late: the page asks for new prompts."""

    code, status = "liveness_expired", 409


class LivenessNeeded(EdgeRefusal):
    code, status = "liveness_needed", 409


@dataclass(frozen=True, slots=True)
class Attempt:
    sitting_id: UUID
    asked_by: UUID  # the officer, or the sitting itself at its gate
    prompts: tuple[Prompt, ...]
    opened_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.opened_at + LIMITS.lives


@dataclass(frozen=True, slots=True)
class Result:
    at: datetime
    passed: bool
    embedding: tuple[float, ...] | None  # whose face it was: the check that follows must show the same


class LivenessAttempts:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._random = secrets.SystemRandom()  # nobody may guess the next order from former ones
        self._open: OrderedDict[str, Attempt] = OrderedDict()
        self._results: dict[UUID, Result] = {}

    def open(self, sitting_id: UUID, asked_by: UUID, draw: Draw) -> tuple[str, Attempt]:
        """Only the newest of a sitting counts, and asking again forgets how the former ended."""
        self.forget(sitting_id)
        token, attempt = secrets.token_urlsafe(16), Attempt(sitting_id, asked_by, draw(self._random), self._now())
        self._open[token] = attempt
        if len(self._open) > REMEMBERED:
            self._open.popitem(last=False)
        return token, attempt

    def forget(self, sitting_id: UUID) -> None:
        """Another page, or a check that has used it: what was asked and how it ended counts no more."""
        for token in [token for token, attempt in self._open.items() if attempt.sitting_id == sitting_id]:
            del self._open[token]
        self._results.pop(sitting_id, None)

    def take(self, token: str, sitting_id: UUID, asked_by: UUID) -> Attempt:
        """Once: the same films cannot be shown twice."""
        attempt = self._open.pop(token, None)
        if attempt is None or (attempt.sitting_id, attempt.asked_by) != (sitting_id, asked_by):
            raise LivenessExpired()
        if self._now() > attempt.expires_at:
            raise LivenessExpired()
        return attempt

    def note(self, sitting_id: UUID, *, passed: bool, embedding: tuple[float, ...] | None) -> None:
        """Embeddings leave memory with the next one noted after they have lost their use."""
        now = self._now()
        for old in [known for known, result in self._results.items() if now - result.at > LIMITS.holds]:
            del self._results[old]
        self._results[sitting_id] = Result(now, passed, embedding)

    def result(self, sitting_id: UUID) -> Result:
        """LivenessNeeded when there is none, or none recent enough."""
        result = self._results.get(sitting_id)
        if result is None or self._now() - result.at > LIMITS.holds:
            raise LivenessNeeded()
        return result
