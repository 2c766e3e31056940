"""Error rates against figures counted by hand or by another way of counting."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.identity.rates.error_rates import Compared, error_rates, wilson

DISTANCES = st.lists(st.integers(0, 12).map(lambda number: number / 10), min_size=1, max_size=25)


def pairs(same: list[float], different: list[float]) -> list[Compared]:
    own = [Compared(distance, True, (number, number)) for number, distance in enumerate(same)]
    return own + [Compared(distance, False, (number, number + 1)) for number, distance in enumerate(different)]


def test_people_who_are_told_apart_entirely():
    rates = error_rates(pairs([0.3, 0.4, 0.5], [0.7, 0.8, 0.9, 1.0]), 0.6)
    assert (rates.eer, rates.auc) == (0, 1)
    assert (rates.at_limit.fmr, rates.at_limit.fnmr) == (0, 0)
    assert rates.eer_interval.high > 0.3, "three pairs prove nothing, and the interval must say so"
    assert rates.auc_interval.low < 0.7


def test_one_error_on_each_side_counted_by_hand():
    rates = error_rates(pairs([0.3, 0.4, 0.5, 0.9], [0.45, 0.8, 0.85, 1.0]), 0.6)
    assert (rates.at_limit.fmr, rates.at_limit.fnmr) == (0.25, 0.25)
    assert rates.eer == 0.25
    assert rates.auc == pytest.approx((4 + 4 + 3 + 1) / 16)


def test_a_limit_belongs_to_those_it_lets_in():
    assert error_rates(pairs([0.6], [0.6]), 0.6).at_limit.fmr == 1
    assert error_rates(pairs([0.6], [0.6]), 0.6).at_limit.fnmr == 0


def test_with_one_kind_missing_there_is_nothing_to_say():
    assert error_rates(pairs([0.3], []), 0.6) is None
    assert error_rates(pairs([], [0.3]), 0.6) is None


@settings(max_examples=40)
@given(DISTANCES, DISTANCES)
def test_auc_is_the_chance_that_a_stranger_is_farther(same: list[float], different: list[float]):
    wins = sum((stranger > own) + (stranger == own) / 2 for own in same for stranger in different)
    rates = error_rates(pairs(same, different), 0.6)
    assert rates.auc == pytest.approx(wins / (len(same) * len(different)))
    assert rates.auc_interval.low <= rates.auc <= rates.auc_interval.high
    assert rates.eer_interval.low <= rates.eer <= rates.eer_interval.high
    assert 0 <= rates.at_limit.fmr <= rates.fmr_interval.high <= 1


def test_the_curve_falls_from_nobody_in_to_everybody_in():
    random = Random(3)
    rates = error_rates(pairs([random.gauss(0.5, 0.15) for _ in range(200)], [random.gauss(0.8, 0.1) for _ in range(800)]), 0.6)
    assert all(
        before.fmr <= after.fmr and before.fnmr >= after.fnmr for before, after in zip(rates.curve, rates.curve[1:], strict=False)
    )
    assert len(rates.curve) <= 501
    assert 0 < rates.eer_interval.low <= rates.eer <= rates.eer_interval.high < 0.5


def test_more_people_narrow_the_interval():
    random = Random(4)

    def width(count: int) -> float:
        drawn = pairs([random.gauss(0.5, 0.15) for _ in range(count)], [random.gauss(0.75, 0.1) for _ in range(count)])
        interval = error_rates(drawn, 0.6).auc_interval
        return interval.high - interval.low

    assert width(400) < width(25)


def test_wilson_as_tables_have_it():
    assert (round(wilson(0, 300).low, 9), round(wilson(0, 300).high, 4)) == (0, 0.0126)
    assert (round(wilson(5, 100).low, 4), round(wilson(5, 100).high, 4)) == (0.0215, 0.1118)
    assert wilson(7, 7).high == 1
