"""docs/operations.md lists the settings there are, with the values they have."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from server.settings import ROOT as PROGRAM
from server.settings import Settings
from tests.house.tree import ROOT

ROW = re.compile(r"^\| `(LUGAS_\w+)` \| (?:`([^`]*)`)? ?\|", re.MULTILINE)


def in_environment(value: object) -> str:
    """As an operator would write it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, timedelta):
        return str(value.total_seconds()).removesuffix(".0")
    return value.relative_to(PROGRAM).as_posix() if isinstance(value, Path) else str(value)


def test_the_table_is_what_the_server_reads():
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    defaults = Settings()
    assert {name: value or "" for name, value in ROW.findall(text)} == {
        f"LUGAS_{field.name.upper()}": in_environment(getattr(defaults, field.name)) for field in fields(Settings)
    }


def test_an_operators_words_are_read_back():
    defaults = Settings()
    told = {f"LUGAS_{field.name.upper()}": in_environment(getattr(defaults, field.name)) for field in fields(Settings)}
    told |= {"LUGAS_INSTANCE": str(defaults.instance), "LUGAS_KEYS": str(defaults.keys), "LUGAS_MODELS": str(defaults.models)}
    assert Settings.from_environment(told) == defaults
