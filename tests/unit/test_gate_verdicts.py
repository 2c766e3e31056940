"""Of several faces that may sit there, the gate tells the verdict of the one that lies nearest within its own limit."""

import math

import pytest

from server.identity.choices import Verdict
from server.identity.gate.check import DeskVerdict
from server.web.face_check import _how_far


def compared(distance: float | None, limit: float | None) -> DeskVerdict:
    return DeskVerdict(Verdict.NO_MATCH, distance=distance, limit=limit)


def test_how_far_a_face_lies_is_counted_from_the_limit_it_is_held_to():
    """0.46 from both pictures joined (0.45) is a refusal, 0.47 from a vouched face (0.48) is a match."""
    joined, vouched = compared(0.46, 0.45), compared(0.47, 0.48)
    assert _how_far(joined) == pytest.approx(0.01)
    assert _how_far(vouched) == pytest.approx(-0.01)
    assert min((joined, vouched), key=_how_far) is vouched


@pytest.mark.parametrize("nothing", [(None, None), (0.3, None), (None, 0.45)])
def test_where_nothing_was_compared_any_comparison_is_nearer(nothing: tuple[float | None, float | None]):
    retake, far = compared(*nothing), compared(1.2, 0.45)
    assert _how_far(retake) == math.inf
    assert min((retake, far), key=_how_far) is far
