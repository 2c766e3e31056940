"""What a reader of the board is sent: a page of rows, or only what changed since the version they have."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.livescore.projection import PublicRow, ranked
from server.livescore.slot_board import BoardRow, Cell, SlotBoard, cells
from server.livescore.snapshot import moment_text

ROWS_A_PAGE = 100
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Filter:
    agency: str | None = None
    position: str | None = None

    def admits(self, row: PublicRow) -> bool:
        return self.agency in (None, row.agency) and self.position in (None, row.position)


def listing(boards: Collection[SlotBoard], site: str | None) -> dict[str, Any]:
    """The slots the board knows, newest first."""
    chosen = [board for board in boards if site in (None, board.head.site)]
    chosen.sort(key=lambda board: (board.head.starts_at, board.head.number, board.head.site), reverse=True)
    return {"slots": [_about(board) for board in chosen], "sites": sorted({board.head.site for board in boards})}


def page(board: SlotBoard, chosen: Filter, number: int) -> dict[str, Any]:
    """One page of rows. Pages go by `ref`, not by rank, so that pages fetched one after another fit together."""
    rows = sorted((row for row in board.rows.values() if chosen.admits(row.row)), key=lambda row: row.ref)
    ranks = {row.id: rank for rank, row in ranked([row.row for row in rows], board.head.tie_order)}
    start = (number - 1) * ROWS_A_PAGE
    return _top(board, chosen) | {
        "slot": _about(board),
        "sections": list(board.head.sections),
        "tie_order": list(board.head.tie_order),
        "window_s": board.window_s,
        "page": number,
        "pages": max(1, -(-len(rows) // ROWS_A_PAGE)),
        "rows": [_whole(row) | {"rank": ranks[row.row.id]} for row in rows[start : start + ROWS_A_PAGE]],
    }


def changes(board: SlotBoard, chosen: Filter, since: int) -> dict[str, Any]:
    """Changed cells only, column by column: [steps from one ref to the next, new values] (docs/contract.md).

    Values are absolute, so a reader may apply the same changes twice. A thousand changed rows are under 3 KB gzip.
    """
    if not board.floor <= since <= board.version:
        return {"version": board.version, "reload": True}
    added: list[dict[str, Any]] = []
    removed = [ref for ref, version in board.gone if version > since]
    columns: dict[str, list[tuple[int, Cell]]] = {}
    for row in sorted((row for row in board.rows.values() if row.latest > since), key=lambda row: row.ref):
        moved = max(row.changed_at["agency"], row.changed_at["position"]) > since
        if not chosen.admits(row.row):
            removed += [row.ref] if moved else []
        elif row.added_at > since or (moved and chosen != Filter()):
            added.append(_whole(row))
        else:
            for name, cell in cells(row.row):
                if row.changed_at[name] > since:
                    columns.setdefault(name, []).append((row.ref, cell))
    return _top(board, chosen) | {
        "since": since,
        "changed": {name: _column(column) for name, column in columns.items()},
        "added": added,
        "removed": removed,
    }


def _column(column: list[tuple[int, Cell]]) -> list[Any]:
    refs = [ref for ref, _ in column]
    steps = [ref - before for before, ref in zip([0, *refs], refs, strict=False)]
    return [_packed_steps(steps), *_packed_values([value for _, value in column])]


def _packed_steps(steps: list[int]) -> str | list[int]:
    """One base-36 digit a step where each has room: the commas of a JSON list cost more than the digits do."""
    return "".join(DIGITS[step] for step in steps) if max(steps) < len(DIGITS) else steps


def _packed_values(values: list[Cell]) -> list[Any]:
    """[one base-36 digit a score, unit]: TWK 0 to 175 in fives has room; else [two hexadecimal digits a score]; else [a list]."""
    scores = [value for value in values if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 0xFF]
    if len(scores) < len(values):
        return [values]
    unit = math.gcd(*scores) or 1
    if max(scores) // unit < len(DIGITS):
        return ["".join(DIGITS[score // unit] for score in scores), unit]
    return ["".join(f"{score:02x}" for score in scores)]


def _about(board: SlotBoard) -> dict[str, Any]:
    head = board.head
    return {
        "id": head.slot,
        "exam": head.exam,
        "site": head.site,
        "zone": head.zone,
        "number": head.number,
        "starts_at": moment_text(head.starts_at),
        "closed": head.closed,
        "items": head.items,
    }


def _top(board: SlotBoard, chosen: Filter) -> dict[str, Any]:
    states = [row.row.state for row in board.rows.values() if chosen.admits(row.row)]
    return {
        "version": board.version,
        "as_of": moment_text(board.as_of),
        "closed": board.head.closed,
        "n": states.count("finished"),
        "working": states.count("working"),
        "of": len(states),
    }


def _whole(row: BoardRow) -> dict[str, Any]:
    shown = row.row
    return {
        "ref": row.ref,
        "number": shown.number,
        "name": shown.name,
        "agency": shown.agency,
        "position": shown.position,
        "location": shown.location,
        "scores": [score for _, score in shown.sections],
        "total": shown.total,
        "state": shown.state,
        "passed": shown.passed,
        "answered": shown.answered,
        "low": shown.low,
        "high": shown.high,
        "counted": shown.counted,
    }
