"""From measured distances to a policy: the curves are fitted, the limits follow from a stated rate of strangers let in."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist, fmean, stdev

from server.identity.looks.evidence import weigh
from server.identity.policy import Distances, Policy
from server.identity.rates.error_rates import Compared

LEAST_PAIRS = 20  # of each kind; fewer fit no curve
_SITTER_REACH = 0.8  # spreads above one's own mean: the frames of one check are minutes, not weeks, apart
_STEPS = 2000


class CannotCalibrate(Exception):
    """`code` says why, `parameters` how much is missing."""

    def __init__(self, code: str, **parameters: int) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


def calibrated(pairs: Sequence[Compared], base: Policy, source: str, strangers_passed: float) -> Policy:
    """A policy whose curves are fitted to these pairs, and whose limits follow from them.

    Parameters
    ----------
    pairs : Euclidean distances with their labels, `LEAST_PAIRS` of each kind at least.
    base : what no pair of photos tells is kept, or carried over in proportion.
    source : what the policy says of where it comes from.
    strangers_passed : the FMR one comparison may have, above 0 and below 1, e.g. 0.001, read off the fitted curve.

    Raises
    ------
    CannotCalibrate
        `calibrate_too_few`; `calibrate_overlap` where the curves lie too near to each other for such a limit.
    ValueError
        For a share not between 0 and 1 (`statistics.StatisticsError`).

    Notes
    -----
    The rate is the normal curve's, not one counted: its tail is a guess beyond what so many pairs show, and people who look
    alike are not in it. `error_rates` counts, with intervals; docs/identity.md, "To recalibrate", says what to do with both.

    References
    ----------
    ISO/IEC 19795-1:2021, Biometric performance testing and reporting, Principles and framework: FMR.
    """
    curves = _fitted([pair.distance for pair in pairs if pair.same], [pair.distance for pair in pairs if not pair.same], base)
    match_limit = NormalDist(curves.different_mean, curves.different_spread).inv_cdf(strangers_passed)
    if match_limit <= curves.same_mean:
        raise CannotCalibrate("calibrate_overlap")
    fitted = replace(base, source=source, distances=curves)
    scale = (
        curves.same_mean / base.distances.same_mean
    )  # what no pair of photos tells is carried over in the network's own measure
    return replace(
        fitted,
        template_within=round(min(match_limit, scale * base.template_within), 4),
        usual_distance=round(scale * base.usual_distance, 4),
        usual_most=round(scale * base.usual_most, 4),
        match_limit=round(match_limit, 4),
        gate_limit=round(match_limit * base.gate_limit / base.match_limit, 4),
        gate_both_limit=round(match_limit * base.gate_both_limit / base.match_limit, 4),
        search_limit=round(match_limit * base.search_limit / base.match_limit, 4),
        mismatch_limit=round(_equally_likely(fitted), 4),
        cohort_mean=curves.different_mean,
        same_sitter_limit=round(min(match_limit, curves.same_mean + _SITTER_REACH * curves.same_spread), 4),
    )


def _fitted(genuine: Sequence[float], impostor: Sequence[float], base: Policy) -> Distances:
    fewest = min(len(genuine), len(impostor))
    if fewest < LEAST_PAIRS:
        raise CannotCalibrate("calibrate_too_few", count=fewest, least=LEAST_PAIRS)
    curves = Distances(
        same_mean=round(fmean(genuine), 4),
        same_spread=round(stdev(genuine), 4),
        different_mean=round(fmean(impostor), 4),
        different_spread=round(stdev(impostor), 4),
        floor=base.distances.floor,
        widest=round(max(base.distances.widest, 1.1 * max(*genuine, *impostor)), 4),
    )
    if curves.different_mean - curves.same_mean < curves.same_spread + curves.different_spread:
        raise CannotCalibrate("calibrate_overlap")
    return curves


def _equally_likely(policy: Policy) -> float:
    low, high = policy.distances.same_mean, policy.distances.different_mean
    between = (low + (high - low) * step / _STEPS for step in range(_STEPS + 1))
    return min(between, key=lambda distance: abs(weigh(distance, policy)))
