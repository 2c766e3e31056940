"""Ranking and cut for any people: no luck, no order of arrival, no gain from a lower score, no tie cut in two."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.exam.passing import Formation
from server.exam.selection.ranking import Contender
from server.exam.selection.stages import StageOutcome, WhyNot, final_stage, skb_stage
from server.rule_sets.files import read_rules

FILE = read_rules("cpns-2024")
RULES, SKD = FILE.stages, FILE.blueprint
# Few values, so that ties in everything come about by themselves.
points = st.fixed_dictionaries(
    {"TWK": st.sampled_from([60, 65, 70]), "TIU": st.sampled_from([80, 85]), "TKP": st.integers(165, 168)}
)
skb = st.sampled_from([Fraction(70), Fraction(71), Fraction(215, 3)])
drawn = st.lists(st.tuples(points, skb, st.sampled_from([Decimal(3), Decimal("3.5")]), st.integers(1, 2)), max_size=14)
places = st.integers(1, 5)


def people(drawn_people: list) -> list[Contender]:
    return [
        Contender(f"N{at:02}", Formation("umum"), scores, exact, ipk, date(1998, 1, day))
        for at, (scores, exact, ipk, day) in enumerate(drawn_people)
    ]


def both(contenders: list[Contender], count: int) -> tuple[StageOutcome, StageOutcome]:
    return skb_stage(RULES, SKD, contenders, count), final_stage(RULES, SKD, contenders, count)


@given(drawn=drawn, count=places, order=st.randoms(use_true_random=False))
def test_the_order_people_come_in_changes_nothing(drawn: list, count: int, order: Random) -> None:
    straight = people(drawn)
    shuffled = list(straight)
    order.shuffle(shuffled)

    assert both(shuffled, count) == both(straight, count) == both(straight, count)


@given(drawn=drawn, count=places)
def test_everybody_is_told_exactly_once_and_in_rank_order(drawn: list, count: int) -> None:
    everybody = people(drawn)
    for outcome in both(everybody, count):
        told = [one.contender.number for one in outcome.admitted] + [one.contender.number for one in outcome.not_admitted]
        assert sorted(told) == [one.number for one in everybody]
        ranks = [one.rank for one in outcome.admitted] + [one.rank for one in outcome.not_admitted if one.rank]
        assert ranks == sorted(ranks)
        merits = [one.merits for one in outcome.admitted]
        assert merits == sorted(merits, reverse=True)


@given(drawn=drawn, count=places)
def test_nobody_tied_with_somebody_admitted_to_the_skb_is_left_out(drawn: list, count: int) -> None:
    outcome = skb_stage(RULES, SKD, people(drawn), count)
    left = [one for one in outcome.not_admitted if one.reason is not WhyNot.BELOW_THRESHOLD]

    def merit(one: Contender) -> tuple[int, ...]:
        return (one.total, one.points["TKP"], one.points["TIU"], one.points["TWK"])

    worst = min((merit(one.contender) for one in outcome.admitted), default=None)
    assert all(worst is not None and merit(one.contender) < worst for one in left)
    if left:
        assert len(outcome.admitted) >= outcome.limit
        # Without those on the boundary fewer than the limit stand before it.
        assert sum(merit(one.contender) > worst for one in outcome.admitted) < outcome.limit


@given(drawn=drawn, count=places)
def test_the_final_stage_never_gives_more_places_than_there_are(drawn: list, count: int) -> None:
    outcome = final_stage(RULES, SKD, people(drawn), count)
    undecided = [one for one in outcome.not_admitted if one.reason is WhyNot.LEFT_TO_PEOPLE]

    assert len(outcome.admitted) <= count
    if undecided:
        assert len(outcome.admitted) < count < len(outcome.admitted) + len(undecided)
        assert len({one.rank for one in undecided}) == 1
    ranked = [one for one in outcome.not_admitted if one.rank]
    assert len(outcome.admitted) == count or not ranked or undecided


@given(drawn=drawn, count=places, data=st.data())
def test_a_higher_score_never_ranks_lower(drawn: list, count: int, data: st.DataObject) -> None:
    everybody = people(drawn)
    if not everybody:
        return
    at = data.draw(st.integers(0, len(everybody) - 1))
    one = everybody[at]
    section, more = data.draw(st.sampled_from([("TWK", 5), ("TIU", 5), ("TKP", 1)]))
    better = replace(one, points={**one.points, section: one.points[section] + more})
    after = [*everybody[:at], better, *everybody[at + 1 :]]
    for was, now in zip(both(everybody, count), both(after, count), strict=True):
        before, since = rank_of(was, one.number), rank_of(now, one.number)
        assert before is None or (since is not None and since <= before)
        assert one.number not in numbers(was) or one.number in numbers(now)


def rank_of(outcome: StageOutcome, number: str) -> int | None:
    ranks = {one.contender.number: one.rank for one in outcome.not_admitted}
    return (ranks | {one.contender.number: one.rank for one in outcome.admitted})[number]


def numbers(outcome: StageOutcome) -> set[str]:
    return {one.contender.number for one in outcome.admitted}
