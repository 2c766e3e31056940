"""The watch learns the face that sits there, and nobody else's."""

from math import dist

from server.identity.evidence import LookKind, look_from
from server.identity.familiar import Familiar, after_look
from tests.unit.identity.seen import POLICY, SELF, START, away, blank, seen


def after(known: Familiar, vector, **poor) -> Familiar:
    look = look_from(seen(vector=vector, **poor), (SELF, *known.counted(POLICY)), START, POLICY)
    return after_look(known, look, vector, (SELF,), POLICY)


def taught(*vectors) -> Familiar:
    known = Familiar()
    for vector in vectors:
        known = after(known, vector)
    return known


def test_what_is_learnt_is_the_mean_of_the_looks_and_counts_after_half_a_minute():
    known = taught(*[away(0.2), away(0.4)] * 2, away(0.3))
    assert known.counted(POLICY) == ()
    known = after(known, away(0.3))
    (vector,) = known.counted(POLICY)
    assert abs(dist(vector, SELF) - 0.3) < 1e-9


def test_a_stranger_teaches_nothing():
    assert taught(*[away(0.8)] * 20) == Familiar()


def test_nothing_is_learnt_from_a_poor_picture_or_from_none():
    assert after(Familiar(), away(0.3), sharpness=2) == Familiar()
    assert after(Familiar(), away(0.3), score=0.5) == Familiar()
    assert after_look(Familiar(), blank(0, LookKind.NO_FACE), None, (SELF,), POLICY) == Familiar()


def test_without_a_vouched_picture_nothing_is_learnt():
    look = look_from(seen(vector=away(0.1)), (), START, POLICY)
    assert after_look(Familiar(), look, away(0.1), (), POLICY) == Familiar()


def test_a_face_that_changes_little_by_little_is_followed_no_farther_than_the_vouched_picture_allows():
    """Each look lies near the last, but only those near the vouched picture teach."""
    known = taught(*(away(step / 100) for step in range(150)))
    assert dist(known.counted(POLICY)[0], SELF) <= POLICY.familiar_within


def test_an_older_look_fades():
    known = taught(*[away(0.5)] * 12, *[away(0.1)] * 40)
    assert dist(known.vector, SELF) < 0.15
