"""What one kind of exam consists of, as its rule-set file says: blocks, sections, points, thresholds, ties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    items: int
    points_scheme: tuple[int, ...]  # what the options of each item are worth, most first: 5 0 0 0 0, or 5 4 3 2 1
    topics: Mapping[str, int] | None  # how many items of each topic; None: spread like the pool

    @property
    def maximum(self) -> int:
        return self.items * max(self.points_scheme)

    def fits(self, points: Iterable[int]) -> bool:
        """Whether an item with these points on its options may stand in this section."""
        return tuple(sorted(points, reverse=True)) == self.points_scheme


@dataclass(frozen=True, slots=True)
class ExtraMinutes:
    """Minutes on top for this disability, for whoever applied on this kind of formation."""

    disability: str
    kind: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Block:
    code: str
    title: str
    minutes: int
    extra: tuple[ExtraMinutes, ...]
    sections: tuple[Section, ...]
    source: str = ""  # of minutes, items and points, where it is not the file's
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    what: str  # a section's code, "total", or a name the rule set gives to a sum of sections
    sections: tuple[str, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Threshold:
    kind: str
    position_group: str | None  # None: every group of this kind that has no line of its own
    requirements: tuple[Requirement, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ExamBlueprint:
    name: str
    title: str
    source: str
    confidence: str
    blocks: tuple[Block, ...]
    thresholds: tuple[Threshold, ...]
    tie_break: tuple[str, ...]

    @classmethod
    def from_json(cls, rules: Mapping[str, Any]) -> Self:
        """Of a rule set that was checked when its file was read (`server/rule_sets/check.py`); nothing is checked again."""
        return cls(
            name=rules["name"],
            title=rules["title"],
            source=rules["source"],
            confidence=rules["confidence"],
            blocks=tuple(map(_block, rules["blocks"])),
            thresholds=tuple(map(_threshold, rules["thresholds"])),
            tie_break=tuple(rules["tie_break"]),
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for block in self.blocks for section in block.sections)

    @property
    def maximum(self) -> int:
        return sum(section.maximum for section in self.sections)

    @property
    def items(self) -> int:
        return sum(section.items for section in self.sections)

    def block_of(self, section: str) -> Block:
        return next(block for block in self.blocks if any(own.code == section for own in block.sections))


def minutes_for(block: Block, kind: str, disability: str | None) -> timedelta:
    extra = (more.minutes for more in block.extra if (more.kind, more.disability) == (kind, disability))
    return timedelta(minutes=block.minutes + max(extra, default=0))


def _block(block: Mapping[str, Any]) -> Block:
    return Block(
        code=block["code"],
        title=block["title"],
        minutes=int(block["minutes"]),  # to JSON 100.0 is a whole number too
        extra=tuple(ExtraMinutes(one["disability"], one["kind"], int(one["minutes"])) for one in block["extra"]),
        sections=tuple(map(_section, block["sections"])),
        source=block.get("source", ""),
        confidence=block.get("confidence", ""),
    )


def _section(section: Mapping[str, Any]) -> Section:
    topics = section.get("topics")
    return Section(
        code=section["code"],
        title=section["title"],
        items=int(section["items"]),
        points_scheme=tuple(sorted(map(int, section["points"]), reverse=True)),
        topics=None if topics is None else {topic: int(count) for topic, count in topics.items()},
    )


def _threshold(threshold: Mapping[str, Any]) -> Threshold:
    return Threshold(
        kind=threshold["kind"],
        position_group=threshold.get("position_group"),
        requirements=tuple(
            Requirement(one["what"], tuple(one["sections"]), int(one["at_least"])) for one in threshold["requirements"]
        ),
        source=threshold["source"],
        confidence=threshold["confidence"],
    )
