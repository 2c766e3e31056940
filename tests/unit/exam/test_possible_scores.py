"""Which scores a section can end with."""

from dataclasses import replace
from itertools import product

import pytest

from server.exam.possible_scores import is_possible, score_faults
from tests.unit.exam.samples import SKD

TWK, TIU, TKP = SKD.sections


@pytest.mark.parametrize(
    ("points", "codes"),
    [
        ({"TWK": 65, "TIU": 80, "TKP": 166}, []),
        ({"TWK": 0, "TIU": 0, "TKP": 0}, []),  # who leaves all blank
        ({"TWK": 150, "TIU": 175, "TKP": 225}, []),
        ({"TKP": 226}, ["scores.above"]),
        ({"TIU": 119}, ["scores.step"]),
        ({"TWK": -5}, ["scores.below"]),
        ({"TWK": 155, "TIU": 1, "TKP": -1}, ["scores.above", "scores.step", "scores.below"]),
    ],
)
def test_impossible_scores_of_the_skd_are_named(points: dict[str, int], codes: list[str]) -> None:
    assert [fault.code for fault in score_faults(SKD.sections, points)] == codes


def test_what_no_sum_of_points_reaches_is_impossible_too() -> None:
    """Two items of 4, 3 or 0 points: 1, 2 and 5 lie below the highest and are no multiple problem, yet nobody can have them."""
    section = replace(TKP, items=2, points_scheme=(4, 3, 0))
    sums = {sum(pair) for pair in product((0, 3, 4), repeat=2)}

    assert {points for points in range(9) if is_possible(section, points)} == sums == {0, 3, 4, 6, 7, 8}
    assert [fault.code for fault in score_faults([section], {"TKP": 5})] == ["scores.unreachable"]
