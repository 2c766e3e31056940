"""Whatever the pool, the room and the seed: no paper holds two items that are enemies, and none is refused without need."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from server.exam.blueprint import Block, ExamBlueprint, Section
from server.exam.enemies import sides_of
from server.exam.errors import EnemiesLeaveTooFew
from server.exam.paper import Paper, Place, assemble_one, assemble_room
from server.exam.pool import PoolItem

TOPICS = ("t0", "t1", "t2")
SPOTS = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=8)
SEEDS = st.binary(min_size=16, max_size=40)


def exam(section: Section) -> ExamBlueprint:
    return ExamBlueprint("x", "x", "x", "X", (Block("B", "B", 10, (), (section,)),), (), ())


def places(spots: set[tuple[int, int]]) -> list[Place]:
    return [Place(f"{row}/{column}", row, column) for row, column in sorted(spots)]


@st.composite
def pools(draw: st.DrawFn) -> list[PoolItem]:
    """A few groups of enemies, each of whom names the one before, across topics."""
    sizes = draw(st.lists(st.sampled_from([1, 1, 1, 1, 2, 2, 3]), min_size=2, max_size=14))
    return [
        PoolItem(f"S-{group}-{at}", "S", draw(st.sampled_from(TOPICS)), tuple("abcd"), frozenset({f"S-{group}-{at - 1}"}))
        for group, size in enumerate(sizes)
        for at in range(size)
    ]


def groups(pool: list[PoolItem]) -> list[list[PoolItem]]:
    names = {item.code.split("-")[1] for item in pool}
    return [[item for item in pool if item.code.split("-")[1] == name] for name in sorted(names)]


def meetings(paper: Paper, pool: list[PoolItem]) -> list[tuple[str, str]]:
    in_paper = {own.code for own in paper.items}
    return [
        (one.code, other.code)
        for group in groups(pool)
        for one, other in combinations(group, 2)
        if {one.code, other.code} <= in_paper
    ]


def can_be_met(section: Section, pool: list[PoolItem]) -> bool:
    """By trying every choice of one topic for each group."""
    choices = product(*[{item.topic for item in group} for group in groups(pool)])
    if section.topics is None:
        return len(groups(pool)) >= section.items
    return any(Counter(section.topics) <= Counter(choice) for choice in choices)


@settings(max_examples=150, deadline=None)
@given(pool=pools(), items=st.integers(1, 9), spots=SPOTS, seed=SEEDS)
def test_no_paper_of_a_room_holds_two_enemies(pool: list[PoolItem], items: int, spots: set[tuple[int, int]], seed: bytes) -> None:
    section = Section("S", "S", items, (5, 0, 0, 0), None)
    assume(can_be_met(section, pool))
    *others, last = places(spots)

    papers = assemble_room(exam(section), pool, others, seed)
    late = assemble_one(exam(section), pool, seed, last, {place: papers[place.sitting] for place in others})

    for paper in (*papers.values(), late):
        assert len({item.code for item in paper.items}) == items
        assert not meetings(paper, pool)


@settings(max_examples=200, deadline=None)
@given(pool=pools(), wanted=st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 4), min_size=1), seed=SEEDS)
def test_quotas_are_met_whenever_they_can_be(pool: list[PoolItem], wanted: dict[str, int], seed: bytes) -> None:
    section = Section("S", "S", sum(wanted.values()), (5, 0, 0, 0), wanted)
    assume(all(sum(item.topic == topic for item in pool) >= count for topic, count in wanted.items()))

    if not can_be_met(section, pool):
        with pytest.raises(EnemiesLeaveTooFew):
            assemble_room(exam(section), pool, [Place("one", 0, 0)], seed)
        return
    for paper in assemble_room(exam(section), pool, places({(0, 0), (0, 1), (1, 0)}), seed).values():
        topics = Counter(item.topic for item in pool for own in paper.items if own.code == item.code)
        assert topics == wanted
        assert not meetings(paper, pool)


@settings(max_examples=100, deadline=None)
@given(pool=pools(), items=st.integers(1, 9), seed=SEEDS)
def test_enemies_never_cost_neighbours_an_item_in_common(pool: list[PoolItem], items: int, seed: bytes) -> None:
    """Neighbours share no more than two papers made of those sides must."""
    section = Section("S", "S", items, (5, 0, 0, 0), None)
    pool = [replace(item, topic="t0") for item in pool]
    assume(can_be_met(section, pool))

    papers = assemble_room(exam(section), pool, places({(0, 0), (0, 1)}), seed)

    left, right = ({item.code for item in paper.items} for paper in papers.values())
    first, second = ({item.code for item in side} for side in sides_of(section, pool, seed))
    common = first & second
    need = sum(max(0, items - len(side - common)) for side in (first, second))
    assert len(left & right) == max(0, need - len(common))


def test_a_pool_of_enemies_is_refused_with_the_numbers() -> None:
    pool = [PoolItem(f"S-{n}", "S", "t", tuple("abcd"), frozenset({"S-1"} if n == 0 else ())) for n in range(4)]

    with pytest.raises(EnemiesLeaveTooFew) as refused:
        assemble_room(exam(Section("S", "S", 4, (5, 0, 0, 0), None)), pool, [Place("one", 0, 0)], bytes(16))

    assert refused.value.parameters == {"section": "S", "needed": 4, "left": 3}
