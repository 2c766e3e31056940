"""A score as somebody with the bank in hand would count it: from the texts on the screen, without a line of the server's code."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BANK = Path(__file__).resolve().parents[2] / "question_bank" / "sample"
SECTIONS = ("TWK", "TIU", "TKP")
Shown = tuple[str, str]  # what one sees of a text and its drawing


@dataclass(frozen=True)
class Question:
    """As it stands on the screen."""

    number: int
    shown: Shown
    options: tuple[Shown, ...]

    @property
    def face(self) -> tuple[Shown, frozenset[Shown]]:
        return self.shown, frozenset(self.options)


def section_and_points(question: Question) -> tuple[str, list[int]]:
    """The section the question belongs to, and what each option is worth in the order shown."""
    section, worth = bank()[question.face]
    return section, [worth[option] for option in question.options]


def plan(seed: int, blanks: int = 0) -> list[int | None]:
    """Which option to press at each of 110 questions; None leaves it blank."""
    chance = random.Random(seed)
    choices: list[int | None] = [chance.randrange(5) for _ in range(110)]
    for at in chance.sample(range(110), blanks):
        choices[at] = None
    return choices


def score(questions: Sequence[Question], choices: Sequence[int | None]) -> dict[str, int]:
    counted = dict.fromkeys(SECTIONS, 0)
    for question, choice in zip(questions, choices, strict=True):
        section, points = section_and_points(question)
        counted[section] += 0 if choice is None else points[choice]
    return counted


@cache
def bank() -> Mapping[tuple[Shown, frozenset[Shown]], tuple[str, dict[Shown, int]]]:
    known = {}
    for section in SECTIONS:
        for item in json.loads((BANK / f"{section.lower()}.json").read_text(encoding="utf-8"))["items"]:
            worth = {_shown(option): option["points"] for option in item["options"]}
            known[_shown(item), frozenset(worth)] = (section, worth)
    return known


def _shown(entry: Mapping[str, str | None]) -> Shown:
    drawing = (BANK / entry["figure"]).read_text(encoding="utf-8") if entry["figure"] else ""
    return seen(entry["text"] or "", drawing)


def seen(text: str, drawing: str) -> Shown:
    return " ".join(text.split()), "".join(drawing.split())
