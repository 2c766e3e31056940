"""The sitter as this seat's camera has come to know them: the face, and how far their looks usually lie apart.

The face is a running mean that never strays from what people vouched for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import dist, sqrt

from server.identity.looks.evidence import Embedding, Look, LookKind
from server.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class AdaptiveTemplate:
    """A running mean of embeddings, and the within-person variance of this sitter's squared distances.

    `embedding` is empty until the first look teaches it, then as long as the network's; distances are Euclidean.
    """

    embedding: tuple[float, ...] = ()
    looks: int = 0
    # Mean square of this sitter's distances over the usual one's square; below zero: a steadier sitter.
    excess_variance: float = 0.0
    compared: int = 0  # looks the excess_variance is the mean of

    def counted(self, policy: Policy) -> tuple[tuple[float, ...], ...]:
        """The embedding as a further reference, or none while too few looks taught it."""
        return (self.embedding,) if self.looks >= policy.template_after else ()

    def variance_correction(self, policy: Policy) -> float:
        """To be taken off a squared distance before it is weighed: a steady sitter is doubted sooner, a lively one later."""
        return min(self.excess_variance, policy.usual_most**2 - policy.usual_distance**2)

    def mismatch_limit(self, policy: Policy) -> float:
        """The policy's, as it is for this sitter."""
        return sqrt(max(policy.mismatch_limit**2 + self.variance_correction(policy), 0.0))


def updated_template(
    known: AdaptiveTemplate, look: Look, embedding: Embedding | None, vouched: Sequence[Embedding], policy: Policy
) -> AdaptiveTemplate:
    """The template with one more look; the same one where it teaches nothing. Not to be asked while there is doubt.

    Only a look near a vouched picture teaches the face, never one near what was learnt: a face that changes little by little
    into another is not followed.

    Parameters
    ----------
    embedding : of the look's face, as long as the vouched ones; None: none was good enough.
    vouched : embeddings of pictures that an officer, a proctor or a gate vouched for.

    Notes
    -----
    Measured and simulated in docs/identity.md, "The simulated figure".
    """
    if embedding is None or look.distance is None or look.kind is not LookKind.SAME or not vouched:
        return known
    compared = _compared(known, look.distance, policy)
    if min(dist(embedding, reference) for reference in vouched) > policy.template_within:
        return compared
    looks = min(known.looks + 1, policy.template_looks)
    before = known.embedding or (0.0,) * len(embedding)
    face = tuple(old + (new - old) / looks for old, new in zip(before, embedding, strict=True))
    return replace(compared, embedding=face, looks=looks)


def _compared(known: AdaptiveTemplate, distance: float, policy: Policy) -> AdaptiveTemplate:
    """Once the learnt face counts; until enough was seen of this sitter they are taken for a usual one."""
    if not known.counted(policy):
        return known
    compared = min(known.compared + 1, policy.usual_looks)
    share = 1 / min(compared + policy.template_after, policy.usual_looks)
    beyond = distance**2 - policy.usual_distance**2
    return replace(known, excess_variance=known.excess_variance + share * (beyond - known.excess_variance), compared=compared)
