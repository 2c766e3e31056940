"""How far a sitter's pictures lie from what the exam knows of them: the heavy-tailed model docs/identity.md defends.

Displacements of the 128 numbers add in squares, as measured there: who it is, light, pose, a spoilt picture.
"""

from dataclasses import dataclass

import numpy as np

from server.identity.policy import Policy
from tests.bench.array_fold import Numbers


@dataclass(frozen=True)
class Wobble:
    """A displacement that wanders and forgets where it was after `memory` seconds; some sittings wander far more than others."""

    spread: float  # root mean square
    memory: float
    dimensions: int
    freedom: float  # of the Student t over all sittings


@dataclass(frozen=True)
class Unusable:
    """Looks the quality gate refuses, in stretches."""

    share: float
    seconds: float


@dataclass(frozen=True)
class HonestModel:
    spoils: Numbers  # measured: how far a spoilt picture that the gate lets pass lies from the same picture unspoilt
    own: float = 0.30  # from the desk's or seat's picture to the person in the exam, without what follows
    own_spread: float = 0.035  # scale of the Student t with 4 degrees of freedom that people follow
    own_most: float = 0.50  # frames of one check at a gate farther apart than this are taken again
    noise: float = 0.134
    pose: Wobble = Wobble(0.12, 3.0, 4, 8.0)
    liveliness_lasts: float = np.inf  # seconds, in the mean, until it is drawn anew how far this sitter's pose wanders
    pose_most: float = 0.48  # measured: the farthest two usable pictures of the clip; a head turned farther is refused
    light: Wobble = Wobble(0.10, 600.0, 1, 5.0)  # since the picture at the seat
    light_most: float = 0.35  # measured: light that displaces a face farther is refused by the gate
    bad_moments: float = 5.0  # in 100 minutes
    bad_moment_lasts: float = 4.0  # seconds, the median of a lognormal with sigma 1: one in a hundred lasts 40
    spoils_vary: float = 0.0  # sigma of a lognormal factor on a measured spoil: 0 draws them as measured
    any_face: float = 1.0  # single looks in 100 minutes that show any face at any distance
    unusable: Unusable = Unusable(0.03, 3.0)


@dataclass(frozen=True)
class StrangerModel:
    apart: float  # mean over pairs of people, measured
    apart_spread: float  # scale of the Student t with 5 degrees of freedom that pairs follow
    jitter: Wobble
    unusable: Unusable = Unusable(0.03, 3.0)


class Wandering:
    def __init__(self, wobble: Wobble, count: int, chance: np.random.Generator, scale_lasts: float = np.inf) -> None:
        self._wobble, self._chance, self._scale_lasts = wobble, chance, scale_lasts
        self.scale = self._drawn(count)
        self.value = self.scale * chance.standard_normal((count, wobble.dimensions))

    def wander(self, later: Numbers) -> None:
        if np.isfinite(self._scale_lasts):
            is_new = self._chance.random(len(later)) < 1 - np.exp(-later / self._scale_lasts)
            self.scale = np.where(is_new[:, np.newaxis], self._drawn(len(later)), self.scale)
        kept = np.exp(-later / self._wobble.memory)[:, np.newaxis]
        self.value = kept * self.value + np.sqrt(1 - kept**2) * self.scale * self._chance.standard_normal(self.value.shape)

    def keep(self, which: Numbers) -> None:
        self.scale, self.value = self.scale[which], self.value[which]

    def _drawn(self, count: int) -> Numbers:
        wobble = self._wobble
        of_sitting = np.sqrt(wobble.freedom / self._chance.chisquare(wobble.freedom, count))
        return (of_sitting * wobble.spread / np.sqrt(wobble.dimensions))[:, np.newaxis]


class Gaps:
    def __init__(self, model: Unusable, count: int, chance: np.random.Generator) -> None:
        self._model, self._chance = model, chance
        self.value = chance.random(count) < model.share

    def wander(self, later: Numbers) -> None:
        redrawn = self._chance.random(len(later)) < 1 - np.exp(-later / (self._model.seconds * (1 - self._model.share)))
        self.value = np.where(redrawn, self._chance.random(len(later)) < self._model.share, self.value)

    def keep(self, which: Numbers) -> None:
        self.value = self.value[which]


class Honest:
    """People at their seats; each is looked at `later` seconds after the last time."""

    def __init__(self, model: HonestModel, policy: Policy, count: int, chance: np.random.Generator) -> None:
        self.model, self.policy, self.chance = model, policy, chance
        self.own = _own(model, count, chance)
        self.pose = Wandering(model.pose, count, chance, model.liveliness_lasts)
        self.light = Wandering(model.light, count, chance)
        self.light.value[:] = 0.0
        self.gaps = Gaps(model.unusable, count, chance)
        self.bad_left, self.spoil = np.zeros(count), np.zeros(count)
        # How many looks the learnt face is made of, its light and what spoils it. It was learnt in the waiting room.
        self.learnt = np.full(count, float(policy.template_looks))
        self.learnt_light, self.learnt_spoil = np.zeros(count), np.zeros(count)

    def look(self, later: Numbers, evidence: Numbers) -> Numbers:
        """The distance each shows; NaN where the quality gate refuses the picture."""
        self.pose.wander(later)
        self.light.wander(later)
        self.gaps.wander(later)
        self._have_bad_moments(later)
        spoil, light = np.where(self.bad_left > 0, self.spoil, 0.0), self._light()
        pose = np.minimum((self.pose.value**2).sum(axis=1), self.model.pose_most**2)
        moved = self.model.noise**2 + pose + spoil**2
        fixed = np.sqrt(self.own**2 + light**2 + moved)
        learnt = np.sqrt((light - self.learnt_light) ** 2 + self.learnt_spoil**2 + moved)
        knows = self.learnt >= self.policy.template_after
        distance = np.where(knows, np.minimum(fixed, learnt), fixed)
        any_face = self.chance.random(len(later)) < self.model.any_face * later / 6000
        distance = np.where(any_face, self.chance.uniform(0.3, 1.1, len(later)), distance)
        self._learn((fixed <= self.policy.template_within) & (evidence == 0) & ~self.gaps.value & ~any_face, light, spoil)
        return np.where(self.gaps.value, np.nan, distance)

    def keep(self, which: Numbers) -> None:
        for part in (self.pose, self.light, self.gaps):
            part.keep(which)
        for name in ("own", "bad_left", "spoil", "learnt", "learnt_light", "learnt_spoil"):
            setattr(self, name, getattr(self, name)[which])

    def _light(self) -> Numbers:
        return np.clip(self.light.value[:, 0], -self.model.light_most, self.model.light_most)

    def _have_bad_moments(self, later: Numbers) -> None:
        model, chance = self.model, self.chance
        self.bad_left = np.maximum(self.bad_left - later, 0.0)
        begin = (chance.random(len(later)) < 1 - np.exp(-model.bad_moments * later / 6000)) & (self.bad_left <= 0)
        several = int(begin.sum())
        self.bad_left[begin] = model.bad_moment_lasts * chance.lognormal(0, 1, several)
        self.spoil[begin] = chance.choice(model.spoils, several) * chance.lognormal(0, model.spoils_vary, several)

    def _learn(self, which: Numbers, light: Numbers, spoil: Numbers) -> None:
        self.learnt = np.where(which, np.minimum(self.learnt + 1, self.policy.template_looks), self.learnt)
        share = np.where(which, 1 / np.maximum(self.learnt, 1), 0.0)
        self.learnt_light += share * (light - self.learnt_light)
        self.learnt_spoil += share * (spoil - self.learnt_spoil)


class Strangers:
    """Somebody else sits down; without warning, so that the first pictures are already theirs."""

    def __init__(self, model: StrangerModel, count: int, chance: np.random.Generator) -> None:
        self.apart = model.apart + model.apart_spread * chance.standard_t(5.0, count)
        self.jitter, self.gaps = Wandering(model.jitter, count, chance), Gaps(model.unusable, count, chance)

    def look(self, later: Numbers, _evidence: Numbers) -> Numbers:
        self.jitter.wander(later)
        self.gaps.wander(later)
        return np.where(self.gaps.value, np.nan, np.maximum(self.apart + self.jitter.value[:, 0], 0.1))

    def keep(self, which: Numbers) -> None:
        self.apart = self.apart[which]
        self.jitter.keep(which)
        self.gaps.keep(which)


def _own(model: HonestModel, count: int, chance: np.random.Generator) -> Numbers:
    """Whoever would lie beyond what a gate accepts is stopped there, and is not in the exam by camera."""
    own = np.empty(0)
    while len(own) < count:
        drawn = model.own + model.own_spread * chance.standard_t(4.0, count)
        own = np.concatenate([own, drawn[(drawn <= model.own_most) & (drawn > 0.05)]])
    return own[:count]
