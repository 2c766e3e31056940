"""What the bench simulates with numpy is what the product decides, look by look."""

from dataclasses import replace
from datetime import timedelta
from math import isnan, nan

import numpy as np
import pytest

from server.identity.incidents import IncidentKind
from server.identity.looks.adaptive_template import AdaptiveTemplate, updated_template
from server.identity.looks.decision import State, burst_for, step
from server.identity.looks.evidence import LookKind, corrected_distance, weigh
from tests.bench.array_fold import Fold, Known, weigh_all
from tests.unit.identity.seen import POLICY, SELF, away, blank, look

FACE_UNKNOWN = replace(POLICY, template_after=POLICY.template_looks + 1)


def test_a_thousand_distances_weigh_the_same():
    distances = np.linspace(0, 1.5, 1000)
    assert weigh_all(distances, POLICY).tolist() == pytest.approx([weigh(each, POLICY) for each in distances])


def test_what_is_known_of_forty_sitters_is_what_the_product_knows():
    chance = np.random.default_rng(4)
    livelier = chance.uniform(0.15, 0.55, (40, 1))
    shown = np.where(chance.random((40, 150)) < 0.1, nan, livelier + chance.normal(0, 0.1, (40, 150)))
    fold = Fold(POLICY, Known.nothing(40))
    learnt = AdaptiveTemplate(embedding=SELF, looks=POLICY.template_looks)
    states, sitters, doubted = [State()] * 40, [learnt] * 40, 0
    for number in range(150):
        fold.step(shown[:, number])
        for sitting in range(40):
            state, sitter, distance = states[sitting], sitters[sitting], shown[sitting, number]
            each = shown_look(number, distance, sitter.variance_correction(POLICY))
            if state.evidence == 0.0 and each.distance is not None:
                sitters[sitting] = updated_template(sitter, each, away(distance), (SELF,), POLICY)
            states[sitting], _ = step(state, each, POLICY)
            doubted += states[sitting].evidence > 0
            assert states[sitting].evidence == pytest.approx(fold.evidence[sitting])
            assert sitters[sitting].variance_correction(POLICY) == pytest.approx(fold.known.variance_correction(POLICY)[sitting])
    assert doubted > 20, "the comparison must have met doubts"
    assert np.ptp(fold.known.excess_variance) > 0.1, "and people who differ"


def test_forty_sittings_of_two_hundred_looks_decide_and_burst_alike():
    chance = np.random.default_rng(3)
    level = chance.uniform(0.3, 0.9, (40, 1)) + np.where(np.arange(200) // 25 % 2, 0.0, -0.3)
    shown = np.where(chance.random((40, 200)) < 0.15, nan, level + chance.normal(0, 0.08, (40, 200)))
    fold, states, mismatches = Fold(FACE_UNKNOWN, Known.nothing(40)), [State()] * 40, 0
    for number in range(200):
        paused = fold.step(shown[:, number])
        doubts, cannot_tell = fold.wants()
        for sitting in range(40):
            states[sitting], decision = step(states[sitting], shown_look(number, shown[sitting, number]), POLICY)
            is_mismatch = decision is not None and decision.kind is IncidentKind.MISMATCH
            mismatches += is_mismatch
            lasts = burst_for(states[sitting], POLICY)
            assert is_mismatch == paused[sitting]
            assert states[sitting].evidence == pytest.approx(fold.evidence[sitting])
            assert lasts == (
                POLICY.doubt_burst if doubts[sitting] else POLICY.retry_burst if cannot_tell[sitting] else timedelta()
            )
    assert mismatches > 20, "the comparison must have met decisions"


def shown_look(number: int, distance: float, variance_correction: float = 0.0):
    if isnan(distance):
        return blank(5.0 * number, LookKind.UNSURE)
    return replace(look(5.0 * number, corrected_distance(distance, variance_correction)), distance=distance)
