"""`make bench-decision`: how often an honest sitter and how soon a stranger is paused, simulated from measured distances."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import dist, exp, fsum, lgamma, log, sqrt
from statistics import fmean, pstdev

import numpy as np

from server.faces.engine import FaceEngine
from server.faces.measurement import Embedding
from server.identity.incidents import IncidentKind
from server.identity.looks.adaptive_template import AdaptiveTemplate, updated_template
from server.identity.looks.decision import State, burst_for, step
from server.identity.looks.evidence import Look, LookKind, corrected_distance, weigh
from server.identity.policy import DLIB_2026, Policy
from tests.bench.array_fold import Known
from tests.bench.exam_hours import LOOK_EVERY, VERDICT_AGE, sit
from tests.bench.hall_model import Honest, HonestModel, StrangerModel, Strangers, Wobble
from tests.bench.photographed import MODELS, Distances, Photographed, clip_embeddings, distances, made_worse, photographed

LEAST_PAIRS_OF_PEOPLE = 20
EXAMS = 100_000
CHUNK = 20_000
SWAPS = 100_000
EXAM_S = 6000.0
SETTLED_S = 600.0
WRONGLY_CUT = 0.6  # a spoilt picture farther from itself was cut out at the wrong place
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_POLICY = DLIB_2026


@dataclass(frozen=True)
class Rate:
    """Events among trials, and the exact one-sided 95 % bound on what they are a sample of."""

    events: int
    trials: int

    @property
    def per_10000(self) -> float:
        return 1e4 * self.events / self.trials

    @property
    def upper95(self) -> float:
        """Poisson: the mean at which so few events would come in only 5 % of cases."""
        low, high = 0.0, 10.0 * (self.events + 3)
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if _at_most(self.events, middle) > 0.05 else (low, middle)
        return 1e4 * high / self.trials


def main() -> None:
    with_engine = FaceEngine(MODELS)
    pictures = photographed(with_engine)
    worse, clip = made_worse(with_engine, pictures, _POLICY), clip_embeddings(with_engine, _POLICY)
    measured = distances(pictures)
    _tell(measured, "single photos of other days")
    met = _with_learnt(pictures)
    _tell(met, "against one photo and the mean of the others, as the watch learns a face")
    print(f"spoilt pictures: {worse.counted} of {worse.spoilt} still counted; apart from themselves unspoilt "
          f"{_spread(worse.apart)}; at most {worse.beyond_squares:.3f} beyond the sum of squares")  # fmt: skip
    _replay(clip, pictures)
    honest, wrong = HonestModel(worse.apart[worse.apart <= WRONGLY_CUT]), worse.apart > WRONGLY_CUT
    strangers = _strangers(met)
    for name, model in (
        ("twice the bad moments", replace(honest, bad_moments=2 * honest.bad_moments)),
        ("every spoil varied by 10 % beyond what was measured", replace(honest, spoils_vary=0.1)),
        ("own pictures as far as photos of other days", replace(honest, own=0.42)),
        (f"{wrong.sum()} of {len(wrong)} cut out at the wrong place stay so a whole bad moment", HonestModel(worse.apart)),
        ("how lively people are changes every ten minutes", replace(honest, liveliness_lasts=600.0)),
    ):
        rate, _ = _honest_exams(model, _POLICY, CHUNK)
        print(f"if {name}: {rate.per_10000:.1f} false pauses in 10,000 (upper 95 %: {rate.upper95:.1f}; {rate.trials} exams)")
    without, _ = _honest_exams(honest, replace(_POLICY, template_after=10**6), CHUNK)
    print(f"without learning the face: {without.per_10000:.1f} in 10,000 (upper 95 %: {without.upper95:.1f})")
    rate, looks = _honest_exams(honest, _POLICY, EXAMS)
    unknown = _swaps(strangers, _POLICY, Known.nothing(CHUNK))
    print(f"swaps before anything is known of how lively the sitter is: 95 % within {_within(unknown, 95):.1f} s")
    seconds = _swaps(strangers, _POLICY, _settled(honest, _POLICY))
    print(f"{EXAMS} simulated exams, {looks / EXAMS:.0f} looks each; {SWAPS} simulated swaps, paused after "
          f"{_within(seconds, 50):.1f} s (median), within 10 s: {100 * (seconds <= 10).mean():.1f} %, "
          f"never within two minutes: {100 * np.isinf(seconds).mean():.2f} %")  # fmt: skip
    people = len({one.person for one in pictures})
    print(f"decision: false_pause_per_10000={rate.per_10000:.1f} swap_seconds_p95={_within(seconds, 95):.1f} "
          f"people={people} pairs={measured.pairs} upper95={rate.upper95:.2f}")  # fmt: skip


def _honest_exams(model: HonestModel, policy: Policy, exams: int) -> tuple[Rate, int]:
    events = looks = 0
    for number in range(exams // CHUNK):
        chance = np.random.default_rng((7, number))
        outcome = sit(Honest(model, policy, CHUNK, chance), policy, Known.nothing(CHUNK), EXAM_S, chance)
        events, looks = events + int(np.isfinite(outcome.paused_at).sum()), looks + outcome.looks
    return Rate(events, exams), looks


def _settled(model: HonestModel, policy: Policy) -> Known:
    """What the watch knows of people after ten minutes."""
    chance = np.random.default_rng(5)
    return sit(Honest(model, policy, CHUNK, chance), policy, Known.nothing(CHUNK), SETTLED_S, chance).known


def _swaps(model: StrangerModel, policy: Policy, known: Known) -> np.ndarray:
    """Seconds from the swap, which falls anywhere between two pictures, to the pause; infinite beyond two minutes."""
    chance = np.random.default_rng(11)
    return sit(Strangers(model, SWAPS, chance), policy, known.of(np.arange(SWAPS) % CHUNK), 120.0, chance).paused_at


def _strangers(met: Distances) -> StrangerModel:
    means = [fmean(apart) for apart in met.different.values()]
    mean, spread, within = _POLICY.distances.different_mean, _POLICY.distances.different_spread, 0.03
    if len(means) >= LEAST_PAIRS_OF_PEOPLE:
        mean, spread = fmean(means), pstdev(means)
        within = fmean(pstdev(apart) for apart in met.different.values() if len(apart) > 1)
    else:
        print(f"strangers: only {len(means)} pairs of people at hand, so the policy's own curve is used ({_POLICY.source})")
    freedom = 5.0  # a Student t with the measured spread
    return StrangerModel(mean, spread * sqrt((freedom - 2) / freedom), Wobble(within, 3.0, 1, 8.0))


def _with_learnt(pictures: list[Photographed]) -> Distances:
    """Each photo in turn is the vouched one; those near enough to it teach; every other photo is then compared with both."""
    met = Distances({}, {})
    for number, vouched in enumerate(pictures):
        own = [one for at, one in enumerate(pictures) if at != number and one.person == vouched.person]
        near = [one for one in own if dist(one.embedding, vouched.embedding) <= _POLICY.template_within]
        for other in pictures:
            taught = [one.embedding for one in near if one is not other]
            if other is vouched or not taught:
                continue
            apart = min(dist(other.embedding, vouched.embedding), dist(other.embedding, np.mean(taught, axis=0)))
            if other.person == vouched.person:
                met.same.setdefault(vouched.person, []).append(apart)
            else:
                met.different.setdefault((vouched.person, other.person), []).append(apart)
    return met


def _replay(clip: list[Embedding | None], pictures: list[Photographed]) -> None:
    """The clip, played through the product's own fold again and again, and at its end somebody else's photos."""
    usable = [embedding for embedding in clip if embedding is not None]
    desk = tuple(np.mean(usable[:3], axis=0).tolist())
    apart = [dist(one, other) for one, other in pairwise(usable)]
    print(f"clip: {len(usable)} of {len(clip)} pictures usable; consecutive ones {fmean(apart):.2f} apart, to the desk picture "
          f"{_spread([dist(one, desk) for one in usable[3:]])}")  # fmt: skip
    strangers: dict[str, list[Embedding]] = {}
    for one in pictures:
        strangers.setdefault(one.person, []).append(one.embedding)
    taken = [_replayed(clip, embeddings, desk) for embeddings in strangers.values()]
    paused = sorted(seconds for seconds in taken if seconds is not None)
    print(f"replayed: ten minutes of the clip pause nobody; {len(paused)} of {len(taken)} people who then sit down are paused, "
          f"the last {paused[-1]:.1f} s after")  # fmt: skip


def _replayed(clip: list[Embedding | None], strangers: list[Embedding], desk: Embedding) -> float | None:
    state, template, now, number = State(), AdaptiveTemplate(), 0.0, 0
    swap = 600.0 - LOOK_EVERY / 2
    while now < swap + 60:
        embedding = clip[number * 7 % len(clip)] if now < swap else strangers[number % len(strangers)]
        look = _look(embedding, desk, template, START + timedelta(seconds=now))
        if state.evidence == 0.0:
            template = updated_template(template, look, embedding, (desk,), _POLICY)
        state, decision = step(state, look, _POLICY)
        if decision is not None and decision.kind is IncidentKind.MISMATCH:
            if now < swap:
                raise SystemExit(f"the clip's own person was paused after {now:.0f} s")
            return now + VERDICT_AGE - swap
        now, number = now + (VERDICT_AGE if burst_for(state, _POLICY) else LOOK_EVERY), number + 1
    return None


def _look(embedding: Embedding | None, desk: Embedding, template: AdaptiveTemplate, at: datetime) -> Look:
    if embedding is None:
        return Look(at, LookKind.UNSURE, digest=at.isoformat())
    distance = min(dist(embedding, reference) for reference in (desk, *template.counted(_POLICY)))
    weight = weigh(corrected_distance(distance, template.variance_correction(_POLICY)), _POLICY)
    sure = abs(weight) >= _POLICY.kind_limit
    kind = (LookKind.DIFFERENT if weight > 0 else LookKind.SAME) if sure else LookKind.UNSURE
    return Look(at, kind, weight, distance, digest=at.isoformat())


def _within(seconds: np.ndarray, percent: float) -> float:
    """Infinite where more than the rest are never paused."""
    return float(np.percentile(seconds, percent, method="higher"))


def _tell(measured: Distances, what: str) -> None:
    same, different = [[one for apart in kind.values() for one in apart] for kind in (measured.same, measured.different)]
    print(f"{what}: one person {_spread(same)} ({len(same)} pairs of {len(measured.same)} people), "
          f"two people {_spread(different)} ({len(different)} pairs)")  # fmt: skip


def _spread(values: list[float] | np.ndarray) -> str:
    low, middle, high = np.percentile(values, [0, 50, 100])
    return f"{fmean(values):.3f} ± {pstdev(values):.3f} [{low:.3f} {middle:.3f} {high:.3f}]"


def _at_most(events: int, mean: float) -> float:
    """In logarithms, because of the many events that a poor policy has."""
    terms = [number * log(mean) - mean - lgamma(number + 1) for number in range(events + 1)]
    return fsum(map(exp, terms))


if __name__ == "__main__":
    main()
