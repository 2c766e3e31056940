"""What a page filmed of movements it was asked for: read, measured, and held to the time the attempt has lasted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import request

from server import context
from server.edge_refusals import Unreadable
from server.faces.burst import joined
from server.faces.stripped import stripped
from server.identity.gate.copies import is_copy
from server.identity.gate.liveness import LIMITS, Burst, LivenessVerdict, front_of, judge_liveness
from server.memory.liveness_attempts import Attempt
from server.verification.moments import moment
from server.web import parsing
from server.web.face_check import CameraAt, measured_beside
from server.workflows.desk.liveness import AttemptResult

MOST_PICTURES = 12
LONGEST_BURST_MS = 120_000


@dataclass(frozen=True, slots=True)
class Film:
    """What the page took of one prompt."""

    frames: list[bytes]
    times: list[int]


@dataclass(frozen=True, slots=True)
class MovementJudgement:
    verdict: LivenessVerdict
    shown: AttemptResult
    embedding: tuple[float, ...] | None  # whose face it was

    @property
    def as_json(self) -> dict[str, Any]:
        pairs = zip(self.shown.prompts, self.verdict.faults, strict=True)
        return {"passed": self.verdict.passed, "each": [{"prompt": prompt, "fault": fault} for prompt, fault in pairs]}


def judged(attempt: Attempt, enrolled: Sequence[bytes], sender: str) -> MovementJudgement:
    """`enrolled`: pictures that must not be shown again."""
    camera = CameraAt(context.hall().faces, sender)
    bursts = [measured(film, enrolled, camera) for film in filmed(len(attempt.prompts))]
    verdict = judge_liveness(attempt.prompts, in_time(attempt, bursts), context.hall().policy, LIMITS)
    shown = AttemptResult(attempt.prompts, verdict, tuple(burst.parallax for burst in bursts))
    return MovementJudgement(verdict, shown, front_of(bursts[0]))


def filmed(prompts: int) -> list[Film]:
    """Parts named by the prompt's number, and `times`: milliseconds since that prompt was shown, a list a prompt."""
    try:
        times = json.loads(request.form.get("times", ""))
    except (ValueError, RecursionError) as error:
        raise Unreadable(field="times") from error
    if not isinstance(times, list) or len(times) != prompts:
        raise Unreadable(field="times")
    return [_one_filmed(number, times[number]) for number in range(prompts)]


def _one_filmed(number: int, times: Any) -> Film:
    frames = [stripped(part.read()) for part in request.files.getlist(str(number))]
    if not 1 <= len(frames) <= MOST_PICTURES or not all(frame.startswith(parsing.JPEG_START) for frame in frames):
        raise Unreadable(field=str(number), least=1, most=MOST_PICTURES)
    if not isinstance(times, list) or len(times) != len(frames) or not all(_is_time(at) for at in times):
        raise Unreadable(field="times")
    return Film(frames, times)


def _is_time(at: object) -> bool:
    return type(at) is int and 0 <= at <= LONGEST_BURST_MS


def measured(film: Film, enrolled: Sequence[bytes], camera: CameraAt) -> Burst:
    (first,), compared = measured_beside(film.frames[:1], enrolled, camera)
    *others, through = (camera.measured(frame) for frame in [*film.frames[1:], joined(film.frames)])
    moments = (moment(one, at, context.hall().policy) for one, at in zip([first, *others], film.times, strict=True))
    return Burst(tuple(moments), through.parallax or 0.0, is_copy(compared))


def in_time(attempt: Attempt, bursts: Sequence[Burst]) -> Sequence[Burst]:
    """Pictures that claim to have taken longer than the attempt has lasted were not taken in it: nothing of them counts."""
    claimed = sum(after.at_ms - before.at_ms for burst in bursts for before, after in pairwise(burst.moments))
    lasted = (context.now() - attempt.opened_at).total_seconds() * 1000
    return bursts if claimed <= lasted else [Burst((), 0.0) for _ in bursts]
