"""From registration files to values, or all their faults at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast

from server.file_faults import FileFault, fault
from server.registrations import cells
from server.registrations.faults import UnreadableRegistrations
from server.registrations.lines import FormationLine, RegistrationLine, Registrations
from server.registrations.sheet import Cell, Row, Sheet, read_sheet
from server.registrations.sizes import Progress

V = TypeVar("V")
_PERSON = ("nomor peserta", "nik", "nama", "tanggal lahir")
_FORMATION = ("instansi", "jabatan", "lokasi", "pendidikan", "jenis formasi", "jumlah kebutuhan")


def read_registrations(people: Path, formations: Path | None = None, progress: Progress = lambda _rows: None) -> Registrations:
    """Formations stand in a file of their own, or in the columns of the people's file. `tell` hears how many rows were read."""
    reading = _RegistrationReader(progress)
    own = _sheet(reading, formations, ("kode formasi", *_FORMATION)) if formations is not None else None
    sheet = _sheet(reading, people, _PERSON)
    found: list[FormationLine] = reading.formations(own) if own is not None else []
    lines: list[RegistrationLine] = []
    if sheet is not None:
        embedded = bool(set(_FORMATION) & sheet.columns)
        _need(reading, sheet, _FORMATION if embedded else ("kode formasi",))
        if not reading.faults:
            lines = reading.people(sheet, found if embedded else None)
    if reading.faults:
        raise UnreadableRegistrations(reading.faults)
    return Registrations(people.name, tuple(found), tuple(lines))


def _sheet(reading: "_RegistrationReader", path: Path, columns: Sequence[str]) -> Sheet | None:
    try:
        sheet = read_sheet(path, reading.progress)
    except UnreadableRegistrations as unreadable:
        reading.faults += unreadable.faults
        return None
    _need(reading, sheet, columns)
    return sheet


def _need(reading: "_RegistrationReader", sheet: Sheet, columns: Sequence[str]) -> None:
    for column in columns:
        if column not in sheet.columns:
            reading.faults.append(fault(sheet.file, 0, "people.column_missing", column=column))


@dataclass(slots=True)
class _RegistrationReader:
    """One walk through the files; faults are gathered so that an officer mends them in one go."""

    progress: Progress
    faults: list[FileFault] = field(default_factory=list)

    def formations(self, sheet: Sheet) -> list[FormationLine]:
        if self.faults:
            return []
        found: list[FormationLine] = []
        for row in sheet.rows:
            self._formation(sheet, row, found)
        return found

    def people(self, sheet: Sheet, formations: list[FormationLine] | None) -> list[RegistrationLine]:
        lines = [self._person(sheet, row, formations) for row in sheet.rows]
        number_at = {line.line: line.number for line in lines}
        for at, first in _repeated(list(number_at.items())):
            self.faults.append(fault(sheet.file, at, "people.number_twice", number=number_at[at], first=first))
        for at, first in _repeated([(line.line, line.nik) for line in lines]):
            self.faults.append(fault(sheet.file, at, "people.nik_twice", first=first))
        return lines

    def _person(self, sheet: Sheet, row: Row, formations: list[FormationLine] | None) -> RegistrationLine:
        formation = _text(row, "kode formasi") if formations is None else self._formation(sheet, row, formations)
        if formations is None and not formation:
            self.faults.append(fault(sheet.file, row.line, "people.empty", column="kode formasi"))
        return RegistrationLine(
            line=row.line,
            number=self._value(sheet, row, "nomor peserta", cells.number),
            nik=self._value(sheet, row, "nik", cells.nik),
            name=self._value(sheet, row, "nama", lambda cell: cells.needed(cell, "nama")),
            birth_date=self._value(sheet, row, "tanggal lahir", cells.birth_date),
            formation=formation,
            disability=self._value(sheet, row, "disabilitas", cells.disability),
            ipk=self._value(sheet, row, "ipk", cells.ipk),
            photo=_text(row, "foto"),
        )

    def _formation(self, sheet: Sheet, row: Row, found: list[FormationLine]) -> str:
        """Adds the formation of this row unless it is there; returns its code."""

        def needed(column: str) -> str:
            return self._value(sheet, row, column, lambda cell: cells.needed(cell, column))

        line = FormationLine(
            line=row.line,
            code=_text(row, "kode formasi"),
            agency=needed("instansi"),
            position=needed("jabatan"),
            position_group=_text(row, "kelompok jabatan").casefold().replace(" ", "_"),
            location=needed("lokasi"),
            education=needed("pendidikan"),
            kind=self._value(sheet, row, "jenis formasi", cells.kind),
            places=self._value(sheet, row, "jumlah kebutuhan", cells.places),
        )
        code = line.code or _code_of(line)
        same = next((other for other in found if other.code == code), None)
        if same is None:
            found.append(replace(line, code=code))
        elif same.says != line.says:
            self.faults.append(fault(sheet.file, row.line, "people.formation_differs", formation=code, first=same.line))
        return code

    def _value(self, sheet: Sheet, row: Row, column: str, meaning: Callable[[Cell], V]) -> V:
        """The meaning of a cell. A cell that has none is noted; what stands in for it is never used, as the file is refused."""
        try:
            return meaning(row.cells.get(column))
        except cells.CellRefused as refused:
            self.faults.append(fault(sheet.file, row.line, refused.code, **refused.parameters))
            return cast(V, "")


def _repeated(given: Sequence[tuple[int, str | None]]) -> Iterator[tuple[int, int]]:
    """Each line whose value stood before, with the line where it stood first."""
    first: dict[str, int] = {}
    for line, value in given:
        if value and first.setdefault(value, line) != line:
            yield line, first[value]


def _text(row: Row, column: str) -> str:
    return cells.text(row.cells.get(column))


def _code_of(line: FormationLine) -> str:
    return "F-" + blake2b("\0".join(line.says).encode(), digest_size=4).hexdigest()
