"""What an attacker reads: answers go through the product's own rules for running scores and through its projection."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from server.exam.answers import AnswerEvent
from server.exam.paper import Paper, PaperItem, PaperOption
from server.exam.running import running
from server.livescore.projection import BoardPolicy, ScoreRow, State, step, unseen
from server.livescore.ranges import width_of
from server.storage.papers import MarkedPaper
from server.workflows.views.running_ranges import RangeRule, range_shown
from tests.bench.oracle_keys import ITEMS, OPTIONS, POINTS, SECTION_OF, Choices, Numbers
from tests.unit.exam.samples import SKD, TEN
from tests.unit.livescore.rows import score_row

PAPER = Paper(
    tuple(
        PaperItem(f"i{item}", f"c{item}", SKD.sections[section].code, tuple(PaperOption(f"o{n}", str(n)) for n in range(OPTIONS)))
        for item, section in enumerate(SECTION_OF)
    )
)
READ_EVERY = timedelta(seconds=90)  # longer than an answer must stand, and than a window of the board


@dataclass(frozen=True)
class Reading:
    """What the public row told: the points of the counted answers lie in [low, high)."""

    answers: Choices  # option by item; -1: not counted
    low: int
    high: int


@dataclass
class Sitter:
    """One sitting, its answers and whatever its public row has shown."""

    points: Numbers  # item, option
    rule: RangeRule
    draw: bytes
    now: datetime = TEN
    events: list[AnswerEvent] = field(default_factory=list)
    chosen: Choices = field(default_factory=lambda: np.full(ITEMS, -1))
    readings: list[Reading] = field(default_factory=list)
    counted: dict[int, int] = field(default_factory=dict)
    handed_in: bool = False

    def __post_init__(self) -> None:
        key = {f"c{item}": {str(n): int(worth) for n, worth in enumerate(row)} for item, row in enumerate(self.points)}
        self._marked = MarkedPaper(SKD, PAPER, key)
        self._published = unseen(self.now, 0.0, BoardPolicy())
        self._seen: tuple[int | None, ...] = ()

    def answer(self, items: Sequence[int], options: Sequence[int]) -> None:
        """In this order; an item answered twice is changed."""
        for item, option in zip(items, options, strict=True):
            if self.chosen[item] != option:
                number = len(self.events) + 1
                self.events.append(AnswerEvent(number, f"i{item}", f"o{option}", number, self.now, self.now, False, False))
                self.chosen[item] = option

    def wait(self, neighbours: Sequence[ScoreRow] = (), until: timedelta = READ_EVERY) -> None:
        """Until everything has settled and the board has shown it."""
        self.now += until
        self._published, _ = step(self._published, [self.row(), *neighbours], self.now, BoardPolicy())
        self._note()

    def row(self) -> ScoreRow:
        size = self.rule.settling.batch(ITEMS)
        found = running(self.events, size, self.rule.settling, self.now)
        if found.batches:
            self.counted = {int(item[1:]): int(option[1:]) for item, option in found.batches[-1].counted.items()}
        shown = range_shown(found, self._marked, self.rule, lambda batch: self.draw + bytes([batch]))
        answered = self.chosen >= 0
        reached = np.where(answered, self.points[np.arange(ITEMS), self.chosen], 0)
        twk, tiu, tkp = (int(reached[section == SECTION_OF].sum()) for section in range(len(SKD.sections)))
        state: State = "finished" if self.handed_in else "working"
        return replace(score_row(1, (twk, tiu, tkp), state), answered=int(answered.sum()), range=shown)

    def _note(self) -> None:
        """Everything the row tells about points becomes a reading; exact scores would too, should they ever come back."""
        row = self._published.rows[f"row{1:05d}"]
        seen = (row.low, row.high, row.counted, *(score for _, score in row.sections))
        if seen == self._seen:
            return
        self._seen = seen
        if row.low is not None and row.high is not None:
            answers = np.full(ITEMS, -1)
            answers[list(self.counted)] = list(self.counted.values())
            self.readings.append(_unclipped(answers, row.low, row.high, self.rule))
        for section, (_, score) in enumerate(row.sections):
            if score is not None:
                own = np.where(section == SECTION_OF, self.chosen, -1)
                self.readings.append(Reading(own, score, score + 1))


def _unclipped(answers: Choices, low: int, high: int, rule: RangeRule) -> Reading:
    """A range that was cut off at an end of what is possible is still known to be as wide as the others."""
    width = width_of(rule.width, int(POINTS[:, 0].sum()))
    if high - low >= width:
        return Reading(answers, low, high)
    most = int(POINTS[answers >= 0, 0].sum())
    return Reading(answers, high - width, high) if high < most else Reading(answers, low, low + width)
