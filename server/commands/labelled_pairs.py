"""The list of labelled pairs an operator gives: file_x,file_y,same and optionally group; every fault named by its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.file_faults import FileFault, fault, listed

_NEEDED = ("file_x", "file_y", "same")
_SAME = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Pair:
    x: Path
    y: Path
    same: bool
    group: str


class UnreadablePairs(Exception):
    """All faults at once; nothing was measured."""

    def __init__(self, faults: list[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(listed(self.faults))


def read_pairs(file: Path, images: Path) -> list[Pair]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePairs([fault(file.name, 0, "pairs.unreadable", why=str(error))]) from error
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    faults: list[FileFault] = []
    pairs: list[Pair] = []
    try:
        _check_columns(file, rows.fieldnames or [])
        for row in rows:
            found = list(_faults(file.name, rows.line_num, row, images))
            faults += found
            if not found:
                pairs.append(_pair(row, images))
    except csv.Error as error:
        faults.append(fault(file.name, rows.line_num + 1, "pairs.no_csv", why=str(error)))
    if not faults and not pairs:
        faults.append(fault(file.name, 0, "pairs.none"))
    if faults:
        raise UnreadablePairs(faults)
    return pairs


def _check_columns(file: Path, given: object) -> None:
    names = list(given) if isinstance(given, list) else []
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise UnreadablePairs([fault(file.name, 1, "pairs.column_missing", columns=", ".join(missing))])


def _faults(file: str, line: int, row: dict[str, str], images: Path) -> Iterator[FileFault]:
    if None in row or None in row.values():
        yield fault(file, line, "pairs.other_columns")
        return
    if row["same"].strip().lower() not in _SAME:
        yield fault(file, line, "pairs.same", found=row["same"])
    for column in ("file_x", "file_y"):
        name = row[column].strip()
        if not name:
            yield fault(file, line, "pairs.empty", column=column)
        elif not _within(images, name):
            yield fault(file, line, "pairs.outside", name=name)
        elif not (images / name).is_file():
            yield fault(file, line, "pairs.photo_missing", name=name)


def _within(images: Path, name: str) -> bool:
    """Symbolic links are followed first: a link out of the folder is out of the folder."""
    try:
        return (images / name).resolve().is_relative_to(images.resolve())
    except (OSError, ValueError):
        return False


def _pair(row: dict[str, str], images: Path) -> Pair:
    x, y = (images / row[column].strip() for column in ("file_x", "file_y"))
    return Pair(x, y, _SAME[row["same"].strip().lower()], (row.get("group") or "").strip())
