"""The verdict at a gate (desk, log-in, return): several frames of somebody who stands still, against one reference.

What differs between the frames cancels when they are fused, which brings them nearer to everybody, strangers too. So the limit
is for a mean of the fused picture's squared distance and the single frames': frames that differ much are held to a tighter one.

At the desk an attempt is several checks. Each is judged together with those that missed before it: the best of three chances is
a stranger's gain, the mean of three is not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import dist, sqrt
from statistics import fmean

from server.identity.choices import Verdict
from server.identity.looks.picture_quality import PictureLike, has_near_second, quality_hints
from server.identity.policy import Policy, QualityLimits

_DESK_SHARE = 0.6  # of the joined embedding: fused from several frames, and of the same day


@dataclass(frozen=True, slots=True)
class DeskVerdict:
    """Distances are Euclidean, of embeddings; None where nothing was compared."""

    kind: Verdict
    hints: tuple[str, ...] = ()  # the commonest first
    distance: float | None = None  # of the fused embedding, earlier checks of the attempt included
    limit: float | None = None  # as it was for these frames
    embedding: tuple[float, ...] | None = None  # this check's good frames fused: steadier than any one of them
    best: int | None = None  # which frame to keep as the desk picture
    scatter: float | None = None  # mean squared distance of this check's good frames from `embedding`


@dataclass(frozen=True, slots=True)
class FusedCheck:
    """The good frames of one check of an attempt, as its `DeskVerdict` tells them."""

    embedding: tuple[float, ...]
    scatter: float


@dataclass(frozen=True, slots=True)
class KnownFace:
    """A face that may sit there, as a gate compares with it."""

    embedding: tuple[float, ...]
    both: bool = False  # the desk picture and the registration photo, joined


def known_at_seat(
    embeddings: Sequence[tuple[float, ...]], photo: tuple[float, ...] | None, policy: Policy
) -> tuple[KnownFace, ...]:
    """`photo`: the registration photo's, where the first of `embeddings` is a desk picture the camera matched with it
    (`photo_beside_desk`). Joined they err less than the desk picture alone; but two that do not match are never joined.

    Parameters
    ----------
    embeddings : at least one, all of one network's length.

    Returns
    -------
    As many as `embeddings`, in their order; the weights of the joined one are measured in docs/identity.md.
    """
    if photo is None or dist(embeddings[0], photo) > policy.match_limit:
        return tuple(map(KnownFace, embeddings))
    joined = tuple(_DESK_SHARE * there + (1 - _DESK_SHARE) * here for there, here in zip(embeddings[0], photo, strict=True))
    return (KnownFace(joined, both=True), *map(KnownFace, embeddings[1:]))


def at_seat(policy: Policy, both: bool = False) -> Policy:
    """The light and the camera at a seat are the hall's and the person cannot change them: the exam's limits of quality apply.

    `both`: of a comparison with desk picture and registration photo joined, whose limit is tighter.
    """
    return replace(policy, desk=policy.exam, match_limit=policy.gate_both_limit if both else policy.gate_limit)


def judge_seat(frames: Sequence[PictureLike], known: KnownFace, policy: Policy) -> DeskVerdict:
    """Frames of a face turned as far as the desk allows count alone where there are enough of them: they err less.

    As `judge_desk`, with the limits of a seat (`at_seat`).
    """
    here = at_seat(policy, known.both)
    ahead = judge_desk(frames, known.embedding, replace(here, desk=policy.gate))
    return ahead if ahead.kind is not Verdict.RETAKE else judge_desk(frames, known.embedding, here)


def judge_desk(
    frames: Sequence[PictureLike], reference: Sequence[float] | None, policy: Policy, missed: Sequence[FusedCheck] = ()
) -> DeskVerdict:
    """The verdict of one check against one reference, together with the checks of the attempt that missed before it.

    Parameters
    ----------
    frames : measured pictures of one check, in any order; only good ones count, `Policy.least_good_frames` at least.
    reference : an embedding of the same network's length (ValueError otherwise); None: there is nothing to compare with.
    missed : each counts as much as this check, unless it lies beyond `Policy.same_sitter_limit`: somebody else tried.

    Returns
    -------
    MATCH where the fused embedding lies at most `limit` from the reference, NO_MATCH beyond; NO_REFERENCE; or RETAKE with hints,
    also where two good frames lie more than `Policy.same_sitter_limit` apart. `limit` is 0..`Policy.match_limit`.

    Notes
    -----
    A match says that the face is as near as that of the same person mostly is: not that it is alive (`gate/liveness.py`), that
    the picture is of now (`gate/copies.py`), or which of two twins it is. FMR and FNMR of whole attempts: docs/identity.md,
    "The operating point".
    """
    hints = [hints_for(frame, policy.desk, policy) for frame in frames]
    good = [number for number, found in enumerate(hints) if not found]
    if len(good) < policy.least_good_frames:
        counted = Counter(hint for found in hints for hint in found)
        return DeskVerdict(Verdict.RETAKE, tuple(hint for hint, _ in counted.most_common()))
    embeddings = [tuple(frames[number].faces[0].embedding or ()) for number in good]
    if any(dist(one, other) > policy.same_sitter_limit for one, other in combinations(embeddings, 2)):
        return DeskVerdict(Verdict.RETAKE, ("one_person_only",))
    fused = _mean(embeddings)
    best = min(good, key=lambda number: _off_centre(frames[number]))
    if reference is None:
        return DeskVerdict(Verdict.NO_REFERENCE, embedding=fused, best=best)
    this = FusedCheck(fused, fmean(dist(embedding, fused) ** 2 for embedding in embeddings))
    attempt = [this, *(one for one in missed if dist(one.embedding, fused) <= policy.same_sitter_limit)]
    middle = _mean([one.embedding for one in attempt])
    distance, limit = dist(middle, reference), _limit_for(attempt, middle, policy)
    kind = Verdict.MATCH if distance <= limit else Verdict.NO_MATCH
    return DeskVerdict(kind, distance=distance, limit=limit, embedding=fused, best=best, scatter=this.scatter)


def hints_for(picture: PictureLike, limits: QualityLimits, policy: Policy) -> tuple[str, ...]:
    """Empty when the picture is good enough; also what the live view says while somebody takes place.

    Codes of `looks/picture_quality.py`, in the order in which they are told.
    """
    if not picture.faces:
        return ("too_dark",) if picture.brightness < limits.least_brightness / 2 else ("no_face",)
    found = quality_hints(picture.faces[0], limits)
    if has_near_second(picture, policy.near_ratio):
        found = ("two_faces", *found)
    return found if found or picture.faces[0].embedding is not None else ("no_face",)


def reference_faults(picture: PictureLike, policy: Policy) -> tuple[str, ...]:
    """Why a registration photo cannot serve as the reference; empty when it can."""
    return hints_for(picture, policy.reference, policy)


def _mean(embeddings: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sum(numbers) / len(numbers) for numbers in zip(*embeddings, strict=True))


def _limit_for(checks: Sequence[FusedCheck], fused: Sequence[float], policy: Policy) -> float:
    """The frames' mean squared distance is the fused one's plus their scatter: of the mean of both, half the scatter is left."""
    scatter = fmean(one.scatter + dist(one.embedding, fused) ** 2 for one in checks)
    return sqrt(max(policy.match_limit**2 - scatter / 2, 0.0))


def _off_centre(picture: PictureLike) -> float:
    face = picture.faces[0]
    return abs(face.yaw) + abs(face.pitch) + abs(face.roll)
