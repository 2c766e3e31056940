"""Whatever changes something says who does it: no act without an actor."""

import ast
from collections.abc import Iterator

from tests.house.tree import named, syntax

ROOMS = ("before", "after", "staff")
ACTORS = {"Actor", "Officer", "Applicant", "Command", "System"}
CHANGES = ("audit", "announce", "keep", "add")  # `work.audit.note`, `work.announce`, `work.x.keep(…)`, `work.x.add…`
# By file: what only reads.
READS = {
    "server/workflows/before/draw.py": {"load_draw_input", "pool_of", "seats_of"},
    "server/workflows/before/import_registrations.py": {"check"},
    "server/workflows/before/late_entries.py": {"load_slot"},
    "server/workflows/staff/accounts.py": {"named"},
    "server/workflows/staff/login.py": {
        "found",
        "ready",
        "todo_of",
        "note_use",  # only when a log-in was last used: reading by its officer, which is no act
    },
}


def test_each_workflow_that_changes_something_names_its_actor() -> None:
    found = list(_workflows())
    assert len(found) > 30, "the search itself must find workflows"
    unnamed = [(path, each.name) for path, each in found if each.name not in READS.get(path, ()) and not _names_actor(each)]
    assert unnamed == []


def test_each_asks_for_the_right_of_its_actor_or_hands_it_on() -> None:
    asked = [(path, each.name) for path, each in _workflows() if _names_actor(each) and not _asks_or_hands_on(each)]
    assert asked == []


def test_what_is_said_to_only_read_is_there_and_changes_nothing() -> None:
    reads = {(path, name) for path, names in READS.items() for name in names}
    there = {(path, each.name): each for path, each in _workflows()}
    assert reads - set(there) == set()
    assert [key for key in reads if _names_actor(there[key]) or set(_changes(there[key]))] == []


def _workflows() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path, tree in syntax("server/workflows"):
        if named(path).split("/")[2] in ROOMS:
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_of_work(node):
                    yield named(path), node


def _is_of_work(node: ast.FunctionDef) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args]
    first = arguments[0] if arguments else None
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
    return any(isinstance(value, ast.Name) and value.id == "by" for value in given)


def _changes(node: ast.FunctionDef) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and (each.attr in CHANGES or each.attr.startswith("add_")):
            yield each.attr
