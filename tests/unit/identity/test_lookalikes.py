"""The more people, the nearer a chance likeness comes; the limit follows."""

import numpy as np

from server.identity.gate.lookalikes import LEAST_MEASURED, search_limits
from tests.unit.identity.seen import POLICY


def test_the_limit_tightens_with_people_and_never_exceeds_a_gates():
    """The limit tightens with the number of people and never exceeds a gate s."""
    stops = [search_limits(people, (), POLICY).stop for people in (1, 10, 1000, 100_000)]
    assert stops == sorted(stops, reverse=True)
    assert stops[0] == POLICY.match_limit
    assert 0.3 < stops[-1] < 0.45


def test_on_the_policy_s_own_curve_one_enrolment_in_a_hundred_stops():
    chance, curve, people = np.random.default_rng(1), POLICY.distances, 500
    nearest = chance.normal(curve.different_mean, curve.different_spread, (20_000, people)).min(axis=1)
    limits = search_limits(people, (), POLICY)
    assert 0.007 < (nearest <= limits.stop).mean() < 0.013
    assert 0.04 < (nearest <= limits.review).mean() < 0.06


def test_people_more_alike_than_the_curve_set_the_limit_themselves():
    """People who look more alike than the curve says set the limit themselves."""
    nearest = np.random.default_rng(2).normal(0.40, 0.05, 1000).tolist()
    limits = search_limits(1000, nearest, POLICY)
    assert sum(one < limits.stop for one in nearest) <= 10
    assert limits.stop < search_limits(1000, (), POLICY).stop


def test_a_few_neighbours_set_no_limit():
    assert search_limits(50, [0.1] * (LEAST_MEASURED - 1), POLICY) == search_limits(50, (), POLICY)
