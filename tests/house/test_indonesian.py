"""One term for one idea in Indonesian: what docs/words.md forbids stands in no catalogue and not in the handbook."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, catalogue, files

NAMES = [path.stem for path in files("client/words/id/*.json")]
NAMES_OF_PROGRAMS = re.compile(r"--[a-z-]+|`[^`]*`|\{[^}]*\}")  # `--slot` and {slot} are names, not words of a sentence
ABOVE_THE_CHIEF = "Koordinator Tim Pelaksana CAT"


def forbidden() -> list[str]:
    table = (ROOT / "docs/words.md").read_text(encoding="utf-8").partition("## One term each in Indonesian")[2]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if len(row) != 3] == []
    return sorted({word for row in rows for word in re.findall("`([^`]+)`", row[2])})


def test_the_table_is_read() -> None:
    assert {"insiden", "ruangan", "slot"} <= set(forbidden())


def faults(text: str) -> Iterator[str]:
    said = NAMES_OF_PROGRAMS.sub("", text).replace(ABOVE_THE_CHIEF, "")
    yield from (word for word in forbidden() if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said, re.IGNORECASE))


@pytest.mark.parametrize("name", NAMES)
def test_a_catalogue_says_one_term_for_one_idea(name: str) -> None:
    assert {key: words for key, text in catalogue(name).items() if (words := list(faults(text)))} == {}


def test_the_handbook_says_one_term_for_one_idea() -> None:
    lines = (ROOT / "docs/exam-day.md").read_text(encoding="utf-8").splitlines()
    assert {number: words for number, line in enumerate(lines, 1) if (words := list(faults(line)))} == {}


@pytest.mark.parametrize("name", NAMES)
def test_only_an_exam_that_was_ended_is_called_dihentikan(name: str) -> None:
    """A suspended room is `ditangguhkan`: the same word for both frightens whoever only has to wait."""
    texts = catalogue(name).items()
    assert [key for key, text in texts if re.search(r"\b(di)?hentikan", text, re.IGNORECASE) and "terminate" not in key] == []
