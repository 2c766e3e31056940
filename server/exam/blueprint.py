"""What one kind of exam consists of, as its rule-set file says: blocks, sections, points, thresholds, ties."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self, TypeVar

from server.exam.errors import UnreadableRuleSet
from server.exam.reading import Record

TOTAL = "total"
_Name = TypeVar("_Name")


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
    def from_json(cls, data: object) -> Self:
        faults: list[str] = []
        record = Record(data, "", faults)
        if record.number("format", at_least=1) != 1:
            record.fault("format", "harus 1")
        blocks = tuple(_block(row) for row in record.records("blocks"))
        codes = [section.code for block in blocks for section in block.sections]
        blueprint = cls(
            name=record.text("name"),
            title=record.text("title"),
            source=record.text("source"),
            confidence=record.text("confidence"),
            blocks=blocks,
            thresholds=tuple(_threshold(row, codes) for row in record.records("thresholds")),
            tie_break=record.texts("tie_break"),
        )
        record.optional_text("note")
        record.refuse_unknown()
        _check_whole(blueprint, record, codes)
        if faults:
            raise UnreadableRuleSet(faults)
        return blueprint

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


def _block(record: Record) -> Block:
    block = Block(
        code=record.text("code"),
        title=record.text("title"),
        minutes=record.number("minutes", at_least=1),
        extra=tuple(_extra(row) for row in record.records("extra")),
        sections=tuple(_section(row) for row in record.records("sections")),
    )
    if not block.sections:
        record.fault("sections", "harus berisi paling sedikit satu bagian")
    record.refuse_unknown()
    return block


def _extra(record: Record) -> ExtraMinutes:
    extra = ExtraMinutes(record.text("disability"), record.text("kind"), record.number("minutes", at_least=1))
    record.refuse_unknown()
    return extra


def _section(record: Record) -> Section:
    section = Section(
        code=record.text("code"),
        title=record.text("title"),
        items=record.number("items", at_least=1),
        points_scheme=tuple(sorted(record.numbers("points"), reverse=True)) or (0,),
        topics=record.counts("topics"),
    )
    if len(section.points_scheme) < 2 or max(section.points_scheme) == 0:
        record.fault("points", "harus nilai untuk paling sedikit dua pilihan, salah satunya di atas 0")
    if section.topics is not None and sum(section.topics.values()) != section.items:
        record.fault("topics", f"berjumlah {sum(section.topics.values())}, padahal items {section.items}")
    record.refuse_unknown()
    return section


def _threshold(record: Record, codes: Sequence[str]) -> Threshold:
    threshold = Threshold(
        kind=record.text("kind"),
        position_group=record.optional_text("position_group"),
        requirements=tuple(_requirement(row, codes) for row in record.records("requirements")),
        source=record.text("source"),
        confidence=record.text("confidence"),
    )
    if not threshold.requirements:
        record.fault("requirements", "harus berisi paling sedikit satu syarat")
    record.refuse_unknown()
    return threshold


def _requirement(record: Record, codes: Sequence[str]) -> Requirement:
    sections = record.texts("sections")
    if not sections:
        record.fault("sections", "harus menyebut paling sedikit satu bagian")
    for code in sections:
        if code not in codes:
            record.fault("sections", f"bagian {code} tidak ada dalam ujian ini")
    requirement = Requirement(record.text("what"), sections, record.number("at_least", at_least=0))
    record.refuse_unknown()
    return requirement


def _check_whole(blueprint: ExamBlueprint, record: Record, codes: Sequence[str]) -> None:
    if not blueprint.blocks:
        record.fault("blocks", "harus berisi paling sedikit satu blok")
    for noun, names in (("blok", [block.code for block in blueprint.blocks]), ("bagian", codes)):
        for code in _repeated(names):
            record.fault("blocks", f"{noun} {code} disebut lebih dari sekali")
    if TOTAL in codes:
        record.fault("blocks", f"kode bagian {TOTAL} sudah dipakai untuk jumlah semua bagian")
    for kind, group in _repeated([(line.kind, line.position_group) for line in blueprint.thresholds]):
        record.fault("thresholds", f"ambang untuk {kind} / {group or 'semua kelompok'} disebut lebih dari sekali")
    _check_ties(blueprint, record, codes)


def _check_ties(blueprint: ExamBlueprint, record: Record, codes: Sequence[str]) -> None:
    if blueprint.tie_break and blueprint.tie_break[0] != TOTAL:
        record.fault("tie_break", f"harus dimulai dengan {TOTAL}: peringkat menurut jumlah dahulu")
    for what in blueprint.tie_break:
        if what != TOTAL and what not in codes:
            record.fault("tie_break", f"{what} bukan bagian ujian ini")


def _repeated(names: Iterable[_Name]) -> list[_Name]:
    return [name for name, count in Counter(names).items() if count > 1]
