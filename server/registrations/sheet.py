"""CSV and XLSX as rows of named cells; what a spreadsheet program made of them stays visible."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from server.file_faults import fault
from server.registrations import sizes
from server.registrations.csv_rows import rows_of_csv
from server.registrations.faults import UnreadableRegistrations, refused
from server.registrations.workbook import rows_of

Cell = str | int | float | date | None

COLUMNS: Mapping[str, Sequence[str]] = {
    "nomor peserta": ("no peserta", "nomor ujian"),
    "nik": ("nomor induk kependudukan", "no ktp"),
    "nama": ("nama lengkap", "nama peserta"),
    "tanggal lahir": ("tgl lahir",),
    "kode formasi": ("formasi",),
    "instansi": (),
    "jabatan": ("nama jabatan",),
    "kelompok jabatan": (),
    "lokasi": ("lokasi formasi", "penempatan", "unit kerja"),
    "pendidikan": ("kualifikasi pendidikan",),
    "jenis formasi": ("jenis",),
    "jumlah kebutuhan": ("kebutuhan", "jumlah formasi"),
    "disabilitas": ("jenis disabilitas",),
    "ipk": (),
    "foto": ("berkas foto",),
}
_NAMES = {alias: name for name, aliases in COLUMNS.items() for alias in (name, *aliases)}
_LEFT_OUT = frozenset({"no", "nomor urut", "no urut"})  # a counter of rows, as many lists have one
_FAILED = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|[A-Z]+!)")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    file: str
    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_sheet(path: Path, progress: sizes.Progress) -> Sheet:
    """The first row names the columns, in any order and spelling we know; empty rows are left out."""
    try:
        sizes.check_file(path)
        lines = _from_xlsx(path) if path.suffix.lower() == ".xlsx" else rows_of_csv(path)
        filled = list(sizes.bounded(path, lines, progress))
    except OSError as error:
        raise refused(path.name, 0, "people.unreadable", why=str(error.strerror)) from error
    if len(filled) < 2:
        raise refused(path.name, 0, "people.no_rows")
    names = _names_of(path, filled[0])
    faults = []
    rows = []
    for line, values in filled[1:]:
        if any(_is_filled(value) for value in values[len(names) :]):
            faults.append(fault(path.name, line, "people.more_than_titles", columns=len(values), titles=len(names)))
        cells = dict(zip_longest(names, values[: len(names)]))
        failed = [(name, value) for name, value in cells.items() if isinstance(value, str) and _FAILED.fullmatch(value.strip())]
        faults += [fault(path.name, line, "people.formula", column=name, found=str(value).strip()) for name, value in failed]
        rows.append(Row(line, cells))
    if faults:
        raise UnreadableRegistrations(faults)
    return Sheet(path.name, frozenset(names), tuple(rows))


def _names_of(path: Path, header: tuple[int, Sequence[Cell]]) -> list[str]:
    line, titles = header
    spelt = [_plain(title) for title in titles]
    while spelt and not spelt[-1]:
        spelt.pop()
    known = ", ".join(COLUMNS)
    if not any(title in _NAMES for title in spelt):
        raise refused(path.name, line, "people.no_titles", known=known)
    faults = [
        fault(path.name, line, "people.column_unknown", column=title, known=known)
        for title in spelt
        if title not in _NAMES and title not in _LEFT_OUT
    ]
    names = [_NAMES.get(title, title) for title in spelt]
    doubled = {name for name in names if names.count(name) > 1}
    faults += [fault(path.name, line, "people.column_twice", column=name) for name in doubled]
    if faults:
        raise UnreadableRegistrations(faults)
    return names


def _from_xlsx(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    sizes.check_unpacked(path)
    for line, values in rows_of(path, lambda titles: any(_plain(title) in _NAMES for title in titles)):
        yield line, [_cell(value) for value in values]


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _is_filled(value: Cell) -> bool:
    return value is not None and str(value).strip() != ""


def _plain(title: Cell) -> str:
    return " ".join(re.sub(r"[_.\-]+", " ", str(title or "")).casefold().split())
