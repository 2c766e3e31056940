"""What a rule set says. What one is refused for: tests/unit/rule_sets."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from server.exam.blueprint import ExamBlueprint, minutes_for

ROOT = Path(__file__).parents[3]
SKD = json.loads((ROOT / "server/rule_sets/skd-2024.json").read_text())
TWO_BLOCKS = json.loads((ROOT / "tests/rule_sets/dua-blok.json").read_text())


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
