"""The rule sets, pools and papers the tests of the rules work on."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.exam.blueprint import ExamBlueprint
from server.exam.paper import Paper, PaperItem, Place, assemble_room
from server.exam.pool import PoolItem

ROOT = Path(__file__).parents[3]
SKD = ExamBlueprint.from_json(json.loads((ROOT / "server/rule_sets/skd-2024.json").read_text()))
TWO_BLOCKS = ExamBlueprint.from_json(json.loads((ROOT / "tests/rule_sets/dua-blok.json").read_text()))
SEED = bytes(range(32))
TEN = datetime(2024, 10, 16, 10, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def pool_of(sizes: Mapping[str, int], *, topics: int = 5, options: int = 5) -> list[PoolItem]:
    return [
        PoolItem(f"{section}-{number:03}", section, f"topik {number % topics}", tuple("abcdef"[:options]))
        for section, size in sizes.items()
        for number in range(size)
    ]


def hall(rows: int, columns: int) -> list[Place]:
    return [Place(f"{row}/{column}", row, column) for row in range(rows) for column in range(columns)]


SKD_POOL = pool_of({"TWK": 60, "TIU": 70, "TKP": 90})


def skd_paper() -> Paper:
    return assemble_room(SKD, SKD_POOL, [Place("one", 0, 0)], SEED)["one"]


def option(item: PaperItem, key: str) -> str:
    return next(own.id for own in item.options if own.key == key)


def skd_key() -> dict[str, dict[str, int]]:
    one_right = {"a": 0, "b": 5, "c": 0, "d": 0, "e": 0}
    graded = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    return {item.code: graded if item.section == "TKP" else one_right for item in SKD_POOL}
