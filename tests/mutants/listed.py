"""The list of mutants, one file of it for each room of the house, and what would make the list rot."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `old` stands once in `file`; with `new` in its place one of `tests` fails, or `argued` says why none does."""

    means: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    argued: str = ""

    @property
    def named(self) -> str:
        return f"{self.file}: {self.means}"


def mutants(folder: Path = HERE) -> list[Mutant]:
    lists = [tomllib.loads(path.read_text(encoding="utf-8"))["mutant"] for path in sorted(folder.glob("*.toml"))]
    return [Mutant(**one | {"tests": tuple(one["tests"])}) for listed in lists for one in listed]


def faults(mutant: Mutant, root: Path = ROOT) -> Iterator[str]:
    """Why this mutant can be tried no more."""
    source = root / mutant.file
    stands = source.read_text(encoding="utf-8").count(mutant.old) if source.is_file() else 0
    if stands != 1:
        yield f"{mutant.named}: its old text stands {stands} times"
    if mutant.new == mutant.old:
        yield f"{mutant.named}: changes nothing"
    if not mutant.tests:
        yield f"{mutant.named}: names no test"
    for test in mutant.tests:
        path, _, function = test.partition("::")
        if not (root / path).is_file() or f"def {function}" not in (root / path).read_text(encoding="utf-8") + "def ":
            yield f"{mutant.named}: there is no test {test}"
