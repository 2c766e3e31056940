"""`flask rules …`, as it is typed: no database is opened, and every refusal is in words with exit code 1."""

import sys
from pathlib import Path

import pytest

from server import flask_app
from tests.api.rules_typist import Typist


@pytest.fixture
def typist(monkeypatch, tmp_path) -> Typist:
    return Typist(monkeypatch, tmp_path)


def test_no_database_is_opened(typist):
    typist.does("list")

    assert "lugas" not in typist.app.extensions
    assert list(typist.folder.iterdir()) == []


def test_rule_sets_are_listed_with_their_source(typist):
    listed = {one["name"]: one for one in typist.told("list")["rules"]}

    assert listed["cpns-2024"]["kind"] == "selection"
    assert listed["skd-2024"]["minutes"] == 100
    assert "cpns-2024" in typist.does("list")
    assert "KepmenPANRB 321/2024" in typist.does("list")


def test_a_rule_set_is_checked(typist):
    told = typist.does("check", "server/rule_sets/selections/cpns-2024.json")
    assert "Peserta SKB paling banyak 3 kali kebutuhan. Sumber: PermenPANRB 6/2024" in told
    assert "Ambang umum / dokter: total 311, TIU 80" in told
    assert "keyakinan U" in told
    assert "Kode TH: tidak hadir. Sumber: pers" in told
    assert typist.told("check", "skd-2024")["thresholds"] == 9

    broken = typist.folder / "rusak.json"
    text = Path("server/rule_sets/selections/cpns-2024.json").read_text(encoding="utf-8")
    broken.write_text(text.replace('"value": 3,', '"value": 0,').replace('"scale"', '"skala"'), encoding="utf-8")
    refused = typist.is_refused("check", str(broken))
    assert "rusak.json baris 19: cut.multiple.value: harus bilangan bulat, paling sedikit 1" in refused
    assert "integration.skala: tidak dikenal" in refused
    assert "integration.scale: wajib ada" in refused
    assert "Aturan 'hilang.json' tidak ada" in typist.is_refused("check", "hilang.json")


def test_one_point_too_few_is_explained(typist):
    words = ("explain", "--rules", "cpns-2024", "--formation", "umum", "TWK=65", "TIU=80", "TKP=165")
    told = typist.told(*words)

    assert told["passed"] is False
    assert [line["rule"] for line in told["trace"]] == [
        "line_of_kind", "threshold_met", "threshold_met", "threshold_missed", "not_passed",
    ]  # fmt: skip
    missed = told["trace"][3]
    assert missed["numbers"] == {"what": "TKP", "reached": 165, "required": 166}
    assert (missed["source"], missed["confidence"]) == ("KepmenPANRB 321/2024", "O")
    assert missed["text"] == "TKP: nilai 165, paling sedikit 166: tidak terpenuhi"
    assert "TKP: nilai 165, paling sedikit 166: tidak terpenuhi. Sumber: KepmenPANRB 321/2024" in typist.does(*words)


@pytest.mark.parametrize(
    ("formation", "group", "scores", "passed"),
    [
        ("umum", None, (65, 80, 166), True),
        ("kalimantan", None, (65, 80, 166), True),
        ("cumlaude", None, (0, 85, 226 - 1), False),  # 310
        ("diaspora", None, (5, 85, 221), True),  # 311
        ("disabilitas", None, (5, 60, 221), True),  # 286
        ("papua", None, (5, 55, 225), False),  # TIU short of 60
        ("tertinggal", None, (5, 60, 221), True),
        ("umum", "dokter", (10, 80, 221), True),
        ("umum", "penata", (10, 80, 221), False),  # no line of its own: that of the kind
    ],
)
def test_every_formation_has_its_thresholds(typist, formation, group, scores, passed):
    named = [f"{code}={points}" for code, points in zip(("TWK", "TIU", "TKP"), scores, strict=True)]
    told = typist.told("explain", "--formation", formation, *(("--position-group", group) if group else ()), *named)

    assert told["passed"] is passed
    assert told["total"] == sum(scores)


def test_an_unsure_threshold_says_so(typist):
    told = typist.told("explain", "--position-group", "dokter", "TWK=10", "TIU=80", "TKP=221")

    assert {line["confidence"] for line in told["trace"]} == {"U"}
    assert "belum pasti" in typist.does("explain", "--position-group", "dokter", "TWK=10", "TIU=80", "TKP=221")


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (("TWK=65", "TIU=80", "TKP=226"), ["nilai TKP 226 melebihi nilai tertinggi 225"]),
        (
            ("TWK=65", "TIU=119", "TKP=-1"),
            ["nilai TIU 119 tidak mungkin: harus kelipatan 5", "TKP -1 kurang dari nilai terendah"],
        ),
        (("TWK=65", "TIU=80"), ["nilai TKP tidak ditulis"]),
        (("TWK=65", "TIU=80", "TKP=abc", "TKP=1,5"), ["'abc' bukan bilangan bulat", "TKP ditulis lebih dari sekali"]),
        (("TWK=65", "TIU=80", "TKP=166", "TPA=9", "x"), ["TPA=9: bagian ini tidak ada", "x: bagian ini tidak ada"]),
    ],
)
def test_impossible_scores_are_refused_all_at_once(typist, scores, said):
    refused = typist.is_refused("explain", *scores)

    assert [sentence for sentence in said if sentence not in refused] == []


def test_an_unknown_formation_is_refused_with_those_there_are(typist):
    refused = typist.is_refused("explain", "--formation", "olahraga", "TWK=65", "TIU=80", "TKP=166")

    assert "'olahraga' tidak ada dalam aturan ini" in refused
    assert "umum, kalimantan, cumlaude, diaspora, disabilitas, papua, tertinggal" in refused


def test_any_other_command_gets_the_whole_application(monkeypatch):
    made = []
    monkeypatch.setattr("server.app.create_app", lambda: made.append("whole"))
    for argv in (["slot", "list"], [], ["--help"], ["--app", "x", "rules", "list"]):
        monkeypatch.setattr(sys, "argv", ["flask", *argv])
        flask_app.create_app()

    assert made == ["whole"] * 4
