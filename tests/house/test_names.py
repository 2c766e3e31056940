"""What names mean: a class name stands once in the program."""

import ast
from collections import defaultdict

from tests.house.tree import named, syntax


def test_a_class_name_means_one_thing() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name.strip("_")].append(f"{named(path)}:{node.lineno}")

    assert len(places) > 300, "the search itself must find classes"
    assert {name: at for name, at in places.items() if len(at) > 1} == {}
