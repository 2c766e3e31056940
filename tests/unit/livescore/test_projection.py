"""What the public sees of a row, and in which order rows stand."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from server.livescore.projection import PublicRow, masked, public, ranked
from server.livescore.ranges import ShownRange
from tests.unit.livescore.rows import in_clear, score_row

RANKING_CASES = json.loads((Path(__file__).parent / "ranking_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Siti Aminah", "S*** A***"),
        ("  budi   ", "B***"),
        ("M. Al-Fatih bin Ömer", "M*** A*** B*** Ö***"),
        ("Maria Magdalena Tri Wahyuningtyas Dewi", "M*** M*** T*** W*** D***"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_first_letters_and_no_lengths(name, shown):
    assert masked(name) == shown


def test_names_are_masked_unless_the_setting_says_otherwise():
    assert public(score_row(name="Siti Aminah"), "masked", final=False).name == "S*** A***"
    assert public(score_row(name="Siti Aminah"), "full", final=False).name == "Siti Aminah"


def test_passing_is_shown_for_finished_sittings_only():
    assert public(score_row(state="working", passed=True), "masked", final=True).passed is None
    assert public(score_row(state="finished", passed=True), "masked", final=True).passed is True
    assert public(score_row(state="finished", passed=False), "masked", final=True).passed is False


def test_a_range_goes_when_the_exact_score_comes():
    row = score_row(scores=(50, 60, 100), state="finished", answered=110, shown=ShownRange(110, 250, 66))
    early, late = public(row, "masked", final=False), public(row, "masked", final=True)
    assert (early.low, early.high, early.counted, early.total, early.answered) == (110, 250, 66, None, 110)
    assert (late.low, late.high, late.counted, late.total, late.answered) == (None, None, None, 210, 110)


def test_a_public_row_has_no_column_for_kind_nik_or_birth_date():
    assert {f.name for f in fields(PublicRow)} == {
        "id", "number", "name", "agency", "position", "location", "sections", "total", "state", "passed",
        "answered", "low", "high", "counted",
    }  # fmt: skip


@pytest.mark.parametrize("case", RANKING_CASES, ids=lambda case: case["title"])
def test_ranks_follow_total_then_the_tie_order(case):
    rows = [in_clear(score_row(seat, tuple(scores), state=state)) for seat, (scores, state) in enumerate(case["rows"], start=1)]
    for given in (rows, rows[::-1]):
        assert [[rank, int(row.id[3:])] for rank, row in ranked(given, case["tie_order"])] == case["ranked"]
