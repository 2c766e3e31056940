"""Files of scores as spreadsheets write them, and what is wrong with them, all at once and by line."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from server.exam.passing import Formation
from server.registrations.faults import UnreadableScores
from server.registrations.score_file import WantedScores, read_scores
from server.rule_sets.files import read_rules

FILE = read_rules("cpns-2024")


def wanted(is_final: bool = False) -> WantedScores:
    return WantedScores(FILE.blueprint, FILE.stages.kinds, Formation("umum"), 100, is_final)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "nilai.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(path: Path, is_final: bool = False) -> list[tuple[int, str]]:
    with pytest.raises(UnreadableScores) as refused:
        read_scores(path, wanted(is_final))
    return [(fault.line, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_spreadsheets_csv_is_read(separator: str, end: str, mark: str, tmp_path: Path) -> None:
    rows = ["twk,Number,TIU,TKP,birth_date", "65,24-001,80,166,17-05-1998", "", "70, 24-002 ,85,170,1999-01-02", ",,,,"]
    text = mark + end.join(row.replace(",", separator) for row in rows) + end
    read = read_scores(written(tmp_path, text), wanted())

    assert [(one.number, one.points, one.birth_date) for one in read] == [
        ("24-001", {"TWK": 65, "TIU": 80, "TKP": 166}, date(1998, 5, 17)),
        ("24-002", {"TWK": 70, "TIU": 85, "TKP": 170}, date(1999, 1, 2)),
    ]


def test_decimals_are_read_with_point_or_comma_and_kept_exact(tmp_path: Path) -> None:
    text = "number;TWK;TIU;TKP;skb;ipk;formation\nA;65;80;166;76,123456789;3.45;\nB;65;80;166;;87,5;Daerah Tertinggal\n"
    first, second = read_scores(written(tmp_path, text), wanted(is_final=True))

    assert (first.skb, first.ipk, first.formation) == (Fraction(76123456789, 10**9), Decimal("3.45"), Formation("umum"))
    assert (second.skb, second.ipk, second.formation) == (None, Decimal("87.5"), Formation("daerah_tertinggal"))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(0, "people.no_rows")]),
        ("number,TWK,TIU,TKP\n", [(0, "people.no_rows")]),
        ("number,TWK,TIU\nA,65,80\n", [(1, "people.column_missing")]),
        ("nomor,TWK,TIU,TKP\nA,1,1,1\n", [(1, "people.column_missing"), (1, "people.column_unknown")]),
        ("number,TWK,TIU,TKP,TKP\nA,65,80,166,1\n", [(1, "people.column_twice")]),
        ("number,TWK,TIU,TKP\nA,65,80,166\n,65,80,166\n", [(3, "people.empty")]),
        ("number,TWK,TIU,TKP\nA,65,80,166\nB,65,80\n", [(3, "people.empty")]),
        ("number,TWK,TIU,TKP\n2.41E+15,65,80,166\n", [(2, "people.became_number")]),
        ("number,TWK,TIU,TKP\nA,65,80,166.0\nA,65,80,1e2\n", [(2, "scores.no_whole_number"), (3, "people.number_twice"),
                                                              (3, "scores.no_whole_number")]),
        ("number,TWK,TIU,TKP\nA,65,80,-1\n", [(2, "scores.below")]),
        ("number,TWK,TIU,TKP\nA,65,80,+SUM(B1)\n@x,65,80,166\n", [(2, "scores.formula"), (3, "scores.formula")]),
        ("number,TWK,TIU,TKP,formation\nA,65,80,166,olahraga\n", [(2, "people.kind_unknown")]),
        ("number,TWK,TIU,TKP,skb\nA,65,80,166,101\nB,65,80,166,x\n", [(2, "scores.decimal_range"), (3, "scores.no_decimal")]),
        ("number,TWK,TIU,TKP,birth_date\nA,65,80,166,31-02-1998\n", [(2, "people.birth_date")]),
        ('number,TWK,TIU,TKP\nA,65,80,166\n"B,65,80,166\n', [(3, "people.quotes")]),
        (b"number,TWK,TIU,TKP\n\xff,65,80,166\n", [(0, "people.no_text")]),
        (f"number,TWK,TIU,TKP\n{'A' * 41},65,80,166\n", [(2, "scores.number_shape")]),
        ("number,TWK,TIU,TKP\nA\u202e,65,80,166\n", [(2, "scores.number_shape")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line(text: str | bytes, faults: list[tuple[int, str]], tmp_path: Path) -> None:
    assert faults_of(written(tmp_path, text)) == faults


def test_the_final_stage_needs_the_skb(tmp_path: Path) -> None:
    assert faults_of(written(tmp_path, "number,TWK,TIU,TKP\nA,65,80,166\n"), is_final=True) == [(1, "people.column_missing")]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == [(0, "people.unreadable")]


def test_the_final_stage_needs_every_cell_of_ipk_and_birth_date(tmp_path: Path) -> None:
    path = written(tmp_path, "number,TWK,TIU,TKP,skb,ipk,birth_date\nA,65,80,166,80,,1998-05-17\nB,65,80,166,,3.5,\n")

    assert faults_of(path, is_final=True) == [(2, "people.empty"), (3, "people.empty")]
    assert [(one.ipk, one.birth_date is None) for one in read_scores(path, wanted())] == [(None, False), (Decimal("3.5"), True)]
