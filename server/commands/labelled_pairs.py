"""The list of labelled pairs an operator gives: file_x,file_y,same and optionally group; every fault named by its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.registrations.faults import FileFault

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
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read_pairs(file: Path, images: Path) -> list[Pair]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePairs([FileFault(file.name, 0, "tidak terbaca.", f"Perlu berkas CSV dalam UTF-8 ({error}).")]) from error
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
        faults.append(FileFault(file.name, rows.line_num + 1, f"bukan CSV yang utuh ({error}).", "Periksa tanda kutipnya."))
    if not faults and not pairs:
        faults.append(FileFault(file.name, 0, "tidak berisi satu pasangan pun.", "Tulis satu pasangan per baris."))
    if faults:
        raise UnreadablePairs(faults)
    return pairs


def _check_columns(file: Path, given: object) -> None:
    names = list(given) if isinstance(given, list) else []
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        fault = FileFault(
            file.name,
            1,
            f"kolom {', '.join(missing)} tidak ada.",
            "Baris pertama: file_x,file_y,same atau file_x,file_y,same,group.",
        )
        raise UnreadablePairs([fault])


def _faults(file: str, line: int, row: dict[str, str], images: Path) -> Iterator[FileFault]:
    if None in row or None in row.values():
        yield FileFault(
            file, line, "jumlah kolomnya tidak sama dengan baris pertama.", "Beri tanda kutip bila nama berkas memuat koma."
        )
        return
    if row["same"].strip().lower() not in _SAME:
        yield FileFault(file, line, f"same berisi '{row['same']}'.", "Isi yes atau no.")
    for column in ("file_x", "file_y"):
        name = row[column].strip()
        if not name:
            yield FileFault(file, line, f"{column} kosong.", "Isi nama berkas foto.")
        elif not _within(images, name):
            yield FileFault(file, line, f"{name} berada di luar folder foto.", "Hanya foto di dalam --images yang dibaca.")
        elif not (images / name).is_file():
            yield FileFault(file, line, f"foto {name} tidak ada.", "Periksa --images dan nama berkasnya.")


def _within(images: Path, name: str) -> bool:
    """Symbolic links are followed first: a link out of the folder is out of the folder."""
    try:
        return (images / name).resolve().is_relative_to(images.resolve())
    except (OSError, ValueError):
        return False


def _pair(row: dict[str, str], images: Path) -> Pair:
    x, y = (images / row[column].strip() for column in ("file_x", "file_y"))
    return Pair(x, y, _SAME[row["same"].strip().lower()], (row.get("group") or "").strip())
