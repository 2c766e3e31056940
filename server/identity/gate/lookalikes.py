"""How near another registration's face must be for the desk to stop, and for a chief to look later."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from server.identity.policy import Policy

STOPS = 0.01  # at most so many enrolments in one stop at the desk for a face that is somebody else's
REVIEWS = 0.05  # and so many go to the review list
LEAST_MEASURED = 200  # nearest neighbours known before they count more than the curve


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """Euclidean distances of embeddings, >= 0; `review` is never below `stop`."""

    stop: float
    review: float


def search_limits(people: int, nearest: Sequence[float], policy: Policy) -> SearchLimits:
    """The more people, the nearer a chance likeness comes, so the limit tightens with their number.

    Parameters
    ----------
    people : who are searched, >= 0.
    nearest : how far the nearest other person is for some of those enrolled, in any order; where they look more alike than the
        policy's curve says, they set the limit, if there are `LEAST_MEASURED` of them.

    Returns
    -------
    Each the quantile `share / people` of the policy's curve of strangers, at most `Policy.search_limit`.

    Notes
    -----
    It bounds chance likenesses, not what is missed: most pairs of photos of other days of one person lie beyond it among
    thousands (docs/identity.md, "The search for a second number").
    """
    stop, review = (_limit(share, people, nearest, policy) for share in (STOPS, REVIEWS))
    return SearchLimits(stop, max(stop, review))


def _limit(share: float, people: int, nearest: Sequence[float], policy: Policy) -> float:
    curve = NormalDist(policy.distances.different_mean, policy.distances.different_spread)
    limit = min(policy.search_limit, curve.inv_cdf(min(share / max(people, 1), 0.5)))
    if len(nearest) >= LEAST_MEASURED:
        limit = min(limit, sorted(nearest)[int(share * len(nearest))])
    return max(limit, 0.0)
