"""The papers of a room: true to the blueprint, secret, and unlike their neighbours'."""

from collections import Counter
from itertools import pairwise

import pytest

from server.exam.errors import PlaceTakenTwice, PoolTooSmall
from server.exam.paper import Paper, PaperItem, Place, assemble_one, assemble_room
from server.exam.pool import PoolItem
from tests.unit.exam.samples import SEED, SKD, SKD_POOL, TWO_BLOCKS, hall, pool_of


def codes(paper: Paper) -> list[str]:
    return [item.code for item in paper.items]


def keys(item: PaperItem) -> tuple[str, ...]:
    return tuple(option.key for option in item.options)


def shared(one: Paper, other: Paper) -> set[str]:
    return set(codes(one)) & set(codes(other))


def same_places(one: Paper, other: Paper) -> int:
    return sum(left == right for left, right in zip(codes(one), codes(other), strict=True))


def test_sections_stand_in_order_and_have_their_number_of_items() -> None:
    """Sections stand in the order of the blueprint and have their number of items."""
    for paper in assemble_room(SKD, SKD_POOL, hall(3, 4), SEED).values():
        assert [item.section for item in paper.items] == ["TWK"] * 30 + ["TIU"] * 35 + ["TKP"] * 45
        assert len(set(codes(paper))) == 110


def test_a_room_with_twice_the_items_shares_nothing_with_the_seats_around() -> None:
    papers = assemble_room(SKD, SKD_POOL, hall(4, 5), SEED)

    for row in range(4):
        for left, right in pairwise(papers[f"{row}/{column}"] for column in range(5)):
            assert not shared(left, right)
    for column in range(5):
        for front, back in pairwise(papers[f"{row}/{column}"] for row in range(4)):
            assert not shared(front, back)


def test_in_a_pool_of_four_papers_diagonal_neighbours_share_nothing() -> None:
    """Even diagonal neighbours share nothing when the pool is four times the paper."""
    papers = assemble_room(SKD, pool_of({"TWK": 200, "TIU": 200, "TKP": 200}), hall(4, 4), SEED)

    for row in range(3):
        for column in range(3):
            assert not shared(papers[f"{row}/{column}"], papers[f"{row + 1}/{column + 1}"])


def test_diagonal_neighbours_share_no_position_and_no_order() -> None:
    """Diagonal neighbours who must share have nothing at the same position nor in the same order."""
    papers = assemble_room(SKD, SKD_POOL, hall(3, 3), SEED)
    middle, corner = papers["1/1"], papers["0/0"]
    orders = {item.code: keys(item) for item in corner.items}

    assert len(shared(middle, corner)) == 110
    assert same_places(middle, corner) == 0
    assert not [item for item in middle.items if orders[item.code] == keys(item)]


def test_a_pool_just_enough_still_moves_every_item_and_its_options() -> None:
    """A pool that is just enough still puts every item elsewhere and its options in another order."""
    papers = assemble_room(SKD, pool_of({"TWK": 30, "TIU": 35, "TKP": 45}), hall(2, 2), SEED)
    left, right = papers["0/0"], papers["0/1"]
    orders = {item.code: keys(item) for item in left.items}

    assert shared(left, right) == set(codes(left))
    assert same_places(left, right) == 0
    assert not [item for item in right.items if orders[item.code] == keys(item)]


def test_topics_are_spread_like_the_pool_where_no_numbers_are_named() -> None:
    """Topics are spread like the pool where the blueprint names no numbers."""
    pool = [PoolItem(f"{number:03}", "TWK", "langka" if number < 20 else "sering", tuple("abcde")) for number in range(60)]
    pool += pool_of({"TIU": 70, "TKP": 90})

    paper = assemble_room(SKD, pool, hall(1, 1), SEED)["0/0"]

    assert sum(item.code < "020" for item in paper.items if item.section == "TWK") == 10


def test_topic_quotas_of_the_blueprint_are_kept() -> None:
    pool = [PoolItem(f"N{n}", "NAUTIKA", ("bintang", "arus", "lain")[n % 3], tuple("abcd")) for n in range(30)]
    pool += pool_of({"SIMPUL": 9, "SIKAP": 12, "ISYARAT": 7}, options=3)
    topics = {item.code: item.topic for item in pool}

    for paper in assemble_room(TWO_BLOCKS, pool, hall(2, 3), SEED).values():
        spread = Counter(topics[item.code] for item in paper.items if item.section == "NAUTIKA")
        assert spread == {"bintang": 4, "arus": 2}


def test_ids_tell_nothing_and_are_unlike_in_every_paper() -> None:
    papers = assemble_room(SKD, SKD_POOL, hall(3, 3), SEED)
    ids = [id for paper in papers.values() for item in paper.items for id in (item.id, *(own.id for own in item.options))]

    assert len(ids) == len(set(ids))
    assert all(len(id) == 16 for id in ids)  # 96 bits
    assert not [item for paper in papers.values() for item in paper.items if item.code in item.id]


def test_the_same_seed_makes_the_same_papers_in_any_order_of_lists() -> None:
    """The same seed makes the same papers whatever the order of the lists."""
    papers = assemble_room(SKD, SKD_POOL, hall(3, 3), SEED)

    assert assemble_room(SKD, SKD_POOL[::-1], hall(3, 3)[::-1], SEED) == papers
    assert assemble_room(SKD, SKD_POOL, hall(3, 3), b"another") != papers


def test_a_paper_added_after_the_freeze_avoids_its_neighbours() -> None:
    middle = Place("late", 1, 1)
    places = {place.sitting: place for place in hall(3, 3) if place.sitting != "1/1"}
    papers = assemble_room(SKD, SKD_POOL, list(places.values()), SEED)

    late = assemble_one(SKD, SKD_POOL, SEED, middle, {places[sitting]: paper for sitting, paper in papers.items()})

    assert [item.section for item in late.items] == ["TWK"] * 30 + ["TIU"] * 35 + ["TKP"] * 45
    assert not [sitting for sitting in ("1/0", "1/2", "0/1", "2/1") if shared(late, papers[sitting])]
    assert [same_places(late, paper) for paper in papers.values()] == [0] * 8
    assert not {item.id for item in late.items} & {item.id for paper in papers.values() for item in paper.items}


def test_two_late_papers_of_one_seed_have_nothing_in_common_but_the_pool() -> None:
    one, other = (assemble_one(SKD, SKD_POOL, SEED, Place(sitting, 0, 0), {}) for sitting in ("late", "later"))

    assert codes(one) != codes(other)
    assert not {item.id for item in one.items} & {item.id for item in other.items}


def test_a_pool_too_small_names_the_section_and_the_numbers() -> None:
    with pytest.raises(PoolTooSmall) as refused:
        assemble_room(SKD, pool_of({"TWK": 60, "TIU": 34, "TKP": 90}), hall(1, 1), SEED)

    assert refused.value.parameters == {"section": "TIU", "needed": 35, "present": 34}


def test_a_pool_too_small_for_a_quota_names_the_topic() -> None:
    pool = [PoolItem(f"N{number}", "NAUTIKA", "bintang", tuple("abcd")) for number in range(9)]

    with pytest.raises(PoolTooSmall) as refused:
        assemble_room(TWO_BLOCKS, pool, hall(1, 1), SEED)

    assert refused.value.parameters == {"section": "NAUTIKA", "topic": "arus", "needed": 2, "present": 0}


def test_two_sittings_on_one_chair_are_refused() -> None:
    with pytest.raises(PlaceTakenTwice):
        assemble_room(SKD, SKD_POOL, [Place("one", 1, 1), Place("two", 1, 1)], SEED)


def test_a_hall_of_400_gets_a_paper_each() -> None:
    papers = assemble_room(SKD, SKD_POOL, hall(20, 20), SEED)

    assert len({tuple(codes(paper)) for paper in papers.values()}) == 400
