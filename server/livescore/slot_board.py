"""One slot as a board holds it: every cell knows the version it last changed at, so any reader can be brought up to date."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from server.livescore.projection import PublicRow
from server.livescore.snapshot import SlotHead, Snapshot, head_from_json, moment_text, row_from_json, row_to_json

MOST_GONE_KEPT = 2_000  # readers who missed more removals than this start over

Cell = str | int | bool | None


class SnapshotRefused(Exception):
    """The board cannot build on this snapshot; `sequence` is what it has."""

    def __init__(self, code: str, sequence: int) -> None:
        super().__init__(code)
        self.code = code
        self.sequence = sequence


@dataclass(frozen=True, slots=True)
class BoardRow:
    ref: int  # a short name for readers; never given to another row of this slot
    row: PublicRow
    changed_at: Mapping[str, int]  # per column
    added_at: int

    @property
    def latest(self) -> int:
        return max(self.added_at, *self.changed_at.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotBoard:
    head: SlotHead
    version: int
    floor: int  # readers with an older version start over
    as_of: datetime
    window_s: int
    next_ref: int
    rows: Mapping[str, BoardRow]
    gone: tuple[tuple[int, int], ...]  # (ref, version it went at)


def cells(row: PublicRow) -> Iterator[tuple[str, Cell]]:
    """Every column of a row. A total that is the plain sum, or as unknown as its parts, is left to the reader to add up."""
    for name in ("number", "name", "agency", "position", "location", "state", "passed", "answered", "low", "high", "counted"):
        yield name, getattr(row, name)
    yield "total", None if row.total == plain_sum(row) else row.total
    for code, score in row.sections:
        yield f"score {code}", score


def plain_sum(row: PublicRow) -> int | None:
    scores = [score for _, score in row.sections]
    return None if None in scores else sum(score for score in scores if score is not None)


def taken(before: SlotBoard | None, snapshot: Snapshot) -> SlotBoard:
    """The slot after a snapshot. Old or replayed ones, and changes to something the board lacks, are refused."""
    has = before.version if before else 0
    if snapshot.sequence <= has:
        raise SnapshotRefused("feed_sequence_old", has)
    other_columns = before is None or before.head.sections != snapshot.head.sections
    if snapshot.base is not None and (other_columns or snapshot.base != has):
        raise SnapshotRefused("feed_version_missing", has)
    if before is None or other_columns:
        return _merged(_empty(snapshot), snapshot, stay=frozenset())
    if snapshot.base is None:
        return _merged(before, snapshot, stay=frozenset(row.id for row in snapshot.rows))
    return _merged(before, snapshot, stay=frozenset(before.rows) - frozenset(snapshot.removed))


def _empty(snapshot: Snapshot) -> SlotBoard:
    return SlotBoard(
        head=snapshot.head,
        version=snapshot.sequence,
        floor=snapshot.sequence,
        as_of=snapshot.generated_at,
        window_s=snapshot.window_s,
        next_ref=0,
        rows={},
        gone=(),
    )


def _merged(before: SlotBoard, snapshot: Snapshot, stay: frozenset[str]) -> SlotBoard:
    version = snapshot.sequence
    rows = {public_id: row for public_id, row in before.rows.items() if public_id in stay}
    gone = [*before.gone, *((row.ref, version) for public_id, row in before.rows.items() if public_id not in stay)]
    next_ref = before.next_ref
    for row in snapshot.rows:
        if row.id in rows:
            rows[row.id] = _changed(rows[row.id], row, version)
        else:
            rows[row.id] = BoardRow(next_ref, row, dict.fromkeys((name for name, _ in cells(row)), version), version)
            next_ref += 1
    forgotten = gone[:-MOST_GONE_KEPT]
    return replace(
        before,
        head=snapshot.head,
        version=version,
        floor=max([before.floor, *(at for _, at in forgotten)]),
        as_of=snapshot.generated_at,
        window_s=snapshot.window_s,
        next_ref=next_ref,
        rows=rows,
        gone=tuple(gone[-MOST_GONE_KEPT:]),
    )


def _changed(before: BoardRow, row: PublicRow, version: int) -> BoardRow:
    if before.row == row:
        return before
    old = dict(cells(before.row))
    marks = {name: version if old.get(name) != cell else before.changed_at[name] for name, cell in cells(row)}
    if row.total != plain_sum(row) and any(mark == version for name, mark in marks.items() if name.startswith("score ")):
        marks["total"] = version  # readers add up the scores when one changes: any other total must come along
    return replace(before, row=row, changed_at=marks)


def to_json(board: SlotBoard) -> dict[str, Any]:
    """For the board's own disk."""
    return {
        "head": asdict(board.head) | {"starts_at": moment_text(board.head.starts_at)},
        "version": board.version,
        "floor": board.floor,
        "as_of": moment_text(board.as_of),
        "window_s": board.window_s,
        "next_ref": board.next_ref,
        "gone": board.gone,
        "rows": [[row.ref, row_to_json(row.row), dict(row.changed_at), row.added_at] for row in board.rows.values()],
    }


def from_json(given: Mapping[str, Any]) -> SlotBoard:
    rows = [BoardRow(ref, row_from_json(row), marks, added_at) for ref, row, marks, added_at in given["rows"]]
    return SlotBoard(
        head=head_from_json(given["head"]),
        version=given["version"],
        floor=given["floor"],
        as_of=datetime.fromisoformat(given["as_of"]),
        window_s=given["window_s"],
        next_ref=given["next_ref"],
        rows={row.row.id: row for row in rows},
        gone=tuple((ref, version) for ref, version in given["gone"]),
    )
