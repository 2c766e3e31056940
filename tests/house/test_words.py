"""Every text a person reads stands in the catalogue: whatever code asks for is there."""

import ast
import json
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from server.exam.rights import RIGHTS, Role
from tests.house.tree import catalogue, files, named, source, syntax

PAGES = {
    "account": "account",
    "camera": "camera",
    "desk": "desk",
    "exam": "exam",
    "home": "home",
    "livescore": "board",
    "monitor": "monitor",
}
REFUSALS_BY_NAME = {"shape": 0, "_refusal": 0, "refusal": 0, "PictureRefused": 0, "Refusal": 0, "BoardError": 1}
# Said to the server that feeds the board, or by workers to the edge that tells `faces_unavailable`; never to a person.
BETWEEN_PROGRAMS = re.compile(r"feed_\w+|face_check_(unavailable|too_slow)")
SENTENCES_BY_NAME = {"words", "refused", "echo_words", "fault", "coded"}
PLAIN_KEY = re.compile(r"""\bsay(?:\.error)?\(\s*["'](\w+)["']""")
MADE_KEY = re.compile(r"""\bsay\(\s*`([^`]+)`""")


def refusal_codes() -> Iterator[tuple[str, str]]:
    """Codes of refusal classes, and those a refusal is made with on the spot."""
    for path, tree in syntax("server"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield from ((named(path), code) for code in _class_codes(node))
            elif isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at = REFUSALS_BY_NAME.get(name)
                if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    yield named(path), node.args[at].value  # type: ignore[attr-defined]


def _class_codes(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        if not isinstance(value, ast.Constant | ast.Tuple):
            continue
        first = targets[0].elts[0] if isinstance(targets[0], ast.Tuple) else targets[0]
        if isinstance(first, ast.Name) and first.id == "code":
            yield ast.literal_eval(value.elts[0] if isinstance(value, ast.Tuple) else value)


def test_every_refusal_has_its_sentence():
    codes = set(refusal_codes())
    assert len(codes) > 60, "the search itself must find codes"
    errors = catalogue("errors")
    assert sorted((where, code) for where, code in codes if code not in errors and not BETWEEN_PROGRAMS.fullmatch(code)) == []


def test_a_sentence_is_given_all_that_it_names():
    """Else whoever should read it reads a traceback of `str.format`."""
    texts = {key: text for name in ("errors", "cli", "faults", "report") for key, text in catalogue(name).items()}
    made = list(_sentences_made(texts))
    assert len(made) > 100, "the search itself must find sentences"
    assert [(where, key, named - given) for where, key, named, given in made if not named <= given] == []


def _sentences_made(texts: dict[str, str]) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Where the key stands in the call, and the parameters beside it: what its sentence names, and what it is given."""
    for path, tree in syntax("server"):
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in SENTENCES_BY_NAME]
        for call in calls:
            keys = [one.value for one in call.args if isinstance(one, ast.Constant) and one.value in texts]
            given = {keyword.arg for keyword in call.keywords}
            for key in () if None in given else keys:  # what is handed on as a whole is not seen here
                yield named(path), key, {name for _, name, *_ in Formatter().parse(texts[key]) if name}, given


def test_catalogues_are_flat_and_filled():
    for path in files("client/words/*.json"):
        texts = json.loads(path.read_text(encoding="utf-8"))
        assert [key for key, text in texts.items() if not isinstance(text, str) or not text.strip()] == [], named(path)


def test_no_key_stands_twice_in_a_catalogue():
    def seen_once(pairs: list[tuple[str, str]]) -> dict[str, str]:
        keys = [key for key, _ in pairs]
        assert sorted({key for key in keys if keys.count(key) > 1}) == []
        return dict(pairs)

    for path in files("client/words/*.json"):
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=seen_once)


@pytest.mark.parametrize("page", PAGES)
def test_every_word_a_page_asks_for_is_there(page):
    texts = {**catalogue("errors"), **catalogue("shared"), **catalogue(PAGES[page])}
    own = source(f"client/pages/{page}/*.js")
    asked = set(PLAIN_KEY.findall(own))
    assert asked, "the search itself must find words"
    assert sorted(key for key in asked if key not in texts) == []
    for made in MADE_KEY.findall(own):
        pattern = re.compile(".+".join(re.escape(part) for part in re.split(r"\$\{[^}]*\}", made)))
        assert any(pattern.fullmatch(key) for key in texts), made


def test_every_role_may_do_something():
    assert {role for roles in RIGHTS.values() for role in roles} == set(Role)
