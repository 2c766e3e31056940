"""What the bench simulates with numpy is what the product decides, look by look."""

from datetime import timedelta
from math import isnan, nan

import numpy as np
import pytest

from server.identity.decision import State, burst_for, step
from server.identity.evidence import LookKind, weigh
from server.identity.incidents import IncidentKind
from tests.bench.vector_fold import Fold, weigh_all
from tests.unit.identity.seen import POLICY, blank, look


def test_a_thousand_distances_weigh_the_same():
    distances = np.linspace(0, 1.5, 1000)
    assert weigh_all(distances, POLICY).tolist() == pytest.approx([weigh(each, POLICY) for each in distances])


def test_forty_sittings_of_two_hundred_looks_decide_and_burst_alike():
    chance = np.random.default_rng(3)
    level = chance.uniform(0.3, 0.9, (40, 1)) + np.where(np.arange(200) // 25 % 2, 0.0, -0.3)
    shown = np.where(chance.random((40, 200)) < 0.15, nan, level + chance.normal(0, 0.08, (40, 200)))
    fold, states, mismatches = Fold(POLICY, 40), [State()] * 40, 0
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


def shown_look(number: int, distance: float):
    return blank(5.0 * number, LookKind.UNSURE) if isnan(distance) else look(5.0 * number, max(distance, 0.0))
