"""The desk's limit for this registration photo: some faces lie near to everybody, and a fixed limit lets strangers pass there.

The cohort is everybody else of the exam by their registration photos, so that the limit also follows how alike its people look
to the network.
"""

from dataclasses import dataclass, replace

from server.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class Cohort:
    """How far one embedding lies from the faces of others: their number, and the mean Euclidean distance (0 for none)."""

    faces: int = 0
    mean_distance: float = 0.0


def for_cohort(policy: Policy, cohort: Cohort) -> Policy:
    """The policy with `match_limit` in proportion to the photo's mean distance from the cohort, within `Policy.cohort_reach`.

    Few faces say little: the mean is drawn to `Policy.cohort_mean` as by `Policy.cohort_weight` faces that lie there.

    References
    ----------
    R. Auckenthaler, M. Carey and H. Lloyd-Thomas, "Score normalization for text-independent speaker verification systems",
    Digital Signal Processing 10 (2000), 42-54, doi:10.1006/dspr.1999.0360: z-norm.
    """
    faces = policy.cohort_weight + cohort.faces
    mean = (policy.cohort_weight * policy.cohort_mean + cohort.faces * cohort.mean_distance) / faces
    reach = policy.cohort_reach
    return replace(policy, match_limit=policy.match_limit * max(1 - reach, min(1 + reach, mean / policy.cohort_mean)))
