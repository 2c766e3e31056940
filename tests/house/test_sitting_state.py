"""What of a sitting changes together is written in one place: `Sittings.keep`. Whoever moves a sitting makes a new state."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from server.exam.sitting_state import SittingState
from server.storage.tables import SittingRow

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = {field.name for field in fields(SittingState)}
OTHERS = {"self", "slot"}  # a slot has a status of its own
NEW = {"status"}  # all that a new row is given


def sources() -> list[Path]:
    return sorted((ROOT / "server").rglob("*.py"))


def written(tree: ast.AST) -> Iterator[str]:
    """Where one of the columns is written: by assignment, by name, in a row made anew, by a query."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in COLUMNS:
            if ast.unparse(node.value) not in OTHERS:
                yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            yield from in_call(node, ast.unparse(node.func))


def in_call(node: ast.Call, called: str) -> Iterator[str]:
    given = {word.arg for word in node.keywords} & COLUMNS
    is_row, is_query = called == "SittingRow", called.endswith(".values") and "update(SittingRow)" in called
    if called == "setattr" or (is_row and given - NEW) or (is_query and given):
        yield ast.unparse(node)


def test_only_the_repository_of_sittings_writes_their_state():
    found = {path.relative_to(ROOT).as_posix(): list(written(ast.parse(path.read_text()))) for path in sources()}

    assert found.pop("server/storage/sittings.py") == ["setattr(row, field.name, getattr(state, field.name))"]
    assert {path: places for path, places in found.items() if places} == {}


def test_the_search_finds_each_way_to_write():
    for source in (
        "sitting.status = Status.PAUSED",
        "row.cause, row.paused_at = None, None",
        "one.sitting.ended_at = now",
        "sitting.pause_limit -= second",
        "setattr(sitting, name, None)",
        "SittingRow(status=status, ended_at=now)",
        "update(SittingRow).where(mine).values(status='paused')",
    ):
        assert list(written(ast.parse(source))), source
    for source in ("slot.status = SlotStatus.OPEN", "self.status = 404", "sitting.seat_id = seat.id", "SittingRow(status=new)"):
        assert not list(written(ast.parse(source))), source


def test_every_field_of_the_state_is_a_column():
    assert set(SittingRow.__table__.columns.keys()) >= COLUMNS
