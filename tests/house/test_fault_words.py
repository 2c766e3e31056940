"""A fault of a file is a code with parameters: each has its sentence in the catalogue, and each sentence its code."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

from tests.house.tree import catalogue, named, syntax

CODE = re.compile(r"(?:items|people|pairs|rules|scores)\.[a-z_]+")
PLACES = {"items.at_line", "people.at_line", "pairs.at_line", "scores.at_line"}  # asked for by family: server/commands/cli.py
MAKES_FAULTS = {"fault", "refused", "told", "CellRefused", "RuleSetFault"}


def codes() -> Iterator[tuple[str, str]]:
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield named(path), node.value


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Where a fault is made with its code on the spot, and what it is told with."""
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in MAKES_FAULTS:
                continue
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str) and CODE.fullmatch(given.value):
                    yield f"{named(path)}:{node.lineno}", given.value, {str(keyword.arg) for keyword in node.keywords}


def asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_codes_and_sentences_of_faults_are_the_same():
    assert {code for _, code in codes()} | PLACES == set(catalogue("faults"))


def test_every_fault_tells_what_its_sentence_asks_for():
    made, sentences = list(calls()), catalogue("faults")
    assert len(made) > 60, "the search itself must find faults"
    assert [(where, code) for where, code, told in made if asked(sentences[code]) != told] == []
