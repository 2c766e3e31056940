"""The policy's figures agree with each other."""

from dataclasses import replace

import pytest

from server.identity.gate.check import at_seat
from server.identity.looks.evidence import weigh
from server.identity.policy import DLIB_2026


def test_the_mismatch_limit_is_where_both_curves_are_equally_likely():
    assert weigh(DLIB_2026.mismatch_limit, DLIB_2026) == pytest.approx(0, abs=0.05)


def test_two_looks_never_decide():
    assert DLIB_2026.evidence_limit > 2 * DLIB_2026.evidence_clip


def test_a_gate_lets_nobody_in_whom_the_exam_would_take_for_another():
    for limit in (DLIB_2026.match_limit, DLIB_2026.gate_limit, DLIB_2026.gate_both_limit):
        assert weigh(limit, DLIB_2026) < -DLIB_2026.kind_limit


def test_the_limits_are_those_of_the_operating_point():
    """A limit changes only with a new run of `make bench-operating-point` in docs/identity.md. Too many strangers pass at 0.54
    (desk), too many genuine people fail at 0.47. Against both pictures (seat) both hold from 0.45 to 0.48."""
    assert (DLIB_2026.match_limit, DLIB_2026.gate_limit, DLIB_2026.search_limit) == (0.49, 0.48, 0.49)
    assert DLIB_2026.gate_both_limit == 0.45


def test_a_seat_compares_fused_pictures_and_is_stricter_than_the_desk():
    """A seat compares fused pictures with fused ones and is stricter than the desk."""
    assert at_seat(DLIB_2026).match_limit == DLIB_2026.gate_limit < DLIB_2026.match_limit
    assert at_seat(DLIB_2026, both=True).match_limit == DLIB_2026.gate_both_limit < DLIB_2026.gate_limit


def test_a_seat_prefers_the_desk_s_pose_in_the_hall_s_light():
    seat, desk, exam = DLIB_2026.gate, DLIB_2026.desk, DLIB_2026.exam
    assert seat == replace(exam, most_yaw=desk.most_yaw, most_pitch=desk.most_pitch, most_roll=desk.most_roll)
