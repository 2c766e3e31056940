"""How large a registration file may be, and which characters a cell may hold: far more than a slot needs, far less than harms."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile, ZipFile

from server.file_faults import FileFault, fault
from server.registrations.faults import UnreadableRegistrations, refused

C = TypeVar("C")
Progress = Callable[[int], None]

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 500  # of a workbook, which is a zip file
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
MOST_FAULTS = 200  # told at once: nobody mends more in one go
TOLD_EVERY = 1_000
_SPACES = "\t\n\r"  # become a single space when the cell is read


def check_file(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise refused(path.name, 0, "people.file_size", most=LARGEST_FILE >> 20)


def check_unpacked(path: Path) -> None:
    """Before anything is unpacked: what the zip file's own list says, which the reader is held to by the process's limit."""
    try:
        with ZipFile(path) as packed:
            sizes = [part.file_size for part in packed.infolist()]
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise refused(path.name, 0, "people.no_workbook") from error
    if len(sizes) > MOST_PARTS or sum(sizes) > LARGEST_UNPACKED:
        raise refused(path.name, 0, "people.unpacked_size", most=LARGEST_UNPACKED >> 20)


def bounded(path: Path, lines: Iterable[tuple[int, Sequence[C]]], progress: Progress) -> Iterator[tuple[int, Sequence[C]]]:
    """The filled rows, as far as they are few and their cells are plain; else all that is wrong with them, by row and column."""
    faults: list[FileFault] = []
    count = 0
    for line, values in lines:
        last = max(
            (place for place, value in enumerate(values, start=1) if str(value if value is not None else "").strip()), default=0
        )
        if not last:
            continue
        if last > MOST_COLUMNS:
            raise refused(path.name, line, "people.columns", columns=last, most=MOST_COLUMNS)
        count += 1
        if count > MOST_ROWS + 1:
            raise refused(path.name, 0, "people.rows", most=MOST_ROWS)
        faults += _faults_of(path, line, values[:last])
        if len(faults) > MOST_FAULTS:
            break
        if count % TOLD_EVERY == 0:
            progress(count)
        yield line, values[: max(last, 1)]
    if faults:
        raise UnreadableRegistrations(faults[:MOST_FAULTS])


def _faults_of(path: Path, line: int, values: Sequence[object]) -> Iterator[FileFault]:
    for place, value in enumerate(values, start=1):
        if not isinstance(value, str):
            continue
        if len(value) > LONGEST_CELL:
            yield fault(path.name, line, "people.cell_length", place=place, letters=len(value), most=LONGEST_CELL)
        elif any(_is_odd(letter) for letter in value):
            yield fault(path.name, line, "people.cell_letters", place=place)


def _is_odd(letter: str) -> bool:
    """Tags, control characters, marks that turn the direction of writing, and what no alphabet has."""
    return letter in "<>" or (
        letter not in _SPACES and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
