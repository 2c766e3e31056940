"""An attempt at the desk is several checks; each is judged together with those that missed before it, in this exam's cohort."""

from dataclasses import replace
from math import dist, sqrt

import pytest

from server.identity.choices import Verdict
from server.identity.gate.check import DeskVerdict, FusedCheck, judge_desk
from server.identity.gate.cohort import Cohort, for_cohort
from server.identity.looks.evidence import weigh
from tests.unit.identity.seen import POLICY, SELF, away, seen

LIMIT = POLICY.match_limit


def aside(distance: float, side: float) -> tuple[float, ...]:
    """So far from SELF, and so far beside `away(distance)`."""
    return (*away(distance)[:-1], SELF[-1] + side)


def check(distance: float, *missed: FusedCheck, side: float = 0.0) -> DeskVerdict:
    return judge_desk([seen(embedding=aside(distance, side))] * 2, SELF, POLICY, missed)


def fused(verdict: DeskVerdict) -> FusedCheck:
    return FusedCheck(verdict.embedding, verdict.scatter)


def test_a_lucky_check_does_not_undo_those_that_missed():
    """Three chances are a stranger's gain, their mean is not."""
    assert check(LIMIT - 0.01).kind is Verdict.MATCH
    again = check(LIMIT - 0.01, fused(check(LIMIT + 0.05)))
    assert (again.kind, again.distance) == (Verdict.NO_MATCH, pytest.approx(LIMIT + 0.02))


def test_checks_that_missed_to_different_sides_are_a_match_together():
    """What differs between the checks of a genuine person cancels, and half of it counts against them."""
    side = 0.2
    apart, near = sqrt((LIMIT + 0.001) ** 2 - side**2), LIMIT - 0.1
    first = check(apart, side=side)
    assert first.kind is Verdict.NO_MATCH
    both = check(near, fused(first), side=-side)
    middle, scatter = (apart + near) / 2, ((apart - near) / 2) ** 2 + side**2
    assert both.distance == pytest.approx(middle)
    assert both.limit == pytest.approx(sqrt(LIMIT**2 - scatter / 2))
    assert both.kind is Verdict.MATCH


def test_the_frames_of_earlier_checks_scatter_too():
    calm, restless = FusedCheck(away(LIMIT), 0.0), FusedCheck(away(LIMIT), 0.04)
    assert check(LIMIT, calm).limit == pytest.approx(LIMIT)
    assert check(LIMIT, restless).limit == pytest.approx(sqrt(LIMIT**2 - 0.01))


def test_a_check_of_somebody_else_is_not_held_against_who_comes_now():
    other = FusedCheck(away(0.3 + POLICY.same_sitter_limit + 0.001), 0.0)
    assert check(0.3, other) == check(0.3)
    assert check(0.3, replace(other, embedding=away(0.3 + POLICY.same_sitter_limit - 0.001))) != check(0.3)


def test_the_picture_kept_is_this_check_s_own():
    verdict = check(0.3, FusedCheck(away(0.6), 0.01))
    assert dist(verdict.embedding, away(0.3)) < 1e-9
    assert verdict.scatter == pytest.approx(0)


def test_a_photo_near_to_everybody_is_held_to_a_tighter_limit():
    near, usual, far = (for_cohort(POLICY, Cohort(90, mean)).match_limit for mean in (0.72, POLICY.cohort_mean, 0.80))
    assert near == pytest.approx(LIMIT * (0.9 * 0.72 / POLICY.cohort_mean + 0.1))
    assert usual == pytest.approx(LIMIT)
    assert near < LIMIT < far


def test_few_others_say_little_and_nobody_says_nothing():
    assert for_cohort(POLICY, Cohort()).match_limit == pytest.approx(LIMIT)
    one, many = (for_cohort(POLICY, Cohort(faces, 0.71)).match_limit for faces in (1, 1000))
    assert LIMIT - one < (LIMIT - many) / 5


def test_no_cohort_moves_the_limit_far():
    """Nobody comes in whom the exam would then take for somebody else."""
    least, most = (for_cohort(POLICY, Cohort(10_000, mean)).match_limit for mean in (0.1, 1.2))
    assert (least, most) == (pytest.approx(0.9 * LIMIT), pytest.approx(1.1 * LIMIT))
    assert weigh(most, POLICY) < -POLICY.kind_limit


def test_only_the_desk_s_own_limit_follows_the_cohort():
    tighter = for_cohort(POLICY, Cohort(90, 0.72))
    assert replace(tighter, match_limit=LIMIT) == POLICY
