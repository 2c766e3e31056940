"""What a rule-set file says, and what it is refused for."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.exam.blueprint import ExamBlueprint, minutes_for
from server.exam.errors import UnreadableRuleSet

ROOT = Path(__file__).parents[3]
SKD = json.loads((ROOT / "server/rule_sets/skd-2024.json").read_text())
TWO_BLOCKS = json.loads((ROOT / "tests/rule_sets/dua-blok.json").read_text())
SCHEMA = json.loads((ROOT / "server/rule_sets/schema.json").read_text())


def changed(path: list[Any], value: object, of: dict[str, Any] = TWO_BLOCKS) -> dict[str, Any]:
    data = copy.deepcopy(of)
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return data


def faults_of(data: object) -> str:
    with pytest.raises(UnreadableRuleSet) as refused:
        ExamBlueprint.from_json(data)
    return "\n".join(refused.value.faults)


def test_the_skd_of_2024_is_110_items_worth_550_points() -> None:
    skd = ExamBlueprint.from_json(SKD)

    assert [(section.code, section.items, section.maximum) for section in skd.sections] == [
        ("TWK", 30, 150),
        ("TIU", 35, 175),
        ("TKP", 45, 225),
    ]
    assert (skd.items, skd.maximum) == (110, 550)


@pytest.mark.parametrize(
    ("kind", "disability", "minutes"),
    [
        ("umum", None, 100),
        ("disabilitas", "netra", 130),
        ("disabilitas", "daksa", 100),
        ("umum", "netra", 100),  # the extra time belongs to the disability formation
    ],
)
def test_only_visual_impairment_on_its_formation_gets_130_minutes(kind: str, disability: str | None, minutes: int) -> None:
    """Only the visually impaired on the disability formation get 130 minutes."""
    block = ExamBlueprint.from_json(SKD).blocks[0]

    assert minutes_for(block, kind, disability) == timedelta(minutes=minutes)


def test_thresholds_that_are_not_sure_are_flagged() -> None:
    unsure = [line.position_group for line in ExamBlueprint.from_json(SKD).thresholds if line.confidence == "U"]

    assert unsure == ["dokter", "abk_rescuer_pengamat_gunung_api"]


def test_an_exam_of_other_names_is_read_the_same_way() -> None:
    exam = ExamBlueprint.from_json(TWO_BLOCKS)

    assert [block.code for block in exam.blocks] == ["PAGI", "SORE"]
    assert exam.maximum == 6 * 3 + 4 * 4 + 5 * 4 + 3 * 2
    assert exam.block_of("ISYARAT").code == "SORE"
    assert exam.sections[0].topics == {"bintang": 4, "arus": 2}


def test_an_item_stands_in_a_section_only_with_the_points_of_its_scheme() -> None:
    twk, _, tkp = ExamBlueprint.from_json(SKD).sections

    assert twk.fits([0, 0, 5, 0, 0])
    assert not twk.fits([0, 5, 5, 0, 0])
    assert tkp.fits([3, 1, 5, 2, 4])
    assert not tkp.fits([3, 1, 5, 2, 2])


@pytest.mark.parametrize("rule_set", [SKD, TWO_BLOCKS])
def test_the_schema_accepts_what_is_read(rule_set: dict[str, Any]) -> None:
    jsonschema.validate(rule_set, SCHEMA)
    assert ExamBlueprint.from_json(rule_set).name == rule_set["name"]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["format"], 2, "format: harus 1"),
        (["title"], " ", "title: harus berupa teks"),
        (["blocks"], [], "blocks: harus berisi"),
        (["blocks", 0, "minutes"], 0, "blocks[0].minutes: harus bilangan bulat, paling sedikit 1"),
        (["blocks", 0, "minutes"], True, "blocks[0].minutes"),
        (["blocks", 0, "sections", 1, "items"], "4", "blocks[0].sections[1].items"),
        (["blocks", 0, "sections", 1, "points"], [0, 0], "blocks[0].sections[1].points"),
        (["blocks", 0, "sections", 0, "topics"], {"bintang": 4}, "berjumlah 4, padahal items 6"),
        (["blocks", 0, "sections", 0, "topics"], {"bintang": -4}, "topics: harus objek berisi jumlah"),
        (["blocks", 0, "sections", 0, "topic"], {}, "topic: tidak dikenal"),
        (["blocks", 1, "code"], "PAGI", "blok PAGI disebut lebih dari sekali"),
        (["blocks", 1, "sections", 0, "code"], "SIMPUL", "bagian SIMPUL disebut lebih dari sekali"),
        (["blocks", 1, "sections", 0, "code"], "total", "kode bagian total"),
        (["thresholds", 1, "kind"], "biasa", "ambang untuk biasa / semua kelompok"),
        (["thresholds", 0, "requirements"], [], "paling sedikit satu syarat"),
        (["thresholds", 0, "requirements", 0, "sections"], ["TWK"], "bagian TWK tidak ada"),
        (["tie_break"], ["total", "TKP"], "tie_break: TKP bukan bagian"),
        (["tie_break"], ["SIKAP", "total"], "tie_break: harus dimulai dengan total"),
        (["thresholds"], {}, "thresholds: harus berupa daftar"),
        (["blocks", 0], "PAGI", "blocks[0]: harus berupa objek"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_of_the_fault(path: list[Any], value: object, words: str) -> None:
    assert words in faults_of(changed(path, value))


def test_all_faults_are_told_at_once() -> None:
    data = changed(["title"], "", of=changed(["blocks", 0, "minutes"], -1))

    faults = faults_of(data)

    assert "title" in faults
    assert "blocks[0].minutes" in faults


def test_what_is_no_object_is_no_rule_set() -> None:
    assert "berkas: harus berupa objek" in faults_of([])
