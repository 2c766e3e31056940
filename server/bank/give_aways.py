"""What somebody earns who answers by the look of the options and never by their meaning.

A strategy marks one or more options of an item; whoever cannot tell the marked ones apart earns their mean. So every figure
is an expectation and no dice are thrown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

from server.bank.learned_guess import learned_marks
from server.bank.package import Item, PackageSection
from server.bank.surface import FEATURES, Feature, gap_to_average, length, number

Marks = frozenset[int]  # places of options
Strategy = Callable[[Item], Marks]
TOO_UNLIKELY = 3.0  # standard deviations above chance: one bank in twenty would be blamed for one strategy by luck


@dataclass(frozen=True, slots=True)
class GiveAway:
    """What a strategy earns on all items of a section."""

    section: str
    strategy: str
    what: str  # a feature's name, a rank or a letter
    points: float
    chance: float
    deviation: float  # of somebody who marks as many options at random

    @property
    def above(self) -> float:
        return self.points - self.chance

    @property
    def is_telling(self) -> bool:
        return self.above > TOO_UNLIKELY * self.deviation


def strategies(section: PackageSection) -> Mapping[tuple[str, str], Strategy]:
    """All but the learned one, by name and what they look at."""
    known: dict[tuple[str, str], Strategy] = {}
    for place in range(len(section.points)):
        known["length", str(place + 1)] = partial(_at_rank, length, place)
        known["number", str(place + 1)] = partial(_at_rank, number, place)
        known["position", "abcdefghij"[place]] = partial(_at_place, place)
    known["near_average", "length"] = partial(_at_rank, gap_to_average, -1)
    known["far_from_average", "length"] = partial(_at_rank, gap_to_average, 0)
    for name, feature in FEATURES.items():
        known["most", name] = partial(_at_rank, feature, 0)
        known["fewest", name] = partial(_at_rank, feature, -1)
    return known


def outcomes(section: PackageSection, items: Sequence[Item]) -> Iterator[GiveAway]:
    """What each strategy earns, the learned one last."""
    own = [item for item in items if item.section == section.code]
    if not own:
        return
    for (name, what), strategy in strategies(section).items():
        yield _outcome(section.code, (name, what), own, [strategy(item) for item in own])
    if learned := learned_marks(own):
        yield _outcome(section.code, ("learned", "all"), own, learned)


def telling(sections: Sequence[PackageSection], items: Sequence[Item]) -> list[GiveAway]:
    """The strategies that earn more than luck explains, the best first."""
    found = [one for section in sections for one in outcomes(section, items) if one.is_telling]
    return sorted(found, key=lambda one: -one.above)


def _outcome(section: str, name: tuple[str, str], items: Sequence[Item], marks: Sequence[Marks]) -> GiveAway:
    points = chance = variance = 0.0
    for item, marked in zip(items, marks, strict=True):
        worth = [option.points for option in item.options]
        mean, count = sum(worth) / len(worth), len(worth)
        points += sum(worth[place] for place in marked) / len(marked)
        chance += mean
        spread = sum((one - mean) ** 2 for one in worth) / count
        variance += spread / len(marked) * (count - len(marked)) / max(1, count - 1)  # drawn without putting back
    return GiveAway(section, *name, points, chance, sqrt(variance))


def _at_rank(feature: Feature, rank: int, item: Item) -> Marks:
    values = [feature(item, option) for option in item.options]
    wanted = sorted(values, reverse=True)[min(rank, len(values) - 1)]
    return frozenset(place for place, value in enumerate(values) if value == wanted)


def _at_place(place: int, item: Item) -> Marks:
    return frozenset({min(place, len(item.options) - 1)})
