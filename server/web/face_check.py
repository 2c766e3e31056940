"""Face checks at a gate: the pictures go to a worker, the identity rules judge, the workflow keeps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.edge_refusals import EdgeRefusal, FacesUnavailable
from server.faces.burst import beside
from server.faces.measurement import Comparison, Measurement
from server.identity.choices import Gate, IdentityMode, Verdict
from server.identity.gate.check import DeskVerdict, at_seat, hints_for, judge_desk, judge_seat, known_at_seat
from server.identity.gate.copies import PHOTO_AGAIN, copy_hint
from server.identity.looks.evidence import nearest
from server.identity.policy import Policy
from server.storage.work import Work
from server.verification.engine import VerificationEngine
from server.verification.jobs import Refusal
from server.workflows.desk.face_check import SCATTER, ToCompare
from server.workflows.exam.face_checks import known_embeddings, photo_beside_desk
from server.workflows.refusals import NoFaceToCompare
from server.workflows.seat import face_check
from server.workflows.steps import copied_pictures
from server.workflows.steps import gate as steps_gate
from server.workflows.steps.at_desk import identity_mode

LONGEST_WAIT = 5.0  # seconds a picture


def desk_of(officer: UUID) -> str:
    return f"the desk of officer {officer}"


class PictureNotMeasured(EdgeRefusal):
    """The worker refuses the picture itself: truncated, too large, no JPEG inside."""

    status = 422

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(**refusal.parameters)
        self.code = refusal.code


@dataclass(frozen=True, slots=True)
class CameraAt:
    """One counter's or seat's camera: the workers, and whom the log names if a picture of it does harm."""

    engine: VerificationEngine
    sender: str

    def measured(self, frame: bytes) -> Measurement:
        outcome = self.engine.measure(frame, LONGEST_WAIT, self.sender)
        if isinstance(outcome, Measurement):
            return outcome
        if outcome.is_our_failure:
            raise FacesUnavailable()
        raise PictureNotMeasured(outcome)


@dataclass(frozen=True, slots=True)
class References:
    """What the face at a seat is compared with."""

    sitting: UUID
    gate: Gate
    embeddings: tuple[tuple[float, ...], ...]
    photo: tuple[float, ...] | None  # the registration photo's, where the first of them is the desk picture's
    enrolled: tuple[bytes, ...]  # pictures that must not be shown again

    @property
    def sender(self) -> str:
        return f"the gate of sitting {self.sitting}"


@dataclass(frozen=True, slots=True)
class GateJudgement:
    verdict: Verdict
    hints: tuple[str, ...] = ()
    result: face_check.GateResult | None = None  # none: retake
    copied: float | None = None  # how like an enrolled picture one of them is, if it is that again


def references(work: Work, sitting_id: UUID) -> References:
    """The desk picture and the reference photo, or either alone. Whom an officer identifies by sight, no camera judges."""
    sitting = work.sittings.get_one(sitting_id)
    steps_gate.check_waits(work, sitting)
    mode = identity_mode(work, sitting)
    embeddings = known_embeddings(work, sitting)
    if mode is not IdentityMode.CAMERA or not embeddings:
        raise NoFaceToCompare(mode=mode)
    photo = photo_beside_desk(work, sitting)
    return References(sitting_id, steps_gate.gate_of(sitting), embeddings, photo, copied_pictures.enrolled(work, sitting))


def judge(frames: Sequence[bytes], known: References, camera: CameraAt, policy: Policy) -> GateJudgement:
    seen, compared = measured_beside(frames, known.enrolled, camera)
    if hint := copy_hint(compared):
        return GateJudgement(Verdict.RETAKE, (hint,), copied=max(compared.likeness) if hint == PHOTO_AGAIN else None)
    here = at_seat(policy)
    faces = known_at_seat(known.embeddings, known.photo, policy)
    verdict = min((judge_seat(seen, face, policy) for face in faces), key=_how_far)
    if verdict.kind is Verdict.RETAKE:
        return GateJudgement(Verdict.RETAKE, verdict.hints)
    embeddings = [face.embedding for face in faces]
    pictures = [_gate_frame(frame, one, embeddings, here) for frame, one in zip(frames, seen, strict=True)]
    result = face_check.GateResult(verdict.kind, facts(verdict, seen, policy), pictures, verdict.embedding or ())
    return GateJudgement(verdict.kind, result=result)


def judge_at_desk(
    frames: Sequence[bytes], known: ToCompare, camera: CameraAt, policy: Policy
) -> tuple[DeskVerdict, dict[str, Any]]:
    """The verdict, and the facts to be kept with it; of a copy its likeness alone."""
    seen, compared = measured_beside(frames, known.enrolled, camera)
    if hint := copy_hint(compared):
        told = {"likeness": max(compared.likeness)} if hint == PHOTO_AGAIN else {}
        return DeskVerdict(Verdict.RETAKE, (hint,)), told
    verdict = judge_desk(seen, known.embedding, policy, known.missed)
    return verdict, facts(verdict, seen, policy) | {SCATTER: verdict.scatter}


def look_at_desk(jpeg: bytes, camera: CameraAt, policy: Policy) -> dict[str, Any]:
    """What the live view says while somebody takes place."""
    seen = camera.measured(jpeg)
    hints = hints_for(seen, policy.desk, policy)
    return {"hints": hints, "usable": not hints, "faces": len(seen.faces)}


def measured_beside(frames: Sequence[bytes], enrolled: Sequence[bytes], camera: CameraAt) -> tuple[list[Measurement], Comparison]:
    """Each picture, and how they lie beside the enrolled ones and each other."""
    first, *others = [camera.measured(content) for content in (beside(frames, enrolled), *frames[1:])]
    return [first, *others], first.comparison or Comparison(())


def facts(verdict: DeskVerdict, seen: Sequence[Measurement], policy: Policy) -> dict[str, Any]:
    """Numbers only: no picture and no embedding leaves the sealed columns."""
    distance, limit = (None if number is None else round(number, 4) for number in (verdict.distance, verdict.limit))
    return {"distance": distance, "limit": limit, "frames": len(seen), "policy": policy.source}


def _how_far(verdict: DeskVerdict) -> float:
    """Beyond its limit: each face known may have its own."""
    return math.inf if verdict.distance is None or verdict.limit is None else verdict.distance - verdict.limit


def _gate_frame(jpeg: bytes, seen: Measurement, known: Sequence[Sequence[float]], policy: Policy) -> face_check.GateFrame:
    """A picture that is not good enough has no distance: the verdict did not count it either."""
    hints = hints_for(seen, policy.desk, policy)
    return face_check.GateFrame(jpeg, None if hints else nearest(seen.faces[0], known), seen.boxes, hints)
