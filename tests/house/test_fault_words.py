"""A fault of a file is a code with parameters: each has its sentence in the catalogue, and each sentence its code."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

from tests.house.tree import catalogue, named, syntax

CODE = re.compile(r"(?:rules)\.[a-z_]+")
SAID_BY_TRANSLATOR = re.compile(r"[a-z]+\.at(_line)?")


def codes() -> Iterator[tuple[str, str]]:
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield named(path), node.value


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Where a fault is made with its code on the spot, and what it is told with."""
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or any(keyword.arg is None for keyword in node.keywords):
                continue
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str) and CODE.fullmatch(given.value):
                    yield f"{named(path)}:{node.lineno}", given.value, {str(keyword.arg) for keyword in node.keywords}


def asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_codes_and_sentences_of_faults_are_the_same():
    assert {code for _, code in codes()} == set(catalogue("faults"))


def test_every_fault_tells_what_its_sentence_asks_for():
    made, sentences = list(calls()), catalogue("faults")
    assert len(made) > 10, "the search itself must find faults"
    wrong = [
        (where, code) for where, code, told in made if not SAID_BY_TRANSLATOR.fullmatch(code) and asked(sentences[code]) != told
    ]
    assert wrong == []
