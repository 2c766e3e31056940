"""What the answers of a paper are worth: the one computation behind the applicant's screen, the board and the result."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.exam.blueprint import ExamBlueprint
from server.exam.paper import Paper

ItemKey = Mapping[str, int]  # key of an option in the bank -> its points


@dataclass(frozen=True, slots=True)
class SectionScore:
    code: str
    score: int
    answered: int
    items: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Scores:
    sections: tuple[SectionScore, ...]

    @property
    def total(self) -> int:
        return sum(section.score for section in self.sections)

    @property
    def maximum(self) -> int:
        return sum(section.maximum for section in self.sections)

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    def of(self, section: str) -> int:
        return next(own.score for own in self.sections if own.code == section)


def stored_scores(blueprint: ExamBlueprint, stored: Mapping[str, tuple[int, int]]) -> Scores:
    """From what was stored by section: points, and items answered; a section without a row has neither."""
    return Scores(
        tuple(
            SectionScore(section.code, *stored.get(section.code, (0, 0)), section.items, section.maximum)
            for section in blueprint.sections
        )
    )


def score(blueprint: ExamBlueprint, paper: Paper, key: Mapping[str, ItemKey], answers: Mapping[str, str]) -> Scores:
    """`key` is by the items' codes in the bank, `answers` by their ids in the paper; whoever left an item blank gets 0 for it."""
    points = dict.fromkeys((section.code for section in blueprint.sections), 0)
    answered = dict.fromkeys(points, 0)
    for item in paper.items:
        if item.id in answers:
            points[item.section] += key[item.code][item.key_of(answers[item.id])]
            answered[item.section] += 1
    return stored_scores(blueprint, {code: (points[code], answered[code]) for code in points})
