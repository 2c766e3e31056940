"""The items as one sitting sees them, and how the papers of a room are put together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.exam.arrangement import Sheet, Spot, arranged
from server.exam.blueprint import ExamBlueprint, Section
from server.exam.enemies import fielded, sides_of
from server.exam.errors import PlaceTakenTwice
from server.exam.pool import PoolItem, TopicShare, picked, picked_beside, shared_out
from server.exam.seeds import derived, shuffler, token

_TINY = 3  # a section this short leaves too little room to avoid two neighbours independently of each other


@dataclass(frozen=True, slots=True)
class PaperOption:
    id: str
    key: str  # in the bank


@dataclass(frozen=True, slots=True)
class PaperItem:
    id: str
    code: str  # in the bank
    section: str
    options: tuple[PaperOption, ...]

    def key_of(self, option: str) -> str:
        return next(own.key for own in self.options if own.id == option)


@dataclass(frozen=True, slots=True)
class Paper:
    items: tuple[PaperItem, ...]

    def item(self, id: str) -> PaperItem | None:
        return next((item for item in self.items if item.id == id), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sitting sits in its room; seats whose rows or columns follow each other are neighbours."""

    sitting: str
    row: int
    column: int

    @property
    def colour(self) -> int:
        return (self.row + self.column) % 2

    def touches(self, other: "Place") -> int:
        """1 beside, in front or behind, 2 across a corner, 0 farther away or the same place."""
        rows, columns = abs(self.row - other.row), abs(self.column - other.column)
        return rows + columns if max(rows, columns) == 1 else 0


def assemble_room(blueprint: ExamBlueprint, pool: Sequence[PoolItem], seats: Sequence[Place], seed: bytes) -> dict[str, Paper]:
    """The papers of one room by sitting; the same seed makes the same papers, in whatever order pool and seats come."""
    plans = [_SectionPlan.made(section, pool, seed) for section in blueprint.sections]
    items = {item.code: item for item in pool}
    sheets: dict[tuple[int, int], dict[str, Sheet]] = {}
    papers = {}
    for place in sorted(seats, key=lambda each: (each.row, each.column)):
        if (place.row, place.column) in sheets:
            raise PlaceTakenTwice(row=place.row, column=place.column)
        own = {plan.section.code: plan.sheet(place, sheets, seed) for plan in plans}
        sheets[place.row, place.column] = own
        papers[place.sitting] = _paper(list(own.values()), items, derived(seed, "paper", place.sitting))
    return papers


def assemble_one(
    blueprint: ExamBlueprint, pool: Sequence[PoolItem], seed: bytes, place: Place, papers: Mapping[Place, Paper]
) -> Paper:
    """The paper of a sitting added after the freeze, made for its place among the papers of the room."""
    rng = shuffler(seed, "later", place.sitting)
    beside = [paper for other, paper in papers.items() if place.touches(other) == 1]
    diagonal = [paper for other, paper in papers.items() if place.touches(other) == 2]
    used = Counter(item.code for paper in beside * (len(diagonal) + 1) + diagonal for item in paper.items)
    sheets = []
    for section in blueprint.sections:
        side = fielded(section, pool, lambda item: (used[item.code], rng.getrandbits(32)))
        chosen = picked_beside(section, side, used, rng)
        around = ([_sheet_of(paper, section.code) for paper in those] for those in (beside, diagonal))
        sheets.append(arranged(chosen, beside=next(around), diagonal=next(around), rng=rng, parity=place.colour))
    return _paper(sheets, {item.code: item for item in pool}, derived(seed, "paper", place.sitting))


@dataclass(frozen=True, slots=True)
class _SectionPlan:
    section: Section
    shares: tuple[TopicShare, ...]
    patterns: tuple[Sheet, ...]  # one a colour, where the section is tiny and so is its pool

    @classmethod
    def made(cls, section: Section, pool: Sequence[PoolItem], seed: bytes) -> "_SectionPlan":
        shares = shared_out(section, sides_of(section, pool, seed), seed)
        patterns: list[Sheet] = []
        if section.items <= _TINY and any(share.forced_overlap for share in shares):
            for colour in (0, 1):
                rng = shuffler(seed, "pattern", section.code, str(colour))
                chosen = picked(shares, colour, 0, rng)
                patterns.append(arranged(chosen, beside=patterns[:], diagonal=[], rng=rng, parity=colour))
        return cls(section, shares, tuple(patterns))

    def sheet(self, place: Place, sheets: Mapping[tuple[int, int], Mapping[str, Sheet]], seed: bytes) -> Sheet:
        if self.patterns:
            return self.patterns[place.colour]
        row, column = place.row, place.column
        rng = shuffler(seed, "sheet", self.section.code, place.sitting)
        beside, diagonal = (
            [sheets[at][self.section.code] for at in places if at in sheets]
            for places in (((row, column - 1), (row - 1, column)), ((row - 1, column - 1), (row - 1, column + 1)))
        )
        chosen = picked(self.shares, place.colour, row % 2, rng)
        return arranged(chosen, beside=beside, diagonal=diagonal, rng=rng, parity=place.colour)


def _sheet_of(paper: Paper, section: str) -> dict[str, Spot]:
    own = [item for item in paper.items if item.section == section]
    return {item.code: Spot(number, tuple(option.key for option in item.options)) for number, item in enumerate(own)}


def _paper(sheets: Sequence[Sheet], items: Mapping[str, PoolItem], secret: bytes) -> Paper:
    return Paper(
        tuple(
            PaperItem(
                token(secret, "item", code),
                code,
                items[code].section,
                tuple(PaperOption(token(secret, "option", code, key), key) for key in spot.options),
            )
            for sheet in sheets
            for code, spot in sorted(sheet.items(), key=lambda entry: entry[1].position)
        )
    )
