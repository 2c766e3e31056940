"""Which items of the pool go to which paper of a room, so that neighbours share as few as the pool allows.

A room is a chequerboard: left, right, front and back are always of the other colour. Each topic's items are cut into two
halves, one a colour, and a paper takes its own half first; whether there are more or fewer items than two papers need, two
neighbours then overlap by no more than they must. Each half is cut once more by rows, which does the same for the diagonals
as far as items last. An item only one colour may use (`enemies`) lies in that colour's half.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from server.exam.blueprint import Section
from server.exam.errors import PoolTooSmall
from server.exam.seeds import shuffler


@dataclass(frozen=True, slots=True)
class PoolItem:
    code: str
    section: str
    topic: str
    option_keys: tuple[str, ...]
    enemies: frozenset[str] = frozenset()  # codes; one of two that are enemies may name the other


Sides = tuple[Sequence[PoolItem], Sequence[PoolItem]]  # what papers of either colour choose from: no two enemies


@dataclass(frozen=True, slots=True)
class TopicShare:
    """One topic of a section as a room divides it."""

    quarters: Mapping[tuple[int, int], tuple[PoolItem, ...]]  # colour and row parity -> items
    wanted: tuple[int, int]  # items for a paper of either colour
    common: frozenset[str]  # codes both colours may use
    forced_overlap: int


def shared_out(section: Section, sides: Sides, seed: bytes) -> tuple[TopicShare, ...]:
    first, second = (_by_topic(side) for side in sides)
    topics = sorted(first | second)
    wanted = _wanted(section, [{topic: first[topic] for topic in topics}, {topic: second[topic] for topic in topics}])
    return tuple(
        _share(
            (first[topic], second[topic]),
            (wanted[0][topic], wanted[1][topic]),
            shuffler(seed, "share", section.code, topic),
        )
        for topic in topics
    )


def picked(shares: Sequence[TopicShare], colour: int, row_parity: int, rng: Random) -> list[PoolItem]:
    """The items of one paper: its own quarter, then its colour's other one, and only then the other colour's."""
    nearest = ((colour, row_parity), (colour, 1 - row_parity), (1 - colour, row_parity), (1 - colour, 1 - row_parity))
    items: list[PoolItem] = []
    for share in shares:
        ranked = [
            item
            for half, parity in nearest
            for item in _shuffled(share.quarters[half, parity], rng)
            if half == colour or item.code in share.common
        ]
        items += ranked[: share.wanted[colour]]
    return items


def picked_beside(section: Section, side: Sequence[PoolItem], used: Counter[str], rng: Random) -> list[PoolItem]:
    """The items of a paper added later: those used least around it."""
    topics = _by_topic(side)
    choices = []
    for wanted in _wanted(section, [topics, topics]):
        items: list[PoolItem] = []
        for topic, own in sorted(topics.items()):
            items += sorted(_shuffled(own, rng), key=lambda item: used[item.code])[: wanted[topic]]
        choices.append(items)
    return min(choices, key=lambda items: sum(used[item.code] for item in items))


def items_of(section: Section, pool: Sequence[PoolItem]) -> list[PoolItem]:
    """What a paper's section may be made of, in one order whatever the order of the pool."""
    wanted = section.topics
    items = [item for item in pool if item.section == section.code and (wanted is None or item.topic in wanted)]
    if len(items) < section.items:
        raise PoolTooSmall(section=section.code, needed=section.items, present=len(items))
    present = Counter(item.topic for item in items)
    for topic, needed in (wanted or {}).items():
        if present[topic] < needed:
            raise PoolTooSmall(section=section.code, topic=topic, needed=needed, present=present[topic])
    return sorted(items, key=lambda each: each.code)


def _by_topic(items: Sequence[PoolItem]) -> defaultdict[str, list[PoolItem]]:
    topics: defaultdict[str, list[PoolItem]] = defaultdict(list)
    for item in sorted(items, key=lambda each: each.code):
        topics[item.topic].append(item)
    return topics


def _wanted(section: Section, sides: Sequence[Mapping[str, Sequence[PoolItem]]]) -> list[Mapping[str, int]]:
    """How many items of each topic a paper of either colour takes.

    Without quotas the topics are spread like what a colour may use, so each gets its share rounded down or up. Where both
    colours rounding the same way would overlap more than they must, one rounds up and the other down.
    """
    if section.topics is not None:
        return [section.topics, section.topics]
    there = {topic: len({item.code for side in sides for item in side[topic]}) for topic in sides[0]}
    shares = [{topic: section.items * len(items) for topic, items in side.items()} for side in sides]
    sizes = [sum(map(len, side.values())) for side in sides]
    floors = [{topic: share // size for topic, share in own.items()} for own, size in zip(shares, sizes, strict=True)]
    tight = [topic for topic in there if there[topic] == floors[0][topic] + floors[1][topic] + 1]
    loose = [topic for topic in there if topic not in tight]
    plenty = 2 * section.items <= sum(there.values())
    orders = (loose + tight, loose + tight[::-1]) if plenty else (tight + loose, tight[::-1] + loose)
    wanted: list[Mapping[str, int]] = []
    for own, share, size, order in zip(floors, shares, sizes, orders, strict=True):
        up = [topic for topic in order if share[topic] % size][: section.items - sum(own.values())]
        wanted.append({topic: count + (topic in up) for topic, count in own.items()})
    return wanted


def _share(sides: Sides, wanted: tuple[int, int], rng: Random) -> TopicShare:
    common = frozenset(item.code for item in sides[0]) & {item.code for item in sides[1]}
    shuffled = _shuffled([item for item in sides[0] if item.code in common], rng)
    own = [[item for item in side if item.code not in common] for side in sides]
    lacking = [max(0, want - len(items)) for want, items in zip(wanted, own, strict=True)]
    least, most = sorted((lacking[0], len(shuffled) - lacking[1]))
    middle = min(max((len(shuffled) + len(own[1]) - len(own[0])) // 2, least), most)
    quarters = {}
    for colour, cut in enumerate((shuffled[:middle], shuffled[middle:])):
        half = _shuffled(own[colour] + cut, rng)
        quarters[colour, 0] = tuple(half[: len(half) // 2])
        quarters[colour, 1] = tuple(half[len(half) // 2 :])
    return TopicShare(quarters, wanted, common, max(0, sum(lacking) - len(shuffled)))


def _shuffled(items: Sequence[PoolItem], rng: Random) -> list[PoolItem]:
    order = list(items)
    rng.shuffle(order)
    return order
