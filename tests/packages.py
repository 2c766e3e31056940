"""Rule sets and question packages to build exams from."""

from collections.abc import Mapping, Sequence
from functools import cache
from json import loads
from pathlib import Path
from typing import Any

from server.bank.package import Item, Option, Package
from server.bank.package import PackageSection as BankSection
from server.bank.read import read_package
from server.exam.blueprint import ExamBlueprint

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "server" / "rule_sets" / "skd-2024.json"
TWO_BLOCKS = ROOT / "tests" / "rule_sets" / "dua-blok.json"


@cache
def sample_package() -> Package:
    return read_package(ROOT / "question_bank" / "sample")


def rule_set(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = loads(path.read_text(encoding="utf-8"))
    return found


def invented_package(rules: Mapping[str, Any], surplus: int = 3) -> Package:
    """A pool for any rule set: `surplus` times the items it asks for, nothing in them but their codes."""
    blueprint = ExamBlueprint.from_json(dict(rules))
    sections, items = [], []
    for section in blueprint.sections:
        topics = dict(section.topics) if section.topics else {"umum": section.items}
        sections.append(BankSection(section.code, section.points_scheme, tuple(topics)))
        for topic, count in topics.items():
            items += [_item(section.code, topic, number, section.points_scheme) for number in range(count * surplus)]
    return Package("rekaan", "Butir rekaan", "uji", tuple(sections), tuple(items))


def _item(section: str, topic: str, number: int, points: Sequence[int]) -> Item:
    code = f"{section}-{topic}-{number:03}"
    options = tuple(Option("abcdefgh"[at], f"{code} pilihan {at}", None, worth) for at, worth in enumerate(points))
    return Item(code, section, topic, f"Soal {code}", None, options, None)
