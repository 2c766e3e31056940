"""CSV as spreadsheets open it: readable as UTF-8, and no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from server.catalogue import words

BYTE_ORDER_MARK = "\ufeff"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones are formulas to some programs


def write_csv(file: TextIO, columns: str, rows: Iterable[Sequence[str]]) -> None:
    """`columns`: the word of the catalogue that names them, with commas."""
    file.write(BYTE_ORDER_MARK)
    csv.writer(file).writerows([harmless(cell) for cell in row] for row in (words(columns).split(", "), *rows))


def harmless(cell: str) -> str:
    """An apostrophe before what a spreadsheet would compute, also behind blanks, which some programs cut off."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) or cell.lstrip().startswith(BEGINS_A_FORMULA) else cell
