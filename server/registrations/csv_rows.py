"""CSV as spreadsheet programs write it: any of their separators, a mark of byte order, a hint in the first line."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from server.registrations.faults import refused

_DELIMITERS = ";,\t"


def rows_of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(path.name, 0, "people.other_workbook" if _is_workbook(path) else "people.no_text") from error
    hint, _, rest = text.partition("\n")
    separator = re.fullmatch(r"sep=(.)\r?", hint, re.IGNORECASE)  # what a spreadsheet program writes for itself
    first = (rest if separator else text).partition("\n")[0]
    delimiter = separator[1] if separator else max(_DELIMITERS, key=first.count)
    # Lines end where a spreadsheet ends them; other signs that split lines may stand inside a cell.
    reader = csv.reader(StringIO(rest if separator else text, newline=""), delimiter=delimiter, strict=True)
    began = skipped = 2 if separator else 1
    try:
        for values in reader:
            yield began, values
            began = reader.line_num + skipped
    except csv.Error as error:
        raise refused(path.name, began, "people.quotes", why=str(error)) from error


def _is_workbook(path: Path) -> bool:
    """.ods, .xlsx under another name, .xls, a workbook with a password."""
    with path.open("rb") as file:
        return file.read(8).startswith((b"PK", b"\xd0\xcf\x11\xe0"))
