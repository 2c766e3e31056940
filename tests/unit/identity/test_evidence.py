"""What one picture says, and that it never says much."""

from dataclasses import replace
from datetime import timedelta
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from server.identity.looks.evidence import LookKind, look_from, look_of, plain, weigh
from tests.unit.identity.seen import GOOD, GOOD_FACE, POLICY, SELF, START, at, away, seen


def kind_of(measurement, references=(SELF,)):
    return look_from(measurement, references, START, POLICY).kind


def test_the_own_face_is_the_same_and_a_strange_one_different():
    assert kind_of(seen(embedding=away(0.40))) is LookKind.SAME
    assert kind_of(seen(embedding=away(0.85))) is LookKind.DIFFERENT


def test_between_the_curves_nobody_is_accused():
    assert kind_of(seen(embedding=away(POLICY.mismatch_limit))) is LookKind.UNSURE


def test_a_poor_picture_is_unsure_however_far_its_vector():
    for fault in (
        {"sharpness": 2},
        {"brightness": 12},
        {"overexposed": 0.8},
        {"yaw": 50},
        {"roll": -40},
        {"flags": ("truncated",)},
    ):
        look = look_from(seen(embedding=away(0.9), **fault), (SELF,), START, POLICY)
        assert (look.kind, look.weight, look.distance) == (LookKind.UNSURE, 0.0, None)
        assert look.hints


def test_without_a_reference_nothing_is_compared():
    assert kind_of(seen(embedding=away(0.9)), references=()) is LookKind.UNSURE


def test_the_nearest_of_several_references_counts():
    assert kind_of(seen(embedding=away(0.9)), references=(SELF, away(0.8))) is LookKind.SAME


def test_an_empty_chair_a_covered_lens_and_a_black_picture_are_told_apart():
    assert kind_of(replace(GOOD, faces=())) is LookKind.NO_FACE
    assert kind_of(replace(GOOD, faces=(), contrast=4)) is LookKind.COVERED
    assert kind_of(replace(GOOD, faces=(), contrast=1, brightness=3)) is LookKind.BLACK


def test_only_a_second_face_as_near_as_the_first_counts():
    def near(height: int) -> bool:
        second = replace(GOOD_FACE, box=replace(GOOD_FACE.box, height=height), embedding=None)
        return look_from(replace(GOOD, faces=(GOOD_FACE, second)), (SELF,), START, POLICY).near_second

    assert near(84)
    assert not near(83)


@given(st.floats(0, 3))
def test_no_distance_weighs_more_than_the_clip(distance: float):
    assert abs(weigh(distance, POLICY)) <= POLICY.evidence_clip


@given(st.floats(0, 3), st.floats(-(POLICY.usual_distance**2), POLICY.usual_most**2 - POLICY.usual_distance**2))
def test_whatever_is_known_of_the_sitter_one_look_decides_nothing(distance: float, variance_correction: float):
    look = look_from(seen(embedding=away(distance)), (SELF,), START, POLICY, variance_correction)
    assert abs(look.weight) <= POLICY.evidence_clip < POLICY.evidence_limit / 2
    assert look.distance == dist(away(distance), SELF), "what is shown to a proctor is what was measured"


@given(st.floats(0, 3), st.floats(0, 3))
def test_a_larger_distance_never_speaks_more_for_the_sitter(one: float, other: float):
    assert weigh(min(one, other), POLICY) <= weigh(max(one, other), POLICY)


def test_a_look_comes_back_from_storage_as_it_went():
    look = look_from(seen(embedding=away(0.5)), (SELF,), at(0) + timedelta(milliseconds=125), POLICY)
    kept = plain(look)
    assert plain(look_of(kept)) == kept
    assert look_of(kept).kind is look.kind
