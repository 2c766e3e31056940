"""From readings to answers: the best linear estimate, and simulated annealing over keys that fit every reading (Mastermind)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.bench.oracle_hall import Reading
from tests.bench.oracle_keys import ITEMS, OPTIONS, POINTS, Knowledge, Numbers, drawn

STEPS = 6_000
HOTTEST, COLDEST = 20.0, 1.0


@dataclass(frozen=True)
class Seen:
    """The readings of many runs side by side; every run has as many."""

    answers: Numbers  # run, reading, item: the option, -1 where not counted
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, runs: Sequence[Sequence[Reading]]) -> "Seen":
        answers = np.array([[reading.answers for reading in run] for run in runs]).reshape(len(runs), -1, ITEMS)
        low = np.array([[reading.low for reading in run] for run in runs], dtype=float).reshape(len(runs), -1)
        high = np.array([[reading.high for reading in run] for run in runs], dtype=float).reshape(len(runs), -1)
        return cls(answers, low, high)


def linear(seen: Seen, knowledge: Knowledge) -> Numbers:
    """The best linear estimate of every option's points: run, item, option."""
    runs, count = seen.low.shape
    estimate = np.broadcast_to(knowledge.mean, (runs, ITEMS, OPTIONS)).copy()
    if not count:
        return estimate
    counted, option, item = seen.answers >= 0, np.maximum(seen.answers, 0), np.arange(ITEMS)
    expected = np.where(counted, knowledge.mean[item, option], 0).sum(axis=2)
    # Covariance of every option's points with each reading's sum: run, reading, item, option.
    with_option = np.where(counted[..., None], knowledge.covariance[item, option], 0)
    both = np.take_along_axis(with_option[:, :, None], option[:, None, :, :, None], axis=4)[..., 0]
    among = np.where(counted[:, None], both, 0).sum(axis=3)
    blur = ((seen.high - seen.low) ** 2 - 1)[..., None] / 12 * np.eye(count)
    surprise = (seen.low + seen.high - 1) / 2 - expected
    weight = np.linalg.solve(among + blur + 1e-6 * np.eye(count), surprise[..., None])[..., 0]
    return estimate + np.einsum("rm,rmio->rio", weight, with_option)


def annealed(seen: Seen, knowledge: Knowledge, chance: np.random.Generator, steps: int = STEPS) -> Numbers:
    """The mean of keys that fit: begun anywhere, cooled until every reading holds, then wandering among those that do."""
    runs = len(seen.low)
    who = np.arange(runs)
    keys = drawn(knowledge, runs, chance)
    counted = seen.answers >= 0
    chosen = np.take_along_axis(keys[:, None], np.maximum(seen.answers, 0)[..., None], axis=3)[..., 0]
    sums = np.where(counted, chosen, 0).sum(axis=2)
    wrong, total = _outside(sums, seen), np.zeros_like(keys)
    open_items = np.flatnonzero((knowledge.may_be_best > 1) | (POINTS[:, 1] > 0))
    for at in range(steps):
        heat = max(COLDEST, HOTTEST * (1 - 2 * at / steps))
        item = chance.choice(open_items, runs)
        a = chance.integers(0, OPTIONS, runs)
        b = (a + chance.integers(1, OPTIONS, runs)) % OPTIONS
        here, there = keys[who, item, a], keys[who, item, b]
        best = np.where(here > there, b, a)  # where the higher of the two would lie
        is_best = np.maximum(here, there) == POINTS[item, 0]
        allowed = (~is_best | (best < knowledge.may_be_best[item])) & (here != there)
        answered = seen.answers[who, :, item]
        moved = (there - here)[:, None] * ((answered == a[:, None]).astype(float) - (answered == b[:, None]))
        after = _outside(sums + moved, seen)
        takes = allowed & (chance.random(runs) < np.exp(np.minimum(0, (wrong - after) / heat)))
        keys[who, item, a], keys[who, item, b] = np.where(takes, there, here), np.where(takes, here, there)
        sums += np.where(takes[:, None], moved, 0)
        wrong = np.where(takes, after, wrong)
        if at >= steps // 2:
            total += keys
    return total / (steps - steps // 2)


def _outside(sums: Numbers, seen: Seen) -> Numbers:
    """How far each run's key is from fitting its readings."""
    return (np.maximum(0, seen.low - sums) + np.maximum(0, sums - seen.high + 1)).sum(axis=1)
