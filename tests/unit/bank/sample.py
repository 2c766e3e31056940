"""The sample bank as its files say it, checks included (the server's own reader leaves those out)."""

import json
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[3] / "question_bank" / "sample"


def items(section: str) -> list[dict[str, Any]]:
    return json.loads((SAMPLE / f"{section.lower()}.json").read_text(encoding="utf-8"))["items"]


def checked(kind: str) -> list[Any]:
    return [item for item in items("TIU") if item["check"] and item["check"]["kind"] == kind]


def key(item: dict[str, Any]) -> str:
    return max(item["options"], key=lambda option: option["points"])["key"]


def texts(item: dict[str, Any]) -> dict[str, str]:
    return {option["key"]: option["text"] for option in item["options"]}
