"""Which scores a section can end with at all: the sums of what its items may be worth, a blank one 0."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import gcd

from server.exam.blueprint import Section


@dataclass(frozen=True, slots=True)
class ScoreFault:
    code: str
    pairs: tuple[tuple[str, str | int], ...]


def score_faults(sections: Iterable[Section], points: Mapping[str, int]) -> Iterator[ScoreFault]:
    """Of the sections that `points` names; whether all of them are there is the reader's business."""
    for section in sections:
        if section.code in points:
            yield from _faults_of(section, points[section.code])


def is_possible(section: Section, points: int) -> bool:
    return points >= 0 and bool(_reachable(section.points_scheme, section.items) >> points & 1)


def _faults_of(section: Section, points: int) -> Iterator[ScoreFault]:
    about = (("section", section.code), ("score", points))
    step = gcd(*section.points_scheme)
    if points > section.maximum:
        yield ScoreFault("scores.above", (*about, ("most", section.maximum)))
    elif points < 0:
        yield ScoreFault("scores.below", (*about, ("least", 0)))
    elif points % step:
        yield ScoreFault("scores.step", (*about, ("step", step)))
    elif not is_possible(section, points):
        yield ScoreFault("scores.unreachable", about)


@cache
def _reachable(scheme: tuple[int, ...], items: int) -> int:
    """Bit n stands for n points: each item moves the sums reached so far by one of its options, or leaves them."""
    sums = 1
    for _ in range(items):
        reached = sums
        for points in scheme:
            reached |= sums << points
        sums = reached
    return sums
