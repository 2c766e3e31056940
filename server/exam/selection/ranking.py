"""Who stands before whom: a total order, whatever order people came in, and what decided each rank."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from server.exam.blueprint import TOTAL
from server.exam.errors import MeritMissing
from server.exam.passing import Formation
from server.exam.selection.rules import BIRTH_DATE, FINAL, IPK

TIE = "tie"  # equal to a neighbour in all that is asked


Merits = tuple[Any, ...]  # the first that differs decides; more is better


@dataclass(frozen=True, slots=True)
class Contender:
    number: str
    formation: Formation
    points: dict[str, int]  # by section
    skb: Fraction | None = None  # on the scale of the integration
    ipk: Decimal | None = None
    birth_date: date | None = None

    @property
    def total(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Standing:
    contender: Contender
    rank: int
    merits: Merits
    decided_by: str  # the last merit that had to be asked to tell this person from the neighbours


def ranked(contenders: Iterable[Contender], order: Sequence[str], final: Callable[[Contender], Fraction]) -> list[Standing]:
    """Best first; those equal in everything share a rank, and stand by their numbers."""
    by_number = sorted(contenders, key=lambda one: one.number)
    standing = sorted(((_merits(one, order, final), one) for one in by_number), key=lambda pair: pair[0], reverse=True)
    depths = [0, *(_depth(one[0], other[0]) for one, other in pairwise(standing)), 0]
    names = (*order, TIE)
    placed: list[Standing] = []
    for place, (merits, contender) in enumerate(standing):
        rank = placed[-1].rank if placed and depths[place] == len(order) else place + 1
        placed.append(Standing(contender, rank, merits, names[max(depths[place], depths[place + 1])]))
    return placed


def merits_asked(contenders: Sequence[Contender], order: Sequence[str]) -> tuple[str, ...]:
    """IPK and birth date count where they are known, of everybody or of nobody."""
    return tuple(name for name in order if name not in (IPK, BIRTH_DATE) or _is_known(contenders, name))


def _is_known(contenders: Sequence[Contender], name: str) -> bool:
    lacking = [one.number for one in contenders if getattr(one, name) is None]
    if lacking and len(lacking) < len(contenders):
        raise MeritMissing(merit=name, number=min(lacking))
    return not lacking


def _merits(contender: Contender, order: Sequence[str], final: Callable[[Contender], Fraction]) -> Merits:
    return tuple(_merit(contender, name, final) for name in order)


def _merit(contender: Contender, name: str, final: Callable[[Contender], Fraction]) -> Any:
    if name == TOTAL:
        return contender.total
    if name == FINAL:
        return final(contender)
    if name == BIRTH_DATE and contender.birth_date is not None:
        return -contender.birth_date.toordinal()  # the oldest first
    if name == IPK and contender.ipk is not None:
        return contender.ipk
    return contender.points[name]


def _depth(one: Merits, other: Merits) -> int:
    """How many merits are equal before one differs."""
    return next((place for place, (own, foreign) in enumerate(zip(one, other, strict=True)) if own != foreign), len(one))
