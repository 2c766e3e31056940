"""The product's weighing and CUSUM for many sittings at once; test_vector_fold.py proves it equal to `step`."""

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
class Fold:
    """Of sittings that show one face each, all the time: what matters to `MISMATCH` and to bursts."""

    policy: Policy
    sittings: int
    evidence: Numbers = field(init=False)
    unknown: Numbers = field(init=False)
    raised: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.evidence = np.zeros(self.sittings)
        self.unknown = np.zeros(self.sittings, np.int32)
        self.raised = np.zeros(self.sittings, bool)

    def step(self, distances: Numbers) -> Numbers:
        """One look at each sitting, NaN where it is too poor to count; returns who is paused for a mismatch by it."""
        usable = ~np.isnan(distances)
        weights = np.where(usable, weigh_all(np.where(usable, distances, 0.0), self.policy), 0.0)
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
        self.evidence, self.unknown, self.raised = self.evidence[which], self.unknown[which], self.raised[which]


def _density(distance: Numbers, mean: float, spread: float, policy: Policy) -> Numbers:
    curves = policy.distances
    bell = np.exp(-(((distance - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    return (1 - curves.floor) * bell + curves.floor / curves.widest
