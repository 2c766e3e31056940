"""Which tables are a record, and of which columns: what is in it is never changed, and personal words in it can be erased."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]  # a row as SQLite gives it, by column


@dataclass(frozen=True, slots=True)
class Recorded:
    """`erasable`: columns that may be emptied, to this literal of SQL. `only`: these are part of the record; none: all are."""

    key: tuple[str, ...] = ("id",)
    erasable: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    def fixed(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in columns if name not in self.erasable and (not self.only or name in self.only))

    def key_of(self, row: Values) -> str:
        return "/".join(str(row[name]) for name in self.key)


NOTHING, EMPTY_JSON = "NULL", "'{}'"
ERASED = {NOTHING: None, EMPTY_JSON: "{}"}

RECORDED: Mapping[str, Recorded] = {
    "audit": Recorded(),
    "answer_events": Recorded(key=("sitting_id", "sequence")),
    "ledger": Recorded(erasable={"reason": NOTHING}),
    "face_checks": Recorded(erasable={"measured": EMPTY_JSON, "picture_id": NOTHING}),
    "overrides": Recorded(erasable={"document_digits": NOTHING}),
    # What became of an incident is written into its row, and each act on it into the audit log.
    "incidents": Recorded(only=("id", "slot_id", "room_id", "sitting_id", "kind", "raised_at")),
}
# The chain itself: only the salts of what was erased go.
CHAIN: Mapping[str, Recorded] = {
    "chain_lines": Recorded(key=("number",), only=("number", "of_table", "row_key", "salt", "content", "hash")),
    "chain_heads": Recorded(key=("number",)),
}


def content_of(recorded: Recorded, row: Values) -> bytes:
    """The fixed columns in one order. What is NULL is left out: a column added later changes no line written before it."""
    names = sorted(recorded.fixed(tuple(row)))
    return plain([[name, row[name]] for name in names if row[name] is not None])


def plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_bytes).encode()


def _bytes(value: Any) -> dict[str, str]:
    return {"hex": bytes(value).hex()}
