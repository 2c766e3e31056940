"""Which items of the pool go to which paper of a room, so that neighbours share as few as the pool allows.

A room is a chequerboard: left, right, front and back are always of the other colour. Each topic's items are cut into two
halves, one a colour, and a paper takes its own half first; whether there are more or fewer items than two papers need, two
neighbours then overlap by no more than they must. Each half is cut once more by rows, which does the same for the diagonals
as far as items last.
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


@dataclass(frozen=True, slots=True)
class TopicShare:
    """One topic of a section as a room divides it."""

    quarters: Mapping[tuple[int, int], tuple[PoolItem, ...]]  # colour and row parity -> items
    wanted: tuple[int, int]  # items for a paper of either colour

    @property
    def forced_overlap(self) -> int:
        return max(0, sum(self.wanted) - sum(len(quarter) for quarter in self.quarters.values()))


def shared_out(section: Section, pool: Sequence[PoolItem], seed: bytes) -> tuple[TopicShare, ...]:
    topics = _topics_of(section, pool)
    first, second = _wanted(section, {topic: len(items) for topic, items in topics.items()})
    return tuple(
        _share(items, (first[topic], second[topic]), shuffler(seed, "share", section.code, topic))
        for topic, items in topics.items()
    )


def picked(shares: Sequence[TopicShare], colour: int, row_parity: int, rng: Random) -> list[PoolItem]:
    """The items of one paper: its own quarter, then its colour's other one, and only then the other colour's."""
    nearest = ((colour, row_parity), (colour, 1 - row_parity), (1 - colour, row_parity), (1 - colour, 1 - row_parity))
    items: list[PoolItem] = []
    for share in shares:
        ranked = [item for quarter in nearest for item in _shuffled(share.quarters[quarter], rng)]
        items += ranked[: share.wanted[colour]]
    return items


def picked_beside(section: Section, pool: Sequence[PoolItem], used: Counter[str], rng: Random) -> list[PoolItem]:
    """The items of a paper added later: those used least around it."""
    topics = _topics_of(section, pool)
    choices = []
    for wanted in _wanted(section, {topic: len(items) for topic, items in topics.items()}):
        items: list[PoolItem] = []
        for topic, own in topics.items():
            items += sorted(_shuffled(own, rng), key=lambda item: used[item.code])[: wanted[topic]]
        choices.append(items)
    return min(choices, key=lambda items: sum(used[item.code] for item in items))


def _topics_of(section: Section, pool: Sequence[PoolItem]) -> dict[str, list[PoolItem]]:
    topics: dict[str, list[PoolItem]] = defaultdict(list)
    for item in sorted(pool, key=lambda each: each.code):
        if item.section == section.code and (section.topics is None or item.topic in section.topics):
            topics[item.topic].append(item)
    present = sum(map(len, topics.values()))
    if present < section.items:
        raise PoolTooSmall(section=section.code, needed=section.items, present=present)
    for topic, needed in (section.topics or {}).items():
        if len(topics[topic]) < needed:
            raise PoolTooSmall(section=section.code, topic=topic, needed=needed, present=len(topics[topic]))
    return dict(sorted(topics.items()))


def _wanted(section: Section, sizes: Mapping[str, int]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many items of each topic a paper of either colour takes.

    Without quotas the topics are spread like the pool, so each gets its share rounded down or up. Where both colours rounding
    the same way would overlap more than they must, one rounds up and the other down.
    """
    if section.topics is not None:
        return section.topics, section.topics
    pool_size = sum(sizes.values())
    floors = {topic: section.items * size // pool_size for topic, size in sizes.items()}
    odd = [topic for topic, size in sizes.items() if section.items * size % pool_size]
    tight = [topic for topic in odd if sizes[topic] == 2 * floors[topic] + 1]
    loose = [topic for topic in odd if topic not in tight]
    plenty = 2 * section.items <= pool_size
    orders = (loose + tight, loose + tight[::-1]) if plenty else (tight + loose, tight[::-1] + loose)
    rest = section.items - sum(floors.values())
    first, second = ({topic: floors[topic] + (topic in order[:rest]) for topic in floors} for order in orders)
    return first, second


def _share(items: Sequence[PoolItem], wanted: tuple[int, int], rng: Random) -> TopicShare:
    shuffled = _shuffled(items, rng)
    least, most = sorted((wanted[0], len(items) - wanted[1]))
    middle = min(max(len(items) // 2, least), most)
    quarters = {}
    for colour, half in enumerate((shuffled[:middle], shuffled[middle:])):
        quarters[colour, 0] = tuple(half[: len(half) // 2])
        quarters[colour, 1] = tuple(half[len(half) // 2 :])
    return TopicShare(quarters, wanted)


def _shuffled(items: Sequence[PoolItem], rng: Random) -> list[PoolItem]:
    order = list(items)
    rng.shuffle(order)
    return order
