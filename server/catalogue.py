"""Words of the pages' catalogue for what prints without a page: commands, the start, the page of an evaluation."""

import json
from functools import cache
from pathlib import Path

WORDS = Path(__file__).resolve().parent.parent / "client" / "words" / "id"


def words(key: str, **parameters: object) -> str:
    return catalogue()[key].format(**parameters)


@cache
def catalogue() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("errors", "cli", "faults", "report"):
        found |= json.loads((WORDS / f"{name}.json").read_text(encoding="utf-8"))
    return found
