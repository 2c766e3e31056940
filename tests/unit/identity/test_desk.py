"""At a gate somebody stands still: the pictures must be good, agree with each other, and match."""

from dataclasses import replace
from math import dist, sqrt
from statistics import fmean

import pytest

from server.faces.measurement import Measurement
from server.identity.choices import Verdict
from server.identity.gate.check import KnownFace, hints_for, judge_desk, judge_seat, known_at_seat, reference_faults
from server.identity.looks.picture_quality import HINTS
from tests.unit.identity.seen import GOOD, GOOD_FACE, POLICY, SELF, away, seen


def test_the_person_of_the_reference_matches():
    verdict = judge_desk([seen(embedding=away(0.30)), seen(embedding=away(0.40))], SELF, POLICY)
    assert verdict.kind is Verdict.MATCH
    assert verdict.distance == pytest.approx(0.35)
    assert dist(verdict.embedding, away(0.35)) < 1e-9


def test_somebody_else_does_not():
    assert judge_desk([seen(embedding=away(0.80))] * 2, SELF, POLICY).kind is Verdict.NO_MATCH


def apart_from_each_other(distance: float, scatter: float) -> list[Measurement]:
    """Two frames whose fused embedding lies so far from SELF, and each this far from it, in a direction of its own."""
    fused = away(distance)
    return [seen(embedding=(*fused[:-1], fused[-1] + side)) for side in (-scatter, scatter)]


def test_frames_that_differ_are_held_to_a_tighter_limit():
    """What differs cancels when they are fused, which brings a stranger nearer too."""
    limit, scatter = POLICY.match_limit, 0.2
    tighter = sqrt(limit**2 - scatter**2 / 2)
    for distance, kind in ((tighter - 0.001, Verdict.MATCH), (tighter + 0.001, Verdict.NO_MATCH)):
        verdict = judge_desk(apart_from_each_other(distance, scatter), SELF, POLICY)
        assert (verdict.kind, verdict.limit) == (kind, pytest.approx(tighter))
        assert judge_desk(apart_from_each_other(distance, 0), SELF, POLICY).kind is Verdict.MATCH
    assert judge_desk(apart_from_each_other(limit + 0.001, 0), SELF, POLICY).kind is Verdict.NO_MATCH


def test_the_limit_is_for_fused_and_single_squared_distances_together():
    """The limit is for the mean of the fused picture's squared distance and the frames own."""
    frames = apart_from_each_other(0.3, 0.24)
    single = fmean(dist(frame.faces[0].embedding, SELF) ** 2 for frame in frames)
    verdict = judge_desk(frames, SELF, POLICY)
    mean = (verdict.distance**2 + single) / 2
    assert mean - POLICY.match_limit**2 == pytest.approx(verdict.distance**2 - verdict.limit**2)


def test_one_good_frame_is_too_few():
    verdict = judge_desk([seen(), seen(yaw=40), seen(yaw=-40, brightness=20)], SELF, POLICY)
    assert (verdict.kind, verdict.hints) == (Verdict.RETAKE, ("turn_to_camera", "too_dark"))


def test_poor_frames_are_left_out_of_the_fused_embedding():
    verdict = judge_desk([seen(), seen(embedding=away(0.9), sharpness=3), seen()], SELF, POLICY)
    assert (verdict.kind, verdict.distance) == (Verdict.MATCH, 0)


def test_at_a_seat_a_turned_face_counts_only_where_too_few_look_ahead():
    turned, ahead = seen(embedding=away(0.44), yaw=32), seen(embedding=away(0.2), yaw=5)
    assert judge_seat([ahead, ahead, turned], KnownFace(SELF), POLICY).distance == pytest.approx(0.2)
    assert judge_seat([ahead, turned, turned], KnownFace(SELF), POLICY).distance == pytest.approx(0.36)
    assert judge_seat([turned] * 2, KnownFace(SELF), POLICY).kind is Verdict.MATCH
    assert judge_seat([seen(yaw=40)] * 2, KnownFace(SELF), POLICY).hints == ("turn_to_camera",)


def test_at_a_seat_desk_picture_and_registration_photo_are_one_face():
    """Joined they are nearer to everybody, so a tighter limit applies to them, and only to them."""
    vouched = away(5.0)
    joined, other = known_at_seat((away(0.4), vouched), SELF, POLICY)
    assert (joined.both, other) == (True, KnownFace(vouched))
    assert dist(joined.embedding, away(0.24)) < 1e-9
    between = (POLICY.gate_both_limit + POLICY.gate_limit) / 2
    assert judge_seat([seen(embedding=away(between))] * 2, KnownFace(SELF), POLICY).kind is Verdict.MATCH
    assert judge_seat([seen(embedding=away(between))] * 2, KnownFace(SELF, both=True), POLICY).kind is Verdict.NO_MATCH


def test_at_a_seat_a_photo_unlike_the_desk_picture_is_not_joined():
    """Two officers let them in by sight: what they saw is the desk picture."""
    desk = away(POLICY.match_limit + 0.001)
    assert known_at_seat((desk,), SELF, POLICY) == known_at_seat((desk,), None, POLICY) == (KnownFace(desk),)


def test_two_people_taking_turns_are_sent_back():
    verdict = judge_desk([seen(), seen(embedding=away(0.7))], SELF, POLICY)
    assert (verdict.kind, verdict.hints) == (Verdict.RETAKE, ("one_person_only",))


def test_without_a_reference_the_frames_are_only_kept():
    verdict = judge_desk([seen(yaw=20), seen(yaw=1)], None, POLICY)
    assert (verdict.kind, verdict.best) == (Verdict.NO_REFERENCE, 1)


FAULTS = {
    "too_dark": seen(brightness=20), "too_bright": seen(brightness=240), "overexposed": seen(overexposed=0.4),
    "too_blurred": seen(sharpness=4),
    "turn_to_camera": seen(pitch=-30), "hold_head_straight": seen(roll=30), "move_to_middle": seen(flags=("truncated",)),
    "come_closer": seen(box=replace(GOOD_FACE.box, height=60)), "no_face": replace(GOOD, faces=()),
    "two_faces": replace(GOOD, faces=(GOOD_FACE, replace(GOOD_FACE, embedding=None))),
}  # fmt: skip


@pytest.mark.parametrize("hint", FAULTS)
def test_each_fault_has_its_hint(hint: str):
    assert hints_for(FAULTS[hint], POLICY.desk, POLICY) == (hint,)


def test_every_hint_is_known_to_the_pages():
    assert {*FAULTS, "one_person_only", "photo_again", "picture_twice"} == set(HINTS)


def test_an_unusable_registration_photo_is_named_with_its_fault():
    assert reference_faults(replace(GOOD, faces=()), POLICY) == ("no_face",)
    assert reference_faults(seen(), POLICY) == ()
