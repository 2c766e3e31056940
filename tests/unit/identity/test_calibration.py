"""A policy from measured distances, written to a file and read back."""

import json
from dataclasses import replace
from datetime import timedelta
from random import Random
from statistics import NormalDist

import pytest

from server.identity.looks.evidence import weigh
from server.identity.policy import DLIB_2026, Policy
from server.identity.policy_file import PolicyFile, UnreadablePolicy, as_text, from_text
from server.identity.rates.calibration import CannotCalibrate, calibrated
from server.identity.rates.error_rates import Compared


def measured(same: tuple[float, float], different: tuple[float, float], count: int = 400) -> list[Compared]:
    random = Random(8)
    own = [Compared(random.gauss(*same), True, (number, number)) for number in range(count)]
    return own + [Compared(random.gauss(*different), False, (number, number + 1)) for number in range(count)]


@pytest.fixture
def policy() -> Policy:
    return calibrated(measured((0.9, 0.08), (1.3, 0.05)), DLIB_2026, "a run", strangers_passed=0.001)


def test_the_gate_lets_in_as_many_strangers_as_was_said(policy: Policy):
    curve = NormalDist(policy.distances.different_mean, policy.distances.different_spread)
    assert curve.cdf(policy.match_limit) == pytest.approx(0.001, rel=0.05)
    assert policy.distances.same_mean == pytest.approx(0.9, abs=0.02)


def test_gate_and_search_stand_to_the_desk_as_they_were_measured_to(policy: Policy):
    for limit in ("gate_limit", "gate_both_limit", "search_limit"):
        measured_to = getattr(DLIB_2026, limit) / DLIB_2026.match_limit
        assert getattr(policy, limit) / policy.match_limit == pytest.approx(measured_to, abs=1e-3)


def test_an_old_file_of_another_network_sets_the_gates_limit_too(policy: Policy):
    """A file of another network from before gates had a limit sets theirs too."""
    older = json.loads(as_text(PolicyFile("other", policy)))
    for limit in ("gate_limit", "gate_both_limit", "search_limit", "cohort_mean"):
        del older["policy"][limit]
    assert from_text(json.dumps(older), DLIB_2026).policy == policy


def test_a_usual_photo_lies_where_its_own_strangers_do(policy: Policy):
    assert policy.cohort_mean == policy.distances.different_mean == pytest.approx(1.3, abs=0.01)


def test_the_exam_doubts_where_both_are_equally_likely(policy: Policy):
    assert abs(weigh(policy.mismatch_limit, policy)) < 0.05
    assert policy.distances.same_mean < policy.same_sitter_limit < policy.match_limit < policy.distances.different_mean


def test_what_no_distance_teaches_stays(policy: Policy):
    assert (policy.exam, policy.evidence_limit, policy.source) == (DLIB_2026.exam, DLIB_2026.evidence_limit, "a run")


def test_a_network_with_wider_distances_learns_a_face_in_its_own_measure(policy: Policy):
    assert policy.distances.same_mean < policy.template_within <= policy.match_limit
    scale = policy.distances.same_mean / DLIB_2026.distances.same_mean
    assert policy.usual_distance == pytest.approx(scale * DLIB_2026.usual_distance, abs=1e-3)
    assert policy.usual_most == pytest.approx(scale * DLIB_2026.usual_most, abs=1e-3)


def test_calibrated_too_two_looks_never_decide(policy: Policy):
    assert policy.evidence_limit > 2 * policy.evidence_clip


def test_too_few_pairs_fit_no_curve():
    with pytest.raises(CannotCalibrate, match="calibrate_too_few"):
        calibrated(measured((0.4, 0.1), (0.8, 0.1), count=19), DLIB_2026, "a run", 0.001)


def test_a_network_that_tells_nobody_apart_gets_no_policy():
    with pytest.raises(CannotCalibrate, match="calibrate_overlap"):
        calibrated(measured((0.70, 0.1), (0.75, 0.1)), DLIB_2026, "a run", 0.001)


def test_a_limit_below_ones_own_mean_is_no_limit():
    with pytest.raises(CannotCalibrate, match="calibrate_overlap"):
        calibrated(measured((0.5, 0.1), (0.72, 0.1)), DLIB_2026, "a run", 0.001)


def test_a_policy_is_read_back_as_it_was_written(policy: Policy):
    assert from_text(as_text(PolicyFile("other", policy)), DLIB_2026) == PolicyFile("other", policy)


def test_what_a_file_leaves_out_stays_as_it_was():
    text = json.dumps({"model": "dlib-8bit", "policy": {"match_limit": 0.55, "no_face_after": 40, "exam": {"least_height": 60}}})
    read = from_text(text, DLIB_2026).policy
    expected = replace(
        DLIB_2026, match_limit=0.55, no_face_after=timedelta(seconds=40), exam=replace(DLIB_2026.exam, least_height=60)
    )
    assert read == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("match_limit: 0.5", "not JSON"),
        ("[]", "needs the entries"),
        ('{"model": "dlib", "policy": {}, "more": 1}', "needs the entries"),
        ('{"model": "dlib", "policy": []}', "policy must be an object"),
        ('{"model": "dlib", "policy": {"match_limits": 0.5}}', "policy.match_limits is not known"),
        ('{"model": "dlib", "policy": {"match_limit": "0.5"}}', "policy.match_limit must be a number"),
        ('{"model": "dlib", "policy": {"match_limit": NaN}}', "policy.match_limit must be a number"),
        ('{"model": "dlib", "policy": {"match_limit": -0.5}}', "policy.match_limit must be a number"),
        ('{"model": "dlib", "policy": {"near_looks": 2.5}}', "policy.near_looks must be a whole number"),
        ('{"model": "dlib", "policy": {"evidence_clip": 4.25}}', "policy.evidence_limit must be above twice"),
        ('{"model": "dlib", "policy": {"source": ""}}', "policy.source must be a text"),
        ('{"model": "dlib", "policy": {"exam": {"least_heights": 1}}}', "policy.exam.least_heights is not known"),
    ],
)
def test_a_wrong_file_is_refused_by_the_entry(text: str, fault: str):
    with pytest.raises(UnreadablePolicy, match=fault):
        from_text(text, DLIB_2026)
