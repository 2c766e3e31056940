"""What names mean: a class name stands once in the program, and a function says what it does in the field's terms."""

import ast
from collections import defaultdict

from tests.house.tree import named, syntax

# Alone, none of them says what the function does, or to what.
SAYS_NOTHING = {"look", "told", "tell", "seen", "say", "heard", "kept", "asked", "given"}


def test_a_class_name_means_one_thing() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name.strip("_")].append(f"{named(path)}:{node.lineno}")

    assert len(places) > 300, "the search itself must find classes"
    assert {name: at for name, at in places.items() if len(at) > 1} == {}


def test_a_function_says_what_it_does() -> None:
    functions = [
        (named(path), node.lineno, node.name)
        for path, tree in syntax("server")
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]

    assert len(functions) > 1500, "the search itself must find functions"
    assert [f"{path}:{line} {name}" for path, line, name in functions if name.strip("_") in SAYS_NOTHING] == []
