"""The product's weighing, its knowledge of the sitter and its CUSUM for many sittings at once.

test_array_fold.py proves them equal to `weigh`, `AdaptiveTemplate` and `step`.
"""

from dataclasses import dataclass, field

import numpy as np

from server.identity.policy import Policy

Numbers = np.ndarray


def weigh_all(distances: Numbers, policy: Policy) -> Numbers:
    curves = policy.distances
    held = np.clip(distances, curves.same_mean, curves.different_mean)
    different = _density(held, curves.different_mean, curves.different_spread, policy)
    same = _density(held, curves.same_mean, curves.same_spread, policy)
    return np.clip(np.log(different / same), -policy.evidence_clip, policy.evidence_clip)


@dataclass
class Known:
    """What `AdaptiveTemplate` keeps of how far each sitter's looks usually lie; the face itself is learnt."""

    excess_variance: Numbers
    compared: Numbers

    @classmethod
    def nothing(cls, sittings: int) -> "Known":
        return cls(np.zeros(sittings), np.zeros(sittings, np.int32))

    def variance_correction(self, policy: Policy) -> Numbers:
        return np.minimum(self.excess_variance, policy.usual_most**2 - policy.usual_distance**2)

    def compare(self, which: Numbers, distances: Numbers, policy: Policy) -> None:
        if policy.template_after > policy.template_looks:
            return  # no face is ever learnt
        self.compared = np.where(which, np.minimum(self.compared + 1, policy.usual_looks), self.compared)
        share = 1 / np.minimum(self.compared + policy.template_after, policy.usual_looks)
        beyond = distances**2 - policy.usual_distance**2
        self.excess_variance = np.where(
            which, self.excess_variance + share * (beyond - self.excess_variance), self.excess_variance
        )

    def of(self, which: Numbers) -> "Known":
        return Known(self.excess_variance[which], self.compared[which])


@dataclass
class Fold:
    """Of sittings that show one face each, all the time: what matters to `MISMATCH` and to bursts."""

    policy: Policy
    known: Known
    evidence: Numbers = field(init=False)
    unknown: Numbers = field(init=False)
    raised: Numbers = field(init=False)

    def __post_init__(self) -> None:
        sittings = len(self.known.excess_variance)
        self.evidence = np.zeros(sittings)
        self.unknown = np.zeros(sittings, np.int32)
        self.raised = np.zeros(sittings, bool)

    def step(self, distances: Numbers) -> Numbers:
        """One look at each sitting, NaN where it is too poor to count; returns who is paused for a mismatch by it."""
        usable = ~np.isnan(distances)
        squares = np.where(usable, distances, 0.0) ** 2 - self.known.variance_correction(self.policy)
        weights = np.where(usable, weigh_all(np.sqrt(np.maximum(squares, 0.0)), self.policy), 0.0)
        is_same = usable & (weights <= -self.policy.kind_limit)
        self.known.compare(is_same & (self.evidence == 0), distances, self.policy)
        unsure = np.abs(weights) < self.policy.kind_limit
        self.evidence = np.clip(self.evidence + weights, 0.0, self.policy.evidence_limit)
        self.unknown = np.where(unsure, self.unknown + 1, 0)
        due = self.evidence >= self.policy.evidence_limit
        paused = due & ~self.raised
        self.raised = due | (self.raised & (self.evidence > 0))
        return paused

    def wants(self) -> tuple[Numbers, Numbers]:
        """Who is looked at more often: for doubt about the person, and because the last look told nothing."""
        doubts = (self.evidence > 0) & ~self.raised
        cannot_tell = (self.unknown >= 1) & (self.unknown <= 4 * self.policy.run_looks)
        return doubts, cannot_tell

    def keep(self, which: Numbers) -> None:
        self.known = self.known.of(which)
        self.evidence, self.unknown, self.raised = self.evidence[which], self.unknown[which], self.raised[which]


def _density(distance: Numbers, mean: float, spread: float, policy: Policy) -> Numbers:
    curves = policy.distances
    bell = np.exp(-(((distance - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    return (1 - curves.floor) * bell + curves.floor / curves.widest
