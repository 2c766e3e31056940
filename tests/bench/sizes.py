"""`make bench-sizes`: how long files and functions are (docs/house.md), counted at 100 columns whatever the house allows.

A copy of the Python is formatted anew at 100 columns; a longer line of the pages counts as often as it would fill 100.
"""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from setup.packages import node
from tests.mutants.listed import ROOT

COLUMNS = 100
# First and last line of each function, nested ones too, one JSON list a file.
FUNCTIONS_OF_JS = """
const { parse } = require("espree"), fs = require("fs");
const spans = (node) => {
  if (node === null || typeof node !== "object") return [];
  const own = /Function/.test(node.type ?? "") ? [[node.loc.start.line, node.loc.end.line]] : [];
  return [...own, ...Object.values(node).flatMap(spans)];
};
const asked = { ecmaVersion: "latest", sourceType: "module", loc: true };
console.log(JSON.stringify(process.argv.slice(1).map((name) => spans(parse(fs.readFileSync(name, "utf8"), asked)))));
"""


def main() -> int:
    for folder in ("server", "tests"):
        report(f"{folder}, Python", *of_python(folder))
    report("client, JavaScript", *of_javascript(client_files()))
    return 0


def of_python(folder: str) -> tuple[list[int], list[int]]:
    with TemporaryDirectory() as place:
        copy = Path(place) / folder
        for path in (ROOT / folder).rglob("*.py"):
            target = copy / path.relative_to(ROOT / folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--quiet", f"--line-length={COLUMNS}", str(copy)]
        subprocess.run(ruff, check=True)
        texts = [path.read_text(encoding="utf-8") for path in copy.rglob("*.py")]
    texts = [text for text in texts if text.count("\n") > 1]  # a bare __init__ is none
    return [text.count("\n") for text in texts], [size for text in texts for size in _functions(ast.parse(text))]


def of_javascript(files: Sequence[Path]) -> tuple[list[int], list[int]]:
    command = [node(), "-e", FUNCTIONS_OF_JS, *map(str, files)]
    found = json.loads(subprocess.run(command, cwd=ROOT / "client", capture_output=True, text=True, check=True).stdout)
    sizes, functions = [], []
    for path, spans in zip(files, found, strict=True):
        lines = [max(1, ceil(len(line) / COLUMNS)) for line in path.read_text(encoding="utf-8").splitlines()]
        sizes.append(sum(lines))
        functions += [sum(lines[first - 1 : last]) for first, last in spans]
    return sizes, functions


def client_files() -> list[Path]:
    return sorted(path for part in ("pages", "shared") for path in (ROOT / "client" / part).rglob("*.js"))


def _functions(tree: ast.AST) -> Iterator[int]:
    for one in ast.walk(tree):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.end_lineno is not None:
            yield one.end_lineno - one.lineno + 1


def report(what: str, files: Iterable[int], functions: Iterable[int]) -> None:
    for kind, sizes in (("files", sorted(files)), ("functions", sorted(functions))):
        median, most = sizes[len(sizes) // 2], sizes[ceil(0.9 * len(sizes)) - 1]
        print(f"{what}: {len(sizes)} {kind}, {sum(sizes)} lines, median={median} p90={most} max={sizes[-1]}")


if __name__ == "__main__":
    sys.exit(main())
