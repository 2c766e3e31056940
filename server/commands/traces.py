"""Traces and numbers of a selection as people read them, and as JSON."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import click

from server.catalogue import words
from server.exam.selection.trace import TraceLine


def sentence(line: TraceLine) -> str:
    return words(f"trace_{line.step}", **{name: as_text(number) for name, number in line.numbers.items()})


def as_text(number: object) -> str:
    """Indonesians write a decimal comma."""
    return format(number, "f").replace(".", ",") if isinstance(number, Decimal) else str(number)


def as_json(line: TraceLine) -> dict[str, Any]:
    return {
        "rule": str(line.step),
        "text": sentence(line),
        "numbers": dict(line.numbers),
        "source": line.source,
        "confidence": line.confidence,
    }


def echo_json(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_number))


def echo_trace(lines: Iterable[TraceLine]) -> None:
    for line in lines:
        known = words(f"confidence_{line.confidence}")
        click.echo(words("trace_line", text=sentence(line), source=line.source, confidence=line.confidence, known=known))


def _number(value: object) -> float:
    """Rounded before, so that JSON's number says exactly the digits that are shown."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
