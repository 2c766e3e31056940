"""Where the items of a section stand in a paper and how their options stand, unlike the papers around it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from server.exam.pool import PoolItem

_TRIES = 32


@dataclass(frozen=True, slots=True)
class Spot:
    position: int  # within the section
    options: tuple[str, ...]


Sheet = Mapping[str, Spot]  # code of an item -> its spot
_Taken = Mapping[str, Collection[int]]


def arranged(
    items: Sequence[PoolItem], *, beside: Sequence[Sheet], diagonal: Sequence[Sheet], rng: Random, parity: int | None
) -> dict[str, Spot]:
    """Nothing at the position it has beside, nor diagonally if that can be had as well.

    `parity` keeps a colour of the room to even or to odd orders of the options: neighbours can then never have the same one.
    """
    around = [*beside, *diagonal]
    codes = [item.code for item in items]
    order, whole = _placed(codes, _taken_by(around), rng)
    if not whole and diagonal:
        order, _ = _placed(codes, _taken_by(beside), rng)
    position = {code: number for number, code in enumerate(order)}
    return {item.code: Spot(position[item.code], _options(item, around, rng, parity)) for item in items}


def _taken_by(sheets: Iterable[Sheet]) -> _Taken:
    taken: dict[str, set[int]] = defaultdict(set)
    for sheet in sheets:
        for code, spot in sheet.items():
            taken[code].add(spot.position)
    return taken


def _placed(codes: Sequence[str], taken: _Taken, rng: Random) -> tuple[list[str], bool]:
    """A random order that avoids as many taken positions as can be avoided (a maximum matching), and whether that is all."""
    order = list(codes)
    rng.shuffle(order)
    holders = {number: code for number, code in enumerate(order) if number not in taken.get(code, ())}
    positions = list(range(len(order)))
    rng.shuffle(positions)
    for code in [code for number, code in enumerate(order) if number not in holders]:
        _settle(code, holders, positions, taken)
    homeless = iter([code for code in order if code not in holders.values()])
    whole = len(holders) == len(order)
    return [holders[number] if number in holders else next(homeless) for number in range(len(order))], whole


def _settle(code: str, holders: dict[int, str], positions: Sequence[int], taken: _Taken) -> None:
    """Give the code a position, moving others along a chain where needed (Kuhn's augmenting path)."""
    came_by: dict[int, tuple[str, int | None]] = {}  # position -> who wants it, and from which position they would go
    wanting: list[tuple[str, int | None]] = [(code, None)]
    for wanter, at in wanting:
        for position in positions:
            if position in came_by or position in taken.get(wanter, ()):
                continue
            came_by[position] = (wanter, at)
            if position not in holders:
                _shift(position, holders, came_by)
                return
            wanting.append((holders[position], position))


def _shift(free: int, holders: dict[int, str], came_by: Mapping[int, tuple[str, int | None]]) -> None:
    position: int | None = free
    while position is not None:
        holders[position], position = came_by[position]


def _options(item: PoolItem, around: Sequence[Sheet], rng: Random, parity: int | None) -> tuple[str, ...]:
    used = {sheet[item.code].options for sheet in around if item.code in sheet}
    order = list(item.option_keys)
    for _ in range(_TRIES):
        rng.shuffle(order)
        if parity is not None and len(order) > 1 and _parity(order, item.option_keys) != parity:
            order[0], order[1] = order[1], order[0]
        if tuple(order) not in used:
            break
    return tuple(order)


def _parity(order: Sequence[str], keys: Sequence[str]) -> int:
    ranks = [keys.index(key) for key in order]
    return sum(left > right for at, right in enumerate(ranks) for left in ranks[:at]) % 2
