"""How large a registration file may be, and which characters a cell may hold: far more than a slot needs, far less than harms."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile, ZipFile

from server.registrations.faults import FileFault, UnreadableRegistrations

C = TypeVar("C")
Tell = Callable[[int], None]

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 500  # of a workbook, which is a zip file
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
MOST_FAULTS = 200  # told at once: nobody mends more in one go
TOLD_EVERY = 1_000
_SPACES = "\t\n\r"  # become a single space when the cell is read
_SPLIT = "Pecah menjadi beberapa berkas, atau hapus lembar dan baris yang tidak dipakai."


def check_file(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(path, f"berkas lebih dari {LARGEST_FILE >> 20} MB.", _SPLIT)


def check_unpacked(path: Path) -> None:
    """Before anything is unpacked: what the zip file's own list says, which the reader is held to by the process's limit."""
    try:
        with ZipFile(path) as packed:
            sizes = [part.file_size for part in packed.infolist()]
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise _refused(path, "berkas bukan XLSX yang utuh.", "Simpan ulang dari lembar sebar sebagai .xlsx.") from error
    if len(sizes) > MOST_PARTS or sum(sizes) > LARGEST_UNPACKED:
        raise _refused(path, f"isi berkas lebih dari {LARGEST_UNPACKED >> 20} MB setelah dibuka.", _SPLIT)


def bounded(path: Path, lines: Iterable[tuple[int, Sequence[C]]], tell: Tell) -> Iterator[tuple[int, Sequence[C]]]:
    """The filled rows, as far as they are few and their cells are plain; else all that is wrong with them, by row and column."""
    faults: list[FileFault] = []
    kept = 0
    for line, values in lines:
        last = max(
            (place for place, value in enumerate(values, start=1) if str(value if value is not None else "").strip()), default=0
        )
        if not last:
            continue
        if last > MOST_COLUMNS:
            raise _refused(path, f"baris {line} berisi {last} kolom, paling banyak {MOST_COLUMNS}.", _SPLIT)
        kept += 1
        if kept > MOST_ROWS + 1:
            raise _refused(path, f"berkas berisi lebih dari {MOST_ROWS} baris.", _SPLIT)
        faults += _faults_of(path, line, values[:last])
        if len(faults) > MOST_FAULTS:
            break
        if kept % TOLD_EVERY == 0:
            tell(kept)
        yield line, values[: max(last, 1)]
    if faults:
        raise UnreadableRegistrations(faults[:MOST_FAULTS])


def _faults_of(path: Path, line: int, values: Sequence[object]) -> Iterator[FileFault]:
    for place, value in enumerate(values, start=1):
        if not isinstance(value, str):
            continue
        if len(value) > LONGEST_CELL:
            wrong = f"kolom ke-{place} berisi {len(value)} huruf, paling banyak {LONGEST_CELL}."
            yield FileFault(path.name, line, wrong, "Tulis yang diminta saja.")
        elif any(_is_odd(letter) for letter in value):
            wrong = f"kolom ke-{place} memuat tanda < atau >, atau karakter yang tidak terlihat."
            yield FileFault(path.name, line, wrong, "Hapus isian itu dan ketik ulang, jangan disalin dari halaman web.")


def _is_odd(letter: str) -> bool:
    """Tags, control characters, marks that turn the direction of writing, and what no alphabet has."""
    return letter in "<>" or (
        letter not in _SPACES and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )


def _refused(path: Path, wrong: str, remedy: str) -> UnreadableRegistrations:
    return UnreadableRegistrations([FileFault(path.name, 0, wrong, remedy)])
