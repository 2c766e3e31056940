"""No Indonesian sentence stands in the server: what people read is in the catalogue, so that a language is one folder."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import named, syntax

# Words no sentence of some length does without.
MARKS = re.compile(
    r"\b(adalah|akan|atau|belum|bukan|dan|dari|dengan|harus|ini|itu|jangan|lalu|paling|pada|peserta|seharusnya|semua|setiap"
    r"|sudah|tanpa|tidak|untuk|yang)\b",
    re.IGNORECASE,
)
# What stands in files people write, in their language: names of columns, and "no" in a cell.
OF_FILES = {"server/registrations/cells.py", "server/registrations/read.py", "server/registrations/sheet.py"} | {
    "server/bank/surface.py"
}
DATA = {"other: peserta rekaan tanpa kamera"}  # the demo's officers write in Indonesian: it is what they "typed"


def is_allowed(path: str, text: str) -> bool:
    return text in DATA or (path in OF_FILES and len(text) < 20)


def sentences() -> Iterator[tuple[str, str]]:
    for path, tree in syntax("server"):
        passed_by = {id(part) for node in ast.walk(tree) for part in (*docstring(node), *help_of(node))}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_by:
                yield named(path), node.value


def docstring(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (first.value for first in node.body[:1] if isinstance(first, ast.Expr))


def help_of(node: ast.AST) -> Iterator[ast.AST]:
    """The help of commands stays beside its options: click reads it before any catalogue is (docs/house.md)."""
    if isinstance(node, ast.Call):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "help")


def test_no_indonesian_sentence_stands_in_the_server() -> None:
    found = [(path, text) for path, text in sentences() if MARKS.search(text)]
    assert {text for _, text in found} >= DATA, "the search itself must find sentences"
    assert [(path, text) for path, text in found if not is_allowed(path, text)] == []
