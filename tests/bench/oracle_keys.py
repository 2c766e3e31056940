"""Keys nobody knows yet, and what an attacker knows of them: sure of an item, torn between two options, or nothing at all."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from tests.unit.exam.samples import SKD

Numbers = NDArray[np.float64]
Choices = NDArray[np.int64]

OPTIONS = 5
SECTION_OF = np.repeat(np.arange(len(SKD.sections)), [section.items for section in SKD.sections])
# item -> its points, best first
POINTS = np.array([section.points_scheme for section in SKD.sections])[SECTION_OF]
ITEMS = len(SECTION_OF)
SURE, TORN, NOTHING = 1, 2, 5  # how many options may be the best one


@dataclass(frozen=True)
class Knowledge:
    """Of each item, how many options may be the best: always the first ones, for how options are numbered tells nothing."""

    may_be_best: Choices  # by item
    mean: Numbers  # item, option
    covariance: Numbers  # item, option, option

    @classmethod
    def of(cls, may_be_best: Choices) -> "Knowledge":
        looks = [_moments(tuple(points), int(many)) for points, many in zip(POINTS, may_be_best, strict=True)]
        return cls(may_be_best, np.array([mean for mean, _ in looks]), np.array([spread for _, spread in looks]))

    @property
    def expected(self) -> float:
        """The points of somebody who answers as well as they can, without any board."""
        return float(self.mean.max(axis=1).sum())


def nothing_known() -> Knowledge:
    return Knowledge.of(np.full(ITEMS, NOTHING))


def torn(share_sure: float = 0.6) -> Knowledge:
    """Sure of a share of each section, torn between two options on the rest."""
    may_be_best = np.full(ITEMS, TORN)
    for section in range(len(SKD.sections)):
        own = np.flatnonzero(section == SECTION_OF)
        may_be_best[own[: round(share_sure * len(own))]] = SURE
    return Knowledge.of(may_be_best)


def drawn(knowledge: Knowledge, runs: int, chance: np.random.Generator) -> Numbers:
    """True points by run, item and option, as this knowledge allows them."""
    points = np.broadcast_to(POINTS[:, None, 1:], (runs, ITEMS, 1, OPTIONS - 1))[:, :, 0, :]
    others = chance.permuted(points, axis=2)
    best = (chance.random((runs, ITEMS)) * knowledge.may_be_best).astype(np.int64)
    keys = np.empty((runs, ITEMS, OPTIONS))
    for option in range(OPTIONS):
        rank = np.where(option > best, option - 1, np.minimum(option, OPTIONS - 2))
        keys[:, :, option] = np.take_along_axis(others, rank[:, :, None], axis=2)[:, :, 0]
    np.put_along_axis(keys, best[:, :, None], np.broadcast_to(POINTS[:, :1], (runs, ITEMS, 1)), axis=2)
    return keys


def worth(keys: Numbers, answers: Choices) -> Numbers:
    """The points of each run's answers."""
    return np.take_along_axis(keys, answers[:, :, None], axis=2)[:, :, 0].sum(axis=1)


def _moments(points: tuple[int, ...], many: int) -> tuple[Numbers, Numbers]:
    allowed = [order for order in permutations(points) if max(points) in order[:many]]
    values = np.array(allowed, dtype=float)
    mean = values.mean(axis=0)
    return mean, (values - mean).T @ (values - mean) / len(values)
