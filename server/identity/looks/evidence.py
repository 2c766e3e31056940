"""What one measured picture says: a Look, and how much it weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import dist, exp, log, pi, sqrt
from typing import Any

from server.identity.looks.picture_quality import FaceLike, PictureLike, has_near_second, quality_hints
from server.identity.policy import Distances, Policy

Embedding = Sequence[float]


class LookKind(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"  # a face, but too poor or too doubtful to say whose
    NO_FACE = "no_face"
    COVERED = "covered"
    BLACK = "black"


NOBODY = frozenset({LookKind.NO_FACE, LookKind.COVERED, LookKind.BLACK})


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture says; `at` is when the server received it."""

    at: datetime
    kind: LookKind
    weight: float = 0.0  # natural log likelihood ratio, clipped: positive speaks for another person
    distance: float | None = None  # Euclidean, as measured, to the nearest reference, if the picture was good enough
    near_second: bool = False
    hints: tuple[str, ...] = ()
    digest: str = ""


def look_from(
    picture: PictureLike, references: Sequence[Embedding], at: datetime, policy: Policy, variance_correction: float = 0.0
) -> Look:
    """One step of the evidence: what this picture says.

    Parameters
    ----------
    references : embeddings (128 numbers, or the network's length) of the desk picture and of any later one taken by an
        officer; without one nothing is compared and the look is UNSURE.
    at : when the server received the picture.
    variance_correction : squared distance, see `AdaptiveTemplate`.

    Returns
    -------
    A look with a weight and a distance only where the face is good enough and there is a reference; else of weight 0.

    Notes
    -----
    A face that is alike is not told from a picture of it, a twin or a mask (docs/identity.md, "What it cannot do").
    """
    if not picture.faces:
        return Look(at, _empty_kind(picture, policy), digest=picture.digest)
    main = picture.faces[0]
    near = has_near_second(picture, policy.near_ratio)
    hints = quality_hints(main, policy.exam)
    if hints or main.embedding is None or not references:
        return Look(at, LookKind.UNSURE, near_second=near, hints=hints, digest=picture.digest)
    distance = nearest(main, references)
    weight = weigh(corrected_distance(distance, variance_correction), policy)
    return Look(at, _kind(weight, policy), weight, distance, near, digest=picture.digest)


def nearest(face: FaceLike, references: Sequence[Embedding]) -> float:
    """Euclidean distance to the nearest of the references: at least one, as long as the face's embedding (else ValueError)."""
    return min(dist(face.embedding or (), reference) for reference in references)


def corrected_distance(distance: float, variance_correction: float) -> float:
    """What a sitter of usual liveliness would have shown: displacements add in squares (docs/identity.md).

    `variance_correction` is a squared distance and may be below zero; the result is a distance, >= 0.
    """
    return sqrt(max(distance * distance - variance_correction, 0.0))


def weigh(distance: float, policy: Policy) -> float:
    """How much likelier this distance is between two people than within one, as a logarithm no single look can exceed.

    Parameters
    ----------
    distance : Euclidean distance of two embeddings, >= 0.
    policy : its curves, and `evidence_clip`.

    Returns
    -------
    Natural log likelihood ratio within ±`evidence_clip`; positive speaks for another person.
    """
    curves = policy.distances
    # Nearer than one's own mean is no less oneself, farther than a stranger's no less a stranger.
    distance = max(curves.same_mean, min(curves.different_mean, distance))
    different = _density(distance, curves.different_mean, curves.different_spread, curves)
    same = _density(distance, curves.same_mean, curves.same_spread, curves)
    return max(-policy.evidence_clip, min(policy.evidence_clip, log(different / same)))


def plain(look: Look) -> dict[str, Any]:
    """For storage in a minute's check; `looked` is the way back."""
    stored = {"at": look.at.isoformat(), "kind": look.kind, "weight": round(look.weight, 3), "near_second": look.near_second}
    distance = None if look.distance is None else round(look.distance, 4)
    return stored | {"distance": distance, "hints": list(look.hints), "digest": look.digest}


def look_of(stored: dict[str, Any]) -> Look:
    """What `plain` kept: weights to three places, distances to four."""
    moment, kind = datetime.fromisoformat(stored["at"]), LookKind(stored["kind"])
    return Look(**stored | {"at": moment, "kind": kind, "hints": tuple(stored["hints"])})


def _empty_kind(picture: PictureLike, policy: Policy) -> LookKind:
    if picture.brightness < policy.black_below:
        return LookKind.BLACK
    return LookKind.COVERED if picture.contrast < policy.covered_below else LookKind.NO_FACE


def _kind(weight: float, policy: Policy) -> LookKind:
    if weight >= policy.kind_limit:
        return LookKind.DIFFERENT
    return LookKind.SAME if weight <= -policy.kind_limit else LookKind.UNSURE


def _density(distance: float, mean: float, spread: float, curves: Distances) -> float:
    bell = exp(-(((distance - mean) / spread) ** 2) / 2) / (spread * sqrt(2 * pi))
    return (1 - curves.floor) * bell + curves.floor / curves.widest
