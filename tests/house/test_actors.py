"""Whatever changes something says who does it: no act without an actor."""

import ast
from collections.abc import Iterator

from server.workflows.proctor.acts import ACTS
from tests.house.tree import files, named, syntax

ROOMS = ("before", "desk", "seat", "exam", "proctor", "after", "staff")
ACTORS = {"Actor", "Officer", "Applicant", "Command", "System"}
CHANGES = ("audit", "announce", "keep", "add")  # `work.audit.note`, `work.announce`, `work.x.keep(…)`, `work.x.add…`
WORKFLOWS = "server/workflows"
READS = {
    "desk/face_check.py": {"known_embedding", "tries"},
    "exam/clock_jumps.py": {"anybody_works", "ahead_at_start"},
    "exam/face_checks.py": {"watched", "known_embeddings", "photo_beside_desk", "to_be_seen"},
    "proctor/pause.py": {"check_open"},
    "proctor/seat.py": {"is_free"},
    "seat/binding.py": {"require_bound", "require_paired"},
    "seat/login.py": {"is_seat_of"},
    "seat/pairing.py": {"code_hash"},
    "before/draw.py": {"load_draw_input", "pool_of", "seats_of"},
    "before/import_registrations.py": {"check"},
    "before/late_entries.py": {"load_slot"},
    "staff/accounts.py": {"named"},
    # `note_use` keeps when a log-in was last used: reading by its officer, which is no act.
    "staff/login.py": {"found", "ready", "todo_of", "note_use"},
}
# Who acts is found out by what they prove, a PIN or the code an officer made, and stands in the line all the same.
PROVEN = {"seat/login.py": {"log_in"}, "seat/pairing.py": {"pair"}}
# Parts of workflows that name their actor: nothing outside of that room calls them.
PARTS = {"exam/sitting.py": {"begin_block", "move_to_next"}}


def test_each_workflow_that_changes_something_names_its_actor() -> None:
    found = dict(_workflows())
    assert len(found) > 80, "the search itself must find workflows"
    allowed = _keys(READS) | _keys(PROVEN) | _keys(PARTS)
    assert {key for key, each in found.items() if not _names_actor(each)} == allowed


def test_each_asks_for_the_right_of_its_actor_or_hands_it_on() -> None:
    """`acts.act` does it for what it carries out."""
    carried_out = {_key(act.carry_out) for act in ACTS.values()}
    assert carried_out
    unasked = {key for key, each in _workflows() if _names_actor(each) and not _asks_or_hands_on(each)}
    assert unasked - carried_out == set()


def test_what_is_said_to_only_read_changes_nothing() -> None:
    assert {key: found for key, each in _workflows() if key in _keys(READS) and (found := set(_changes(each)))} == {}


def test_whoever_proves_who_they_are_stands_in_the_line() -> None:
    assert [key for key, each in _workflows() if key in _keys(PROVEN) and "audit" not in _changes(each)] == []


def test_parts_of_workflows_are_called_in_their_room_only() -> None:
    for file, names in PARTS.items():
        room = f"{WORKFLOWS}/{file.partition('/')[0]}/"
        others = [path for path in files("server/*.py") if not named(path).startswith(room)]
        assert len(others) > 100, "the search itself must find files"
        for path in others:
            text = path.read_text(encoding="utf-8")
            assert [name for name in names if f"{name}(" in text or f".{name}" in text] == [], named(path)


def _workflows() -> Iterator[tuple[tuple[str, str], ast.FunctionDef]]:
    for path, tree in syntax(WORKFLOWS):
        file = named(path).removeprefix(f"{WORKFLOWS}/")
        for node in tree.body if file.partition("/")[0] in ROOMS else ():
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_of_work(node):
                yield (file, node.name), node


def _keys(by_file: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {(file, name) for file, names in by_file.items() for name in names}


def _key(function: object) -> tuple[str, str]:
    module, name = getattr(function, "__module__", ""), getattr(function, "__name__", "")
    return f"{module.removeprefix('server.workflows.').replace('.', '/')}.py", name


def _is_of_work(node: ast.FunctionDef) -> bool:
    first = next(iter([*node.args.posonlyargs, *node.args.args]), None)
    return first is not None and first.annotation is not None and (first.arg, ast.unparse(first.annotation)) == ("work", "Work")


def _names_actor(node: ast.FunctionDef) -> bool:
    for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if argument.arg == "by" and argument.annotation is not None:
            return default is None and {part.strip() for part in ast.unparse(argument.annotation).split("|")} <= ACTORS
    return False


def _asks_or_hands_on(node: ast.FunctionDef) -> bool:
    """To write `by` into the log is neither."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and not ast.unparse(each.func).startswith("work.")]
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    return any(ast.unparse(value) in ("by", "by.grants") for value in given)


def _changes(node: ast.FunctionDef) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and (each.attr in CHANGES or each.attr.startswith("add_")):
            yield each.attr
