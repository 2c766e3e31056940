"""Documents name what is there: words on screens, commands and their options, files."""

import re
import shlex
import tomllib

import click
import pytest
from flask import Flask

from server.app import create_app
from server.settings import Settings
from tests.house.tree import ROOT, catalogue, files, named

SUMMED_UP = ["docs/identity.md"] + [named(path) for path in files("docs/decisions/*.md")]
WIDEST = 120  # of a line of text in a document
DOCUMENTS = [named(path) for path in files("*.md")]


class NoFaces:
    """Commands are listed here; no face is looked at."""


@pytest.fixture
def program(tmp_path) -> Flask:
    return create_app(Settings(instance=tmp_path / "instance", keys=tmp_path / "keys"), faces=NoFaces())


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def as_pattern(text: str) -> str:
    """`{hour}` stands for anything."""
    return ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", text.strip()))


def test_every_document_is_looked_at():
    assert {"README.md", "docs/identity.md", "docs/decisions/0008-alignment.md", "question_bank/README.md"} <= set(DOCUMENTS)


def test_the_handbook_calls_things_as_the_screens_do():
    told = set(re.findall("“([^”]+)”", text_of("docs/exam-day.md"))) - {"…", "When something died"}
    assert len(told) > 30, "the search itself must find words"
    pages = [catalogue(name) for name in ("shared", "account", "exam", "camera", "desk", "monitor", "board", "errors")]
    shown = [re.compile(as_pattern(text)) for texts in pages for text in texts.values()]
    assert sorted(words for words in told if not any(pattern.fullmatch(words) for pattern in shown)) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_and_their_options_exist(document, program):
    for line in re.findall(r"(?:^|`)(flask [^`\n]+?)(?:`|$)", text_of(document), re.MULTILINE):
        check_command(program.cli, shlex.split(line.split("#")[0].split("…")[0])[1:], line)


def check_command(command: click.Command, words: list[str], line: str) -> None:
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    unknown = [word for word in words if word.startswith("--") and word != "--help" and word not in known]
    assert unknown == [], line


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document):
    folder = (ROOT / document).parent
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(document))
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_documents_name_are_there(document):
    named_files = re.findall(r"`((?:server|client|tests|setup|docs|migrations)/[\w./*-]+)`", text_of(document))
    assert [name for name in named_files if not any((*ROOT.glob(name), *ROOT.glob(f"{name}.py")))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_targets_of_make_exist(document):
    targets = set(re.findall(r"^([a-z%-]+):", text_of("Makefile"), re.MULTILINE))
    told = set(re.findall(r"\bmake ([a-z][a-z-]*)\b", re.sub(r"[^`]*(`[^`]*`)?", r"\1", text_of(document))))
    families = tuple(target.removesuffix("%") for target in targets if target.endswith("%"))
    assert sorted(target for target in told if target not in targets and not target.startswith(families)) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_line_of_text_fits_beside_another_window(document):
    """Tables, blocks of code, and what cannot be broken (an address, a link) may be wider."""
    text = re.sub(r"^( *)```.*?^\1```", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("|")]
    assert [line for line in lines if len(line) > WIDEST and " " in line.strip().lstrip("*- ")] == []


@pytest.mark.parametrize("document", SUMMED_UP)
def test_decisions_and_identity_begin_with_five_lines(document):
    title, summary, *_rest = text_of(document).split("\n\n")
    assert title.startswith("# ")
    assert len(title.splitlines()) == 1
    lines = summary.splitlines()
    assert 3 <= len(lines) <= 5
    assert [line for line in lines if not line.startswith("* ") or not line.endswith(".")] == []


def test_every_word_stands_once_with_its_columns():
    rows = [line.strip("|").split("|") for line in text_of("docs/words.md").splitlines() if line.startswith("| **")]
    words = [word for row in rows for word in re.findall(r"\*\*([^*]+)\*\*", row[0])]
    assert len(words) > 50, "the search itself must find words"
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert [row[0].strip() for row in rows if len(row) != 5] == [], "word, means, field, users read, not"


def test_words_users_read_are_on_the_screens():
    rows = [line.strip("|").split("|") for line in text_of("docs/words.md").splitlines() if line.startswith("| **")]
    quoted = {words for row in rows for words in re.findall("“([^”]+)”", row[3])}
    assert len(quoted) > 8, "the search itself must find words"
    shown = {text for name in ("shared", "account", "exam", "camera", "desk", "monitor") for text in catalogue(name).values()}
    assert sorted(quoted - shown) == []


def test_the_map_of_the_house_is_what_import_linter_holds():
    contracts = {one["id"]: one for one in tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]}
    drawn = re.findall(r"```\n(start.*?)\n\nwithin workflows:\n(.*?)\n```", text_of("docs/house.md"), re.DOTALL)[0]
    for text, contract in zip(drawn, ("direction", "workflows"), strict=True):
        floors = [set(re.findall(r"\w+", floor)) for floor in text.split("->")]
        assert floors == [set(re.findall(r"\w+", layer)) for layer in contracts[contract]["layers"]]


def test_every_decision_is_numbered_once():
    numbers = [path.name[:4] for path in files("docs/decisions/*.md")]
    assert len(numbers) == len(set(numbers)) > 3
    assert all(re.fullmatch(r"\d{4}-[a-z-]+\.md", path.name) for path in files("docs/decisions/*.md")), [
        named(path) for path in files("docs/decisions/*.md")
    ]


def test_the_repository_keeps_only_the_pictures_that_are_shown():
    kept = {path.name for path in (ROOT / "docs/screens").iterdir()}
    assert kept == set(re.findall(r"docs/screens/([a-z0-9-]+\.png)", (ROOT / "README.md").read_text(encoding="utf-8")))
