"""How often a limit errs on labelled pairs: FMR, FNMR, EER and AUC, with intervals that say how little a small sample knows."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, pstdev

_Z95 = 1.959963984540054
_MOST_STEPS = 3_000_000  # of all bootstrap samples together, so that large lists take seconds too
_MOST_SAMPLES, _LEAST_SAMPLES = 500, 100


@dataclass(frozen=True, slots=True)
class Compared:
    """One labelled pair whose faces were both found; `distance` is Euclidean, >= 0."""

    distance: float
    same: bool
    people: tuple[int, int]  # numbers of the two people, the same number twice for one person
    group: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Of a share, 0..1, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution of distances in a few numbers."""

    count: int
    least: float
    p05: float
    median: float
    p95: float
    p99: float
    most: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class ErrorsAtLimit:
    """At this limit, so many strangers pass and so many of the same person fail: shares, 0..1."""

    limit: float
    fmr: float
    fnmr: float


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Rates are shares, 0..1, limits and spreads Euclidean distances."""

    genuine: Spread
    impostor: Spread
    at_limit: ErrorsAtLimit
    fmr_interval: Interval  # Wilson, 95 %
    fnmr_interval: Interval
    eer: float
    eer_limit: float
    auc: float
    eer_interval: Interval  # bootstrap over people, 95 %
    auc_interval: Interval
    curve: tuple[ErrorsAtLimit, ...]


def error_rates(pairs: Sequence[Compared], limit: float, seed: int = 1) -> ErrorRates | None:
    """FMR and FNMR at a limit, EER and AUC, of labelled pairs.

    Parameters
    ----------
    pairs : Euclidean distances with their labels; a pair matches where its distance is at most `limit`.
    seed : of the bootstrap, which draws people, not pairs.

    Returns
    -------
    Rates as shares, 0..1. None where one of the two kinds is missing: then there is nothing to tell apart.

    References
    ----------
    ISO/IEC 19795-1, Biometric performance testing and reporting: FMR (false match rate), FNMR (false non-match rate).
    """
    genuine = sorted(pair.distance for pair in pairs if pair.same)
    impostor = sorted(pair.distance for pair in pairs if not pair.same)
    if not genuine or not impostor:
        return None
    in_order = sorted(pairs, key=lambda pair: pair.distance)
    once = [1.0] * len(in_order)
    eer, eer_limit, auc = _summary(in_order, once)
    false_matches, false_misses = bisect_right(impostor, limit), len(genuine) - bisect_right(genuine, limit)
    eers, aucs = _resampled(in_order, seed)
    unseen = wilson(0, min(len(genuine), len(impostor))).high
    return ErrorRates(
        genuine=spread(genuine),
        impostor=spread(impostor),
        at_limit=ErrorsAtLimit(limit, false_matches / len(impostor), false_misses / len(genuine)),
        fmr_interval=wilson(false_matches, len(impostor)),
        fnmr_interval=wilson(false_misses, len(genuine)),
        eer=eer,
        eer_limit=eer_limit,
        auc=auc,
        eer_interval=_middle(eers, eer, unseen),
        auc_interval=_middle(aucs, auc, unseen),
        curve=_curve(genuine, impostor),
    )


def spread(values: Sequence[float]) -> Spread:
    """Of values in ascending order, one at least; quantiles are values that occur, the deviation that of a population."""

    def at(share: float) -> float:
        return values[min(len(values) - 1, int(share * len(values)))]

    return Spread(
        len(values), values[0], at(0.05), at(0.5), at(0.95), at(0.99), values[-1], fmean(values), pstdev(values)
    )  # fmt: skip


def wilson(errors: int, of: int) -> Interval:
    """Wilson's score interval of a proportion, 95 %.

    It keeps saying something when nothing went wrong: 0 of 300 is not proven to be less than one in a hundred.

    Parameters
    ----------
    errors : 0..`of`.
    of : trials, at least 1; ZeroDivisionError for 0.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212, doi:10.1080/01621459.1927.10502953.
    """
    share, square = errors / of, _Z95**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _Z95 / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def _summary(in_order: Sequence[Compared], weights: Sequence[float]) -> tuple[float, float, float]:
    """EER, the limit it lies at, and AUC (ties count half), of weighted pairs in order of distance."""
    all_same = sum(weight for pair, weight in zip(in_order, weights, strict=True) if pair.same)
    all_different = sum(weights) - all_same
    if not all_same or not all_different:
        return 0.0, 0.0, 1.0
    passed_same = passed_different = area = 0.0
    best, eer, limit = 2.0, 1.0, 0.0
    at, count = 0, len(in_order)
    while at < count:
        distance, same, different = in_order[at].distance, 0.0, 0.0
        while at < count and in_order[at].distance == distance:
            if in_order[at].same:
                same += weights[at]
            else:
                different += weights[at]
            at += 1
        area += different * (passed_same + same / 2)
        passed_same, passed_different = passed_same + same, passed_different + different
        fmr, fnmr = passed_different / all_different, 1 - passed_same / all_same
        if abs(fmr - fnmr) < best:
            best, eer, limit = abs(fmr - fnmr), (fmr + fnmr) / 2, distance
    return eer, limit, area / (all_same * all_different)


def _resampled(in_order: Sequence[Compared], seed: int) -> tuple[list[float], list[float]]:
    """People are drawn, not pairs: the pairs of one person are not independent of each other."""
    people = sorted({person for pair in in_order for person in pair.people})
    random, eers, aucs = Random(seed), [], []
    for _ in range(max(_LEAST_SAMPLES, min(_MOST_SAMPLES, _MOST_STEPS // len(in_order)))):
        drawn = Counter(random.choices(people, k=len(people)))
        weights = [float(drawn[pair.people[0]] * (1 if pair.same else drawn[pair.people[1]])) for pair in in_order]
        if any(weight and pair.same for pair, weight in zip(in_order, weights, strict=True)) and any(
            weight and not pair.same for pair, weight in zip(in_order, weights, strict=True)
        ):
            eer, _, auc = _summary(in_order, weights)
            eers.append(eer)
            aucs.append(auc)
    return eers, aucs


def _middle(values: list[float], estimate: float, unseen: float) -> Interval:
    """The middle 95 % of what came out. Where every sample came out alike, resampling is blind to what the list lacks:
    then the interval is as wide as an error rate can be that so few pairs do not show."""
    ordered = sorted([*values, estimate])
    low, high = ordered[int(0.025 * len(ordered))], ordered[min(len(ordered) - 1, int(0.975 * len(ordered)))]
    if low == high:
        return (
            Interval(max(0.0, estimate - unseen), estimate) if estimate > 0.5 else Interval(estimate, min(1.0, estimate + unseen))
        )
    return Interval(min(low, estimate), max(high, estimate))


def _curve(genuine: Sequence[float], impostor: Sequence[float]) -> tuple[ErrorsAtLimit, ...]:
    """Every limit at which something changes, thinned to a few hundred."""
    limits = sorted({*genuine, *impostor})
    sampled = limits[:: max(1, len(limits) // 400)]
    return tuple(
        ErrorsAtLimit(limit, bisect_right(impostor, limit) / len(impostor), 1 - bisect_right(genuine, limit) / len(genuine))
        for limit in sampled
    )
