"""Thresholds by kind of formation and position group."""

from dataclasses import replace

import pytest

from server.exam.errors import NoThresholdForFormation
from server.exam.passing import Formation, ThresholdCheck, judge
from server.exam.scoring import Scores, SectionScore
from tests.unit.exam.samples import SKD, TWO_BLOCKS


def skd(twk: int, tiu: int, tkp: int) -> Scores:
    numbers = (("TWK", twk, 30, 150), ("TIU", tiu, 35, 175), ("TKP", tkp, 45, 225))
    return Scores(tuple(SectionScore(code, points, items, items, most) for code, points, items, most in numbers))


@pytest.mark.parametrize(
    ("kind", "group", "scores", "passed"),
    [
        ("umum", None, (65, 80, 166), True),
        ("umum", None, (60, 175, 225), False),  # each section must be met
        ("kalimantan", None, (65, 80, 165), False),
        ("cumlaude", None, (0, 85, 226), True),
        ("diaspora", None, (60, 80, 225), False),  # TIU short of 85
        ("disabilitas", None, (1, 60, 225), True),
        ("disabilitas", "dokter", (1, 60, 225), True),
        ("papua", None, (0, 60, 225), False),  # 285 in all
        ("daerah_tertinggal", None, (50, 60, 176), True),
        ("umum", "dokter", (10, 80, 221), True),
        ("umum", "abk_rescuer_pengamat_gunung_api", (0, 70, 216), True),
        ("umum", "auditor", (0, 70, 216), False),
    ],
)
def test_the_thresholds_of_2024(kind: str, group: str | None, scores: tuple[int, int, int], passed: bool) -> None:
    assert judge(SKD, Formation(kind, group), skd(*scores)).passed is passed


def test_each_threshold_is_told_met_or_not() -> None:
    outcome = judge(SKD, Formation("umum"), skd(70, 75, 166))

    assert outcome.checks == (
        ThresholdCheck("TWK", 65, 70, met=True),
        ThresholdCheck("TIU", 80, 75, met=False),
        ThresholdCheck("TKP", 166, 166, met=True),
    )
    assert not outcome.passed


def test_a_threshold_may_bind_the_sum_of_some_sections() -> None:
    codes = ("NAUTIKA", "SIMPUL", "SIKAP", "ISYARAT")
    scores = Scores(tuple(SectionScore(code, 9, 3, 3, 20) for code in codes))

    assert judge(TWO_BLOCKS, Formation("biasa"), scores).checks[1] == ThresholdCheck("sikap dan isyarat", 15, 18, met=True)


def test_a_kind_the_decree_does_not_name_is_an_error_and_no_pass() -> None:
    with pytest.raises(NoThresholdForFormation):
        judge(SKD, Formation("olahragawan"), skd(150, 175, 225))


def test_an_exam_without_thresholds_only_ranks() -> None:
    assert judge(replace(SKD, thresholds=()), Formation("umum"), skd(0, 0, 0)).passed
