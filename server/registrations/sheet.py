"""CSV and XLSX as rows of named cells; what a spreadsheet program made of them stays visible."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from server.registrations import sizes
from server.registrations.faults import FileFault, UnreadableRegistrations
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
_DELIMITERS = ";,\t"
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


def read_sheet(path: Path, tell: sizes.Tell) -> Sheet:
    """The first row names the columns, in any order and spelling we know; empty rows are left out."""
    try:
        sizes.check_file(path)
        lines = _from_xlsx(path) if path.suffix.lower() == ".xlsx" else _from_csv(path)
        filled = list(sizes.bounded(path, lines, tell))
    except OSError as error:
        raise _refused(path, 0, f"berkas tidak dapat dibaca ({error.strerror}).", "Periksa nama dan letaknya.") from error
    if len(filled) < 2:
        raise _refused(path, 0, "berkas tidak berisi data.", "Baris pertama berisi nama kolom, baris berikutnya data.")
    names = _names_of(path, filled[0])
    faults = []
    rows = []
    for line, values in filled[1:]:
        if any(_is_filled(value) for value in values[len(names) :]):
            wrong = f"ada {len(values)} kolom, padahal judulnya {len(names)}."
            faults.append(FileFault(path.name, line, wrong, "Beri tanda kutip pada isian yang memuat pemisah kolom."))
        cells = dict(zip_longest(names, values[: len(names)]))
        failed = [(name, value) for name, value in cells.items() if isinstance(value, str) and _FAILED.fullmatch(value.strip())]
        remedy = "Perbaiki rumusnya, atau tulis nilainya."
        faults += [FileFault(path.name, line, f"{name}: rumus gagal ({str(value).strip()}).", remedy) for name, value in failed]
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
        raise _refused(path, line, "baris ini tidak berisi nama kolom.", f"Hapus baris judul di atasnya; nama kolom: {known}.")
    faults = [
        FileFault(path.name, line, f"kolom '{title}' tidak dikenal.", f"Hapus kolom itu atau pakai salah satu dari: {known}.")
        for title in spelt
        if title not in _NAMES and title not in _LEFT_OUT
    ]
    names = [_NAMES.get(title, title) for title in spelt]
    doubled = {name for name in names if names.count(name) > 1}
    faults += [FileFault(path.name, line, f"kolom '{name}' ada lebih dari sekali.", "Sisakan satu saja.") for name in doubled]
    if faults:
        raise UnreadableRegistrations(faults)
    return names


def _from_csv(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, 0, *_not_text(path)) from error
    hint, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", hint, re.IGNORECASE)  # what a spreadsheet program writes for itself
    first = (rest if told else text).partition("\n")[0]
    delimiter = told[1] if told else max(_DELIMITERS, key=first.count)
    # Lines end where a spreadsheet ends them; other signs that split lines may stand inside a cell.
    reader = csv.reader(StringIO(rest if told else text, newline=""), delimiter=delimiter, strict=True)
    began = skipped = 2 if told else 1
    try:
        for values in reader:
            yield began, values
            began = reader.line_num + skipped
    except csv.Error as error:
        raise _refused(path, began, f"tanda kutip tidak beres ({error}).", "Periksa tanda kutip pada baris itu.") from error


def _not_text(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        begins = file.read(8)
    if begins.startswith((b"PK", b"\xd0\xcf\x11\xe0")):  # .ods, .xlsx under another name, .xls, a workbook with a password
        return (
            "berkas ini lembar sebar, tetapi bukan .xlsx biasa.",
            "Simpan ulang sebagai .xlsx tanpa kata sandi, atau sebagai 'CSV UTF-8'.",
        )
    return "berkas bukan teks UTF-8.", "Simpan ulang sebagai 'CSV UTF-8', atau sebagai XLSX."


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


def _refused(path: Path, line: int, wrong: str, remedy: str) -> UnreadableRegistrations:
    return UnreadableRegistrations([FileFault(path.name, line, wrong, remedy)])
