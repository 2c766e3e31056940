"""Active liveness on the desk page: prompts in random order, a burst of pictures for each, one outcome."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from server.faces.burst import joined
from server.faces.stripped import stripped
from server.identity.desk import DeskKind, DeskVerdict
from server.identity.liveness import LIMITS, Burst, front_of, judge_liveness
from server.json_values import iso
from server.verification.moments import moment
from server.web import context, gates, parsing
from server.web.callers import current_officer
from server.web.errors import Unknown, Unreadable
from server.web.limits import LIVENESS_TRIES
from server.web.liveness_attempts import Attempt
from server.workflows import liveness
from server.workflows.liveness import Shown

routes = Blueprint("desk_liveness", __name__, url_prefix="/api/desk/sittings/<uuid:sitting_id>/liveness")
MOST_PICTURES = 12
LONGEST_BURST_MS = 120_000


@dataclass(frozen=True, slots=True)
class Filmed:
    """What the page took of one prompt."""

    frames: list[bytes]
    times: list[int]


@routes.post("")
def ask(sitting_id: UUID) -> Response:
    by = current_officer()
    if context.hall().settings.liveness == "off":
        raise Unknown()
    context.hall().limits.count(LIVENESS_TRIES, str(sitting_id))
    context.read(liveness.may_be_asked, sitting_id, by)
    token, attempt = context.hall().liveness.open(sitting_id, by.id)
    return jsonify({"attempt": token, "prompts": attempt.asked, "expires_at": iso(attempt.expires_at)})


@routes.post("/<attempt_token>")
def show(sitting_id: UUID, attempt_token: str) -> Response:
    by = current_officer()
    attempt = context.hall().liveness.take(attempt_token, sitting_id, by.id)
    filmed = _filmed(len(attempt.asked))
    bursts = [_measured(one) for one in filmed]
    verdict = judge_liveness(attempt.asked, _in_time(attempt, bursts), context.hall().policy, LIMITS)
    shown = Shown(attempt.asked, verdict, tuple(burst.parallax for burst in bursts))
    context.write(liveness.keep, sitting_id, by, shown)
    if context.hall().settings.liveness == "require":
        context.hall().liveness.note(sitting_id, passed=verdict.passed, vector=front_of(bursts[0]))
    each = [{"prompt": asked, "fault": fault} for asked, fault in zip(attempt.asked, verdict.faults, strict=True)]
    return jsonify({"passed": verdict.passed, "each": each})


def after_liveness(sitting_id: UUID, verdict: DeskVerdict) -> DeskKind:
    """What a desk check comes to where liveness is required: who failed it, or is not who passed it, waits for two officers."""
    hall = context.hall()
    if hall.settings.liveness != "require" or verdict.kind is not DeskKind.MATCH:
        return verdict.kind
    result = hall.liveness.result(sitting_id)
    if not result.passed or result.vector is None or verdict.vector is None:
        return DeskKind.NOT_LIVE
    return DeskKind.MATCH if dist(result.vector, verdict.vector) <= hall.policy.match_limit else DeskKind.NOT_LIVE


def _filmed(prompts: int) -> list[Filmed]:
    """Parts named by the prompt's number, and `times`: milliseconds since that prompt was shown, a list a prompt."""
    try:
        times = json.loads(request.form.get("times", ""))
    except (ValueError, RecursionError) as error:
        raise Unreadable(field="times") from error
    if not isinstance(times, list) or len(times) != prompts:
        raise Unreadable(field="times")
    return [_one_filmed(number, times[number]) for number in range(prompts)]


def _one_filmed(number: int, times: Any) -> Filmed:
    frames = [stripped(part.read()) for part in request.files.getlist(str(number))]
    if not 1 <= len(frames) <= MOST_PICTURES or not all(frame.startswith(parsing.JPEG_START) for frame in frames):
        raise Unreadable(field=str(number), least=1, most=MOST_PICTURES)
    if not isinstance(times, list) or len(times) != len(frames) or not all(_is_told_time(at) for at in times):
        raise Unreadable(field="times")
    return Filmed(frames, times)


def _is_told_time(at: object) -> bool:
    return type(at) is int and 0 <= at <= LONGEST_BURST_MS


def _measured(filmed: Filmed) -> Burst:
    hall = context.hall()
    seen = gates.measured(filmed.frames, hall.faces)
    (through,) = gates.measured([joined(filmed.frames)], hall.faces)
    moments = (moment(one, at, hall.policy) for one, at in zip(seen, filmed.times, strict=True))
    return Burst(tuple(moments), through.parallax or 0.0)


def _in_time(attempt: Attempt, bursts: Sequence[Burst]) -> Sequence[Burst]:
    """Pictures that claim to have taken longer than the attempt has lasted were not taken in it: nothing of them counts."""
    claimed = sum(after.at_ms - before.at_ms for burst in bursts for before, after in pairwise(burst.moments))
    lasted = (context.now() - attempt.opened_at).total_seconds() * 1000
    return bursts if claimed <= lasted else [Burst((), 0.0) for _ in bursts]
