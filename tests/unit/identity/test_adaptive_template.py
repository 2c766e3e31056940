"""The watch learns the face that sits there, and nobody else's, and how lively its sitter is."""

from dataclasses import replace
from math import dist, sqrt

import pytest

from server.identity.looks.adaptive_template import AdaptiveTemplate, updated_template
from server.identity.looks.evidence import LookKind, look_from
from tests.unit.identity.seen import POLICY, SELF, START, away, blank, seen


def after(known: AdaptiveTemplate, embedding, **poor) -> AdaptiveTemplate:
    look = look_from(
        seen(embedding=embedding, **poor), (SELF, *known.counted(POLICY)), START, POLICY, known.variance_correction(POLICY)
    )
    return updated_template(known, look, embedding, (SELF,), POLICY)


def taught(*embeddings) -> AdaptiveTemplate:
    known = AdaptiveTemplate()
    for embedding in embeddings:
        known = after(known, embedding)
    return known


def test_what_is_learnt_is_the_mean_and_counts_after_half_a_minute():
    """What is learnt is the mean of the looks and counts after half a minute."""
    known = taught(*[away(0.2), away(0.4)] * 2, away(0.3))
    assert known.counted(POLICY) == ()
    known = after(known, away(0.3))
    (embedding,) = known.counted(POLICY)
    assert abs(dist(embedding, SELF) - 0.3) < 1e-9


def test_a_stranger_teaches_nothing():
    assert taught(*[away(0.8)] * 20) == AdaptiveTemplate()


def test_nothing_is_learnt_from_a_poor_picture_or_from_none():
    assert after(AdaptiveTemplate(), away(0.3), sharpness=2) == AdaptiveTemplate()
    assert after(AdaptiveTemplate(), away(0.3), score=0.5) == AdaptiveTemplate()
    assert updated_template(AdaptiveTemplate(), blank(0, LookKind.NO_FACE), None, (SELF,), POLICY) == AdaptiveTemplate()


def test_without_a_vouched_picture_nothing_is_learnt():
    look = look_from(seen(embedding=away(0.1)), (), START, POLICY)
    assert updated_template(AdaptiveTemplate(), look, away(0.1), (), POLICY) == AdaptiveTemplate()


def test_a_slowly_changing_face_is_followed_within_the_vouched_picture():
    """Each look lies near the last, but only those near the vouched picture teach."""
    known = taught(*(away(step / 100) for step in range(150)))
    assert dist(known.counted(POLICY)[0], SELF) <= POLICY.template_within


def test_an_older_look_fades():
    known = taught(*[away(0.5)] * 12, *[away(0.1)] * 40)
    assert dist(known.embedding, SELF) < 0.15


def settled(distance: float, looks: int = 100) -> AdaptiveTemplate:
    """A sitter whose every look lies this far from the face the watch has learnt."""
    known = AdaptiveTemplate(embedding=away(0.9), looks=POLICY.template_looks)
    for _ in range(looks):
        look = look_from(seen(embedding=away(distance)), (SELF,), START, POLICY, known.variance_correction(POLICY))
        known = updated_template(known, look, away(distance), (away(distance - 0.56),), POLICY)
    return known


def test_until_the_learnt_face_counts_nothing_is_known_of_how_lively_it_is():
    known = taught(*[away(0.5)] * POLICY.template_after)
    assert (known.compared, known.variance_correction(POLICY)) == (0, 0.0)
    assert after(known, away(0.5)).compared == 1


def test_one_look_tells_little_and_sixty_tell_nearly_all():
    once, often = settled(0.35, looks=1), settled(0.35, looks=POLICY.usual_looks)
    full = 0.35**2 - POLICY.usual_distance**2
    assert once.variance_correction(POLICY) == pytest.approx(full / (1 + POLICY.template_after))
    assert often.variance_correction(POLICY) == pytest.approx(full, rel=0.15)


def test_a_steady_sitter_is_doubted_sooner_and_a_lively_one_later():
    steady, lively = settled(0.15), settled(0.38)
    assert (
        steady.mismatch_limit(POLICY)
        < AdaptiveTemplate().mismatch_limit(POLICY)
        == POLICY.mismatch_limit
        < lively.mismatch_limit(POLICY)
    )
    kinds = [
        look_from(seen(embedding=away(0.64)), (SELF,), START, POLICY, one.variance_correction(POLICY)).kind
        for one in (steady, lively)
    ]
    assert kinds == [LookKind.DIFFERENT, LookKind.SAME]


def test_a_look_at_the_sitters_own_limit_speaks_for_nobody():
    for known in (settled(0.1), settled(0.3), settled(0.5)):
        shown = seen(embedding=away(known.mismatch_limit(POLICY)))
        assert look_from(shown, (SELF,), START, POLICY, known.variance_correction(POLICY)).weight == pytest.approx(0, abs=0.05)


def test_nobody_is_lively_enough_to_hide_somebody_else():
    most = settled(0.55, looks=500)
    assert most.excess_variance > POLICY.usual_most**2 - POLICY.usual_distance**2
    assert sqrt(POLICY.usual_distance**2 + most.variance_correction(POLICY)) == pytest.approx(POLICY.usual_most)
    stranger = look_from(
        seen(embedding=away(POLICY.distances.different_mean)), (SELF,), START, POLICY, most.variance_correction(POLICY)
    )
    assert stranger.weight > POLICY.evidence_limit / 4, "four such looks pause"


def test_a_doubted_look_says_nothing_of_how_lively_somebody_is():
    """A look that is doubted or unsure says nothing of how lively somebody is."""
    known = settled(0.3)
    for embedding, poor in ((away(0.7), {}), (away(POLICY.mismatch_limit), {}), (away(0.3), {"sharpness": 2})):
        shown = look_from(seen(embedding=embedding, **poor), (SELF,), START, POLICY)
        assert updated_template(known, shown, embedding, (SELF,), POLICY) == replace(known)
