"""Items that must not meet in one paper, because one helps to answer the other: a paper takes one of each group at most.

Whoever is an enemy of the same item belongs to one group. Each colour of a room fields one member of every group, the other
colour another one, so a paper never has to be searched for. Which member that is gives way to what the quotas need.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from server.exam.blueprint import Section
from server.exam.errors import EnemiesLeaveTooFew
from server.exam.pool import PoolItem, Sides, items_of
from server.exam.seeds import shuffler

_Group = Sequence[PoolItem]


def sides_of(section: Section, pool: Sequence[PoolItem], seed: bytes) -> Sides:
    """What the papers of either colour choose from."""
    order = [item.code for item in items_of(section, pool)]
    shuffler(seed, "enemies", section.code).shuffle(order)
    place = {code: number for number, code in enumerate(order)}
    first = fielded(section, pool, lambda item: (0, place[item.code]))
    taken = {item.code for item in first}
    return first, fielded(section, pool, lambda item: (item.code in taken, place[item.code]))


def fielded(section: Section, pool: Sequence[PoolItem], rank: Callable[[PoolItem], tuple[int, int]]) -> list[PoolItem]:
    """All items without an enemy, and of each group the member of the lowest rank that the quotas allow."""
    usable = {item.code for item in items_of(section, pool)}
    whole = _groups(sorted((item for item in pool if item.section == section.code), key=lambda item: item.code))
    groups = [own for group in whole if (own := [item for item in group if item.code in usable])]
    single = [item for group in groups if len(group) == 1 for item in group]
    groups = [group for group in groups if len(group) > 1]
    present = Counter(item.topic for item in single)
    given: dict[int, str] = {}
    lacking = max(0, section.items - len(single) - len(groups)) if section.topics is None else 0
    for topic, wanted in (section.topics or {}).items():
        lacking += sum(not _serves(topic, groups, given, set()) for _ in range(wanted - present[topic]))
    if lacking:
        raise EnemiesLeaveTooFew(section=section.code, needed=section.items, left=section.items - lacking)
    return single + [
        min((item for item in group if given.get(number, item.topic) == item.topic), key=rank)
        for number, group in enumerate(groups)
    ]


def _groups(items: Sequence[PoolItem]) -> list[_Group]:
    group_of = {item.code: item.code for item in items}
    for item in items:
        for enemy in sorted(item.enemies & group_of.keys()):
            joined, left = group_of[item.code], group_of[enemy]
            group_of = {code: joined if group == left else group for code, group in group_of.items()}
    groups: dict[str, list[PoolItem]] = defaultdict(list)
    for item in items:
        groups[group_of[item.code]].append(item)
    return list(groups.values())


def _serves(topic: str, groups: Sequence[_Group], given: dict[int, str], asked: set[int]) -> bool:
    """Let a group serve this topic, moving others to another topic where needed (Kuhn's augmenting path)."""
    for number, group in enumerate(groups):
        if number in asked or all(item.topic != topic for item in group):
            continue
        asked.add(number)
        if number not in given or _serves(given[number], groups, given, asked):
            given[number] = topic
            return True
    return False
