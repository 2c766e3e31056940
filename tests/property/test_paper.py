"""Whatever the pool, the room and the seed: the promises to neighbours hold."""

from collections import Counter
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from server.exam.blueprint import Block, ExamBlueprint, Section
from server.exam.paper import Paper, Place, assemble_one, assemble_room
from server.exam.pool import PoolItem


def exam(*sections: Section) -> ExamBlueprint:
    return ExamBlueprint("x", "x", "x", "X", (Block("B", "B", 10, (), sections),), (), ())


@st.composite
def sections_with_pools(draw: st.DrawFn, code: str) -> tuple[Section, list[PoolItem]]:
    sizes = draw(st.lists(st.integers(1, 14), min_size=1, max_size=5).filter(lambda found: sum(found) > 1))
    options = draw(st.integers(2, 5))
    quota = draw(st.booleans())
    if quota:
        wanted = {f"t{topic}": draw(st.integers(1, size)) for topic, size in enumerate(sizes)}
        section = Section(code, code, sum(wanted.values()), (5, *[0] * (options - 1)), wanted)
    else:
        section = Section(code, code, draw(st.integers(1, sum(sizes))), (5, *[0] * (options - 1)), None)
    pool = [
        PoolItem(f"{code}-{topic}-{number}", code, f"t{topic}", tuple("abcde"[:options]))
        for topic, size in enumerate(sizes)
        for number in range(size)
    ]
    return section, pool


rooms = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=16).map(
    lambda spots: [Place(f"{row}/{column}", row, column) for row, column in sorted(spots)]
)
seeds = st.binary(min_size=16, max_size=80)


def order_of(paper: Paper) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {item.code: (at, tuple(option.key for option in item.options)) for at, item in enumerate(paper.items)}


def least_overlap(section: Section, pool: list[PoolItem]) -> int:
    if section.topics is None:
        return max(0, 2 * section.items - len(pool))
    present = Counter(item.topic for item in pool)
    return sum(max(0, 2 * count - present[topic]) for topic, count in section.topics.items())


@settings(max_examples=150, deadline=None)
@given(first=sections_with_pools("S"), second=sections_with_pools("T"), seats=rooms, seed=seeds)
def test_neighbours_share_the_least_possible_and_no_position_or_order(
    first: tuple[Section, list[PoolItem]], second: tuple[Section, list[PoolItem]], seats: list[Place], seed: bytes
) -> None:
    """Neighbours share the least possible nothing at one position and no order of options."""
    papers = assemble_room(exam(first[0], second[0]), first[1] + second[1], seats, seed)

    least = least_overlap(*first) + least_overlap(*second)
    for one in seats:
        for other in (each for each in seats if one.touches(each) == 1):
            left, right = order_of(papers[one.sitting]), order_of(papers[other.sitting])
            common = left.keys() & right.keys()
            assert len(common) == least
            assert not [code for code in common if left[code][0] == right[code][0]]
            assert not [code for code in common if left[code][1] == right[code][1]]


@settings(max_examples=100, deadline=None)
@given(made=sections_with_pools("S"), seats=rooms, seed=seeds)
def test_every_paper_is_true_to_the_blueprint(made: tuple[Section, list[PoolItem]], seats: list[Place], seed: bytes) -> None:
    section, pool = made
    items = {item.code: item for item in pool}
    present = Counter(item.topic for item in pool)

    for paper in assemble_room(exam(section), pool, seats, seed).values():
        assert len({item.code for item in paper.items}) == len(paper.items) == section.items
        assert all(sorted(own.key for own in item.options) == sorted(items[item.code].option_keys) for item in paper.items)
        spread = Counter(items[item.code].topic for item in paper.items)
        if section.topics is not None:
            assert spread == section.topics
        for topic, size in present.items() if section.topics is None else ():
            share = section.items * size / len(pool)
            assert floor(share + 1e-9) <= spread[topic] <= ceil(share - 1e-9)


@settings(max_examples=100, deadline=None)
@given(made=sections_with_pools("S"), seats=rooms, seed=seeds)
def test_a_paper_depends_on_the_seed_and_not_on_the_order_of_lists(
    made: tuple[Section, list[PoolItem]], seats: list[Place], seed: bytes
) -> None:
    section, pool = made
    assert assemble_room(exam(section), pool[::-1], seats[::-1], seed) == assemble_room(exam(section), pool, seats, seed)


@settings(max_examples=100, deadline=None)
@given(spare=st.integers(0, 60), items=st.integers(16, 30), seats=rooms, seed=seeds)
def test_a_paper_added_later_keeps_the_promises_too(spare: int, items: int, seats: list[Place], seed: bytes) -> None:
    section = Section("S", "S", items, (5, 0, 0), None)
    pool = [PoolItem(f"S{number}", "S", f"t{number % 3}", ("a", "b", "c")) for number in range(items + spare)]
    *others, last = seats
    frozen = assemble_room(exam(section), pool, others, seed)
    papers = {place: frozen[place.sitting] for place in others}

    late = order_of(assemble_one(exam(section), pool, seed, last, papers))

    assert len(late) == items
    for place, paper in papers.items():
        known = order_of(paper)
        common = late.keys() & known.keys()
        if place.touches(last):
            assert not [code for code in common if late[code][0] == known[code][0]]
        if place.touches(last) == 1:
            assert not [code for code in common if late[code][1] == known[code][1]]
