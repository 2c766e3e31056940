"""Which answers a running score may count: items that stood still, in large batches, each once with the option it had then."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from server.exam.answers import AnswerEvent
from server.exam.paper import Paper
from server.exam.scoring import ItemKey


@dataclass(frozen=True, slots=True)
class SettlingRule:
    """The defaults are measured (docs/decisions/0005); smaller values give more of the key away."""

    share: float = 0.6  # of the paper's items make a batch: more than half, so there is one batch and no second
    settled: timedelta = timedelta(seconds=60)  # for so long an answer must have stood unchanged

    def batch(self, items: int) -> int:
        return max(1, math.ceil(min(self.share, 2.0) * items))


@dataclass(frozen=True, slots=True)
class Batch:
    closed_at: datetime
    counted: Mapping[str, str]  # item -> the option it had when it was counted; earlier batches included


@dataclass(frozen=True, slots=True)
class Running:
    batches: tuple[Batch, ...]
    next_at: datetime | None  # the next batch closes then if nothing is clicked any more


@dataclass(frozen=True, slots=True)
class _ChosenOption:
    since: datetime
    sequence: int
    option: str


def running(events: Iterable[AnswerEvent], size: int, rule: SettlingRule, now: datetime) -> Running:
    """The batches closed until now, from the log alone: asked again, after a restart too, it says the same.

    `events` are the sitting's, in the order they were taken in. What was counted is never looked at again, so no later
    change shows; what was changed within the rule's time is not counted yet.
    """
    tally = _Tally(size, rule.settled)
    for event in events:
        tally.close(event.server_at)
        tally.take(event)
    tally.close(now)
    waiting = tally.ordered()
    return Running(tuple(tally.batches), waiting[size - 1][1].since + rule.settled if len(waiting) >= size else None)


def points_of(counted: Mapping[str, str], paper: Paper, key: Mapping[str, ItemKey]) -> tuple[int, int]:
    """What the counted answers are worth, and the most they could have been."""
    items = [item for item in paper.items if item.id in counted]
    reached = sum(key[item.code][item.key_of(counted[item.id])] for item in items)
    return reached, sum(max(key[item.code].values()) for item in items)


class _Tally:
    """A walk along the events."""

    def __init__(self, size: int, settled: timedelta) -> None:
        self._size, self._settled = size, settled
        self._waiting: dict[str, _ChosenOption] = {}
        self._counted: dict[str, str] = {}
        self.batches: list[Batch] = []

    def take(self, event: AnswerEvent) -> None:
        if event.item in self._counted:
            return
        if event.option is None:
            self._waiting.pop(event.item, None)
            return
        before = self._waiting.get(event.item)
        if before is None or before.option != event.option:  # a mark of doubt is no change
            self._waiting[event.item] = _ChosenOption(event.server_at, event.sequence, event.option)

    def close(self, now: datetime) -> None:
        still = now - self._settled
        while sum(choice.since <= still for choice in self._waiting.values()) >= self._size:
            batch = self.ordered()[: self._size]
            for item, choice in batch:
                self._counted[item] = choice.option
                del self._waiting[item]
            closed_at = batch[-1][1].since + self._settled
            self.batches.append(Batch(closed_at, MappingProxyType(dict(self._counted))))

    def ordered(self) -> list[tuple[str, _ChosenOption]]:
        return sorted(self._waiting.items(), key=lambda entry: (entry[1].since, entry[1].sequence))
