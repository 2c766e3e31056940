"""The registration desk: who comes, whether the face is the one that registered, and the PIN that opens the seat."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.exam.actors import Officer
from server.exam.rights import Action
from server.identity.choices import Gate, PhotoKind, Verdict
from server.identity.gate.check import FusedCheck
from server.memory.enrolled_faces import Searched
from server.storage.tables import FaceCheckRow, PhotoRow
from server.storage.work import Work
from server.workflows.desk.check_in import check_in
from server.workflows.refusals import FaceChecksSpent
from server.workflows.steps.at_desk import at_desk, check_may_come_in, may_check_face
from server.workflows.steps.lookalikes import still_enrolled

MOST_TRIES = 3  # checks of one attempt: its error rates (docs/identity.md) are of so many
TRIES_WITHIN = timedelta(minutes=5)
SCATTER = "scatter"  # of a check's frames, among its facts: the next check of the attempt is judged with it
STOPPED = (Verdict.MATCH, Verdict.NO_REFERENCE)  # who would come in, or be enrolled, with somebody else's face


@dataclass(frozen=True, slots=True)
class CheckEvidence:
    """What the camera at the desk saw, as the identity rules judged it."""

    kind: Verdict
    picture: bytes
    embedding: tuple[float, ...]
    facts: dict[str, Any]
    searched: Searched = field(default_factory=Searched)  # among everybody else of the exam


@dataclass(frozen=True, slots=True)
class ToCompare:
    """What a check at the desk needs to know beforehand."""

    embedding: tuple[float, ...] | None  # none: no usable reference photo
    enrolled: tuple[bytes, ...]  # pictures that must not be shown again
    missed: tuple[FusedCheck, ...] = ()  # of this attempt, before this check


@dataclass(frozen=True, slots=True)
class Checked:
    check_id: UUID
    verdict: Verdict
    pin: str | None  # a match issues it at once
    tries: int


def to_compare(work: Work, sitting_id: UUID, *, by: Officer) -> ToCompare:
    """Refuses whatever `keep_check` would refuse, before anybody is photographed in vain."""
    sitting = may_check_face(work, sitting_id, by=by)
    _check_tries(work, sitting_id)
    pictures = work.people.enrolled_pictures(sitting.registration_id)
    return ToCompare(
        known_embedding(work, sitting.registration_id), tuple(map(work.identity.jpeg, pictures)), _missed(work, sitting_id)
    )


def keep_check(work: Work, sitting_id: UUID, seen: CheckEvidence, *, by: Officer) -> Checked:
    """Keep what the camera saw; the same face comes in with a PIN, another one waits for a second officer."""
    sitting, slot = at_desk(work, sitting_id, Action.CHECK_FACE, by=by)
    check_may_come_in(work, sitting, slot)
    _check_tries(work, sitting_id)
    searched = still_enrolled(work, seen.searched)
    is_stopped = seen.kind in STOPPED and any(one.distance <= searched.stop_within for one in searched.alikes)
    verdict, is_match = (Verdict.LOOK_ALIKE if is_stopped else seen.kind), seen.kind is Verdict.MATCH and not is_stopped
    photo = work.identity.add_photo(
        PhotoRow(
            registration_id=sitting.registration_id,
            sitting_id=sitting.id,
            kind=PhotoKind.DESK if is_match else PhotoKind.REFUSED,  # the exam compares with desk pictures only
            taken_at=work.now,
            review=Verdict.LOOK_ALIKE if searched.alikes else None,
        ),
        slot.id,
        seen.picture,
        seen.embedding,
    )
    check = work.identity.add_check(
        FaceCheckRow(
            sitting_id=sitting.id,
            gate=Gate.DESK,
            at=work.now,
            verdict=verdict,
            measured=seen.facts | searched.facts,
            picture_id=photo.id,
        )
    )
    alikes = {"alikes": len(searched.alikes)} if searched.alikes else {}
    work.audit.note(by, "checked face at desk", ("sitting", sitting.id), verdict=verdict, check=str(check.id), **alikes)
    pin = check_in(work, sitting, slot, by=by) if is_match else None
    return Checked(check.id, verdict, pin, tries(work, sitting.id))


def known_embedding(work: Work, registration_id: UUID) -> tuple[float, ...] | None:
    """Of the reference photo, if it shows a face well enough to compare with."""
    photo = work.people.reference(registration_id)
    return work.identity.embedding(photo) if photo is not None and is_usable(photo) else None


def is_usable(reference: PhotoRow | None) -> bool:
    return reference is not None and reference.embedding_sealed is not None and not reference.faults


def tries(work: Work, sitting_id: UUID) -> int:
    return sum(check.gate is Gate.DESK for check in work.identity.checks(sitting_id))


def _check_tries(work: Work, sitting_id: UUID) -> None:
    """A stranger who may try without end passes in the end. Whom the camera missed so often, two officers let in."""
    missed = _missed_checks(work, sitting_id)
    if len(missed) >= MOST_TRIES:
        wait = missed[-MOST_TRIES].at + TRIES_WITHIN - work.now
        raise FaceChecksSpent(count=len(missed), seconds=max(1, round(wait.total_seconds())))


def _missed_checks(work: Work, sitting_id: UUID) -> list[FaceCheckRow]:
    recent = work.identity.checks(sitting_id, since=work.now - TRIES_WITHIN)
    return [check for check in recent if check.gate is Gate.DESK and check.verdict is Verdict.NO_MATCH]


def _missed(work: Work, sitting_id: UUID) -> tuple[FusedCheck, ...]:
    checks = [check for check in _missed_checks(work, sitting_id) if check.measured.get(SCATTER) is not None]
    found = [(work.identity.embedding(work.identity.photo(check.picture_id)), check.measured[SCATTER]) for check in checks]
    return tuple(FusedCheck(embedding, scatter) for embedding, scatter in found if embedding is not None)
