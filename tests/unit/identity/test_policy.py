"""The policy's figures agree with each other."""

import pytest

from server.identity.evidence import weigh
from server.identity.policy import DLIB_2026


def test_the_mismatch_limit_is_where_both_curves_are_equally_likely():
    assert weigh(DLIB_2026.mismatch_limit, DLIB_2026) == pytest.approx(0, abs=0.05)


def test_two_looks_never_decide():
    assert DLIB_2026.evidence_limit > 2 * DLIB_2026.evidence_clip


def test_a_gate_lets_nobody_in_whom_the_exam_would_take_for_another():
    assert weigh(DLIB_2026.match_limit, DLIB_2026) < 0
