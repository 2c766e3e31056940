"""Face checks at a gate: the pictures go to a worker, the identity rules judge, the workflow keeps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from server.faces.measurement import Measurement
from server.identity.desk import DeskKind, DeskVerdict, hints_for, judge_desk
from server.identity.evidence import nearest
from server.identity.policy import Policy
from server.storage.work import Work
from server.verification.engine import VerificationEngine
from server.verification.jobs import Refusal
from server.web.errors import EdgeRefusal, FacesUnavailable
from server.workflows import seating
from server.workflows.refusals import NoFaceToCompare
from server.workflows.registration import identity_mode
from server.workflows.verifying import known_vectors

LONGEST_WAIT = 5.0  # seconds a picture


class PictureNotMeasured(EdgeRefusal):
    """The worker refuses the picture itself: truncated, too large, no JPEG inside."""

    status = 422

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(**refusal.parameters)
        self.code = refusal.code


@dataclass(frozen=True, slots=True)
class References:
    """What the face at a seat is compared with."""

    gate: str
    vectors: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: str  # match, no_match, retake
    hints: tuple[str, ...] = ()
    result: seating.GateResult | None = None  # none: retake


def references(work: Work, sitting_id: UUID) -> References:
    """The desk picture, else the reference photo. Whom an officer identifies by sight, no camera judges."""
    sitting = work.sittings.get_one(sitting_id)
    seating.check_waits(work, sitting)
    mode = identity_mode(work, sitting)
    vectors = known_vectors(work, sitting)
    if mode != "camera" or not vectors:
        raise NoFaceToCompare(mode=mode)
    return References(seating.gate_of(sitting), vectors)


def judge(frames: Sequence[bytes], known: References, engine: VerificationEngine, policy: Policy) -> Judged:
    seen = measured(frames, engine)
    # At a seat the light and the camera are the hall's, and the person cannot change them: the exam's limits apply.
    at_seat = replace(policy, desk=policy.exam)
    verdict = min((judge_desk(seen, vector, at_seat) for vector in known.vectors), key=_how_far)
    if verdict.kind is DeskKind.RETAKE:
        return Judged("retake", verdict.hints)
    pictures = [_gate_frame(frame, one, known.vectors, at_seat) for frame, one in zip(frames, seen, strict=True)]
    result = seating.GateResult(verdict.kind.value, facts(verdict, seen, policy), pictures, verdict.vector or ())
    return Judged(verdict.kind.value, result=result)


def judge_at_desk(
    frames: Sequence[bytes], known: Sequence[float] | None, engine: VerificationEngine, policy: Policy
) -> tuple[DeskVerdict, Any]:
    """The verdict, and the facts to be kept with it."""
    seen = measured(frames, engine)
    verdict = judge_desk(seen, known, policy)
    return verdict, facts(verdict, seen, policy)


def look_at_desk(jpeg: bytes, engine: VerificationEngine, policy: Policy) -> dict[str, Any]:
    """What the live view says while somebody takes place."""
    seen = measured([jpeg], engine)[0]
    hints = hints_for(seen, policy.desk, policy)
    return {"hints": hints, "usable": not hints, "faces": len(seen.faces)}


def measured(frames: Sequence[bytes], engine: VerificationEngine) -> list[Measurement]:
    return [_measured(frame, engine) for frame in frames]


def facts(verdict: DeskVerdict, seen: Sequence[Measurement], policy: Policy) -> dict[str, Any]:
    """Numbers only: no picture and no vector leaves the sealed columns."""
    distance = None if verdict.distance is None else round(verdict.distance, 4)
    return {"distance": distance, "limit": policy.match_limit, "frames": len(seen), "policy": policy.source}


def _measured(frame: bytes, engine: VerificationEngine) -> Measurement:
    outcome = engine.measure(frame, LONGEST_WAIT)
    if isinstance(outcome, Measurement):
        return outcome
    if outcome.is_our_failure:
        raise FacesUnavailable()
    raise PictureNotMeasured(outcome)


def _how_far(verdict: DeskVerdict) -> float:
    return verdict.distance if verdict.distance is not None else math.inf


def _gate_frame(jpeg: bytes, seen: Measurement, known: Sequence[Sequence[float]], policy: Policy) -> seating.GateFrame:
    """A picture that is not good enough has no distance: the verdict did not count it either."""
    hints = hints_for(seen, policy.desk, policy)
    return seating.GateFrame(jpeg, None if hints else nearest(seen.faces[0], known), seen.boxes, hints)
