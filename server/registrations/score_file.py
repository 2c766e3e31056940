"""A file of scores to be ranked: whole and sound, or every fault of it by its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from server.exam.blueprint import ExamBlueprint
from server.exam.passing import Formation
from server.exam.possible_scores import score_faults
from server.exam.selection.ranking import Contender
from server.file_faults import FileFault, fault
from server.registrations import cells
from server.registrations.csv_rows import rows_of_csv
from server.registrations.faults import UnreadableRegistrations, UnreadableScores
from server.registrations.sizes import MOST_FAULTS

NUMBER, FORMATION, IPK, BIRTH_DATE, SKB = "number", "formation", "ipk", "birth_date", "skb"
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
DECIMAL = re.compile(r"[0-9]{1,7}([.,][0-9]{1,9})?")
_BECAME_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+")
_LONGEST_NUMBER = 40
_BEST_MARK = 100  # of a diploma, where there is no IPK


@dataclass(frozen=True, slots=True)
class WantedScores:
    blueprint: ExamBlueprint
    kinds: Mapping[str, str]
    usual: Formation  # of rows that name none
    scale: int  # on which SKB scores stand
    is_final: bool  # the stage that asks for SKB, IPK and birth date


def read_scores(path: Path, wanted: WantedScores) -> list[Contender]:
    reading = _ScoreReading(path.name, wanted)
    try:
        for line, values in rows_of_csv(path):
            if any(value.strip() for value in values):
                reading.take(line, values)
    except OSError as error:
        reading.note(0, "people.unreadable", why=str(error.strerror))
    except UnreadableRegistrations as unreadable:
        reading.faults += unreadable.faults
    if not reading.faults and not reading.contenders:
        reading.note(0, "people.no_rows")
    if reading.faults:
        raise UnreadableScores(reading.faults[:MOST_FAULTS])
    return reading.contenders


@dataclass(slots=True)
class _ScoreReading:
    file: str
    wanted: WantedScores
    columns: list[str] | None = None
    faults: list[FileFault] = field(default_factory=list)
    contenders: list[Contender] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # of each number

    def note(self, line: int, code: str, **parameters: str | int) -> None:
        self.faults.append(fault(self.file, line, code, **parameters))

    def take(self, line: int, values: list[str]) -> None:
        if self.columns is None:
            self.columns = self._titles(line, [value.strip() for value in values])
        elif self.columns:  # of rows below titles nobody understands nothing can be said
            self._row(line, [value.strip() for value in values])

    def _titles(self, line: int, titles: list[str]) -> list[str]:
        while titles and not titles[-1]:
            titles.pop()
        needed = [NUMBER, *(section.code for section in self.wanted.blueprint.sections)]
        needed += [SKB] if self.wanted.is_final else []
        known = list(dict.fromkeys([*needed, FORMATION, IPK, BIRTH_DATE, SKB]))
        spelt = {name.casefold(): name for name in known}
        names = [spelt.get(title.casefold(), title) for title in titles]
        before = len(self.faults)
        for name in dict.fromkeys(names):
            if name not in known:
                self.note(line, "people.column_unknown", column=name, known=", ".join(known))
            elif names.count(name) > 1:
                self.note(line, "people.column_twice", column=name)
        for name in needed:
            if name not in names:
                self.note(line, "people.column_missing", column=name)
        return names if len(self.faults) == before else []

    def _row(self, line: int, values: list[str]) -> None:
        columns, before = self.columns or [], len(self.faults)
        if any(values[len(columns) :]):
            self.note(line, "people.more_than_titles", columns=len(values), titles=len(columns))
        row = dict.fromkeys(columns, "") | dict(zip(columns, values, strict=False))
        for column, value in row.items():
            if is_formula(value):
                self.note(line, "scores.formula", column=column, found=value)
        if len(self.faults) > before:
            return
        number, points = self._number(line, row[NUMBER]), self._points(line, row)
        formation = self._formation(line, row.get(FORMATION, ""))
        skb = self._decimal(line, SKB, row, self.wanted.scale, may_be_empty=True)
        ipk = self._decimal(line, IPK, row, _BEST_MARK, may_be_empty=not self.wanted.is_final)
        born = self._birth_date(line, row)
        if len(self.faults) == before:
            exact = None if skb is None else Fraction(skb)
            self.contenders.append(Contender(number, formation, points, exact, ipk, born))

    def _number(self, line: int, found: str) -> str:
        found = found.removeprefix("'")
        if not found:
            self.note(line, "people.empty", column=NUMBER)
        elif _BECAME_NUMBER.fullmatch(found):
            self.note(line, "people.became_number", column=NUMBER)
        elif len(found) > _LONGEST_NUMBER or not found.isprintable():
            self.note(line, "scores.number_shape", most=_LONGEST_NUMBER)
        elif found in self.lines:
            self.note(line, "people.number_twice", number=found, first=self.lines[found])
        self.lines.setdefault(found, line)
        return found

    def _points(self, line: int, row: Mapping[str, str]) -> dict[str, int]:
        points: dict[str, int] = {}
        for section in self.wanted.blueprint.sections:
            found = row[section.code]
            if WHOLE_NUMBER.fullmatch(found):
                points[section.code] = int(found)
            elif found:
                self.note(line, "scores.no_whole_number", section=section.code, found=found)
            else:
                self.note(line, "people.empty", column=section.code)
        impossible = score_faults(self.wanted.blueprint.sections, points)
        self.faults += [FileFault(self.file, line, one.code, one.pairs) for one in impossible]
        return points

    def _formation(self, line: int, found: str) -> Formation:
        if not found:
            return self.wanted.usual
        kinds = self.wanted.kinds
        kind = found.casefold().replace(" ", "_")
        if kind not in kinds and kind not in kinds.values():
            self.note(line, "people.kind_unknown", kind=found, known=", ".join(kinds))
        return Formation(kinds.get(kind, kind), self.wanted.usual.position_group)

    def _decimal(self, line: int, column: str, row: Mapping[str, str], most: int, may_be_empty: bool = False) -> Decimal | None:
        """In the end an empty IPK would part somebody from all others: where the column is there, each row fills it."""
        found = row.get(column)
        if found is None or (not found and may_be_empty):
            return None
        if not found:
            self.note(line, "people.empty", column=column)
        elif not DECIMAL.fullmatch(found):
            self.note(line, "scores.no_decimal", column=column, found=found)
        elif (value := Decimal(found.replace(",", "."))) > most:
            self.note(line, "scores.decimal_range", column=column, found=found, most=most)
        else:
            return value
        return None

    def _birth_date(self, line: int, row: Mapping[str, str]) -> date | None:
        if BIRTH_DATE not in row:
            return None
        if not row[BIRTH_DATE]:
            if self.wanted.is_final:
                self.note(line, "people.empty", column=BIRTH_DATE)
            return None
        try:
            return cells.birth_date(row[BIRTH_DATE])
        except cells.CellRefused as wrong:
            self.faults.append(FileFault(self.file, line, wrong.code, tuple(wrong.parameters.items())))
        return None


def is_formula(cell: str) -> bool:
    """What a spreadsheet would compute; a number below zero is told as a number."""
    return cell.startswith(("=", "@", "\t")) or (cell.startswith(("+", "-")) and not WHOLE_NUMBER.fullmatch(cell.lstrip("+")))
