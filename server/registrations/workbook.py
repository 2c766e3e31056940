"""The rows of an XLSX workbook as a person sees them: of the visible sheet, none hidden; how they look does not matter."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import load_workbook

from server.registrations.faults import UnreadableRegistrations, refused
from server.registrations.sizes import MOST_ROWS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
_FORMATS = ("numFmts", "cellXfs")  # what tells a date from a number; fills, fonts and borders say nothing
_MOST_NAMED = 10  # hidden rows named in a fault

Rows = Iterator[tuple[int, Sequence[Any]]]


def rows_of(path: Path, has_our_columns: Callable[[Sequence[Any]], bool]) -> Rows:
    """Row by row: a workbook of a few megabytes can hold millions of cells."""
    began = False
    try:
        for row in _rows_of(path, path, has_our_columns):
            began = True
            yield row
    except (GeneratorExit, MemoryError, OSError, UnreadableRegistrations):
        raise
    except Exception as error:
        if began:
            raise refused(path.name, 0, "people.no_workbook") from error
        yield from _without_looks(path, has_our_columns)


def _without_looks(path: Path, has_our_columns: Callable[[Sequence[Any]], bool]) -> Rows:
    try:
        yield from _rows_of(path, _plain_copy(path), has_our_columns)
    except (GeneratorExit, MemoryError, OSError, UnreadableRegistrations):
        raise
    except Exception as error:  # whatever the reader of workbooks stumbles over now is a fault of the file
        raise refused(path.name, 0, "people.no_workbook") from error


def _rows_of(path: Path, source: Path | BytesIO, has_our_columns: Callable[[Sequence[Any]], bool]) -> Rows:
    with warnings.catch_warnings():  # it warns of looks it does not know
        warnings.simplefilter("ignore")
        opened = load_workbook(source, read_only=True, data_only=True)
    with closing(opened) as book:
        sheet = _chosen(path, book, has_our_columns)
        _check_hidden_rows(path, source, sheet)
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)


def _chosen(path: Path, book: Any, has_our_columns: Callable[[Sequence[Any]], bool]) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise refused(path.name, 0, "people.no_visible_sheet")
    ours = [sheet for sheet in visible if has_our_columns(_first_filled(sheet))]
    if len(ours) > 1:
        names = ", ".join(f"'{sheet.title}'" for sheet in ours)
        raise refused(path.name, 0, "people.several_sheets", sheets=names)
    return (ours or visible)[0]


def _first_filled(sheet: Any) -> Sequence[Any]:
    rows = sheet.iter_rows(max_row=20, values_only=True)
    return next((row for row in rows if any(value is not None and str(value).strip() for value in row)), ())


def _check_hidden_rows(path: Path, source: Path | BytesIO, sheet: Any) -> None:
    """A filter hides rows that an officer believes are left out."""
    with ZipFile(source) as packed, packed.open(sheet._worksheet_path) as content:
        rows = islice(_elements(content, f"{_MAIN}row"), MOST_ROWS + 1)  # a longer sheet is refused as it is read
        hidden = [row.get("r", "?") for _, row in rows if row.get("hidden") in ("1", "true")]
    if hidden:
        named = ", ".join(hidden[:_MOST_NAMED]) + (", ..." if len(hidden) > _MOST_NAMED else "")
        raise refused(path.name, 0, "people.hidden_rows", count=len(hidden), sheet=sheet.title, rows=named)


def _elements(content: Any, tag: str) -> Iterator[tuple[str, ElementTree.Element]]:
    for event, element in ElementTree.iterparse(content):
        if element.tag == tag:
            yield event, element
        if element.tag in (tag, f"{_MAIN}c"):
            element.clear()


def _plain_copy(path: Path) -> BytesIO:
    """The same workbook with nothing in its styles but which numbers are dates."""
    copy = BytesIO()
    with ZipFile(path) as packed, ZipFile(copy, "w") as plain:
        for part in packed.infolist():
            content = packed.read(part)
            plain.writestr(part.filename, _only_formats(content) if part.filename == _STYLES else content)
    return copy


def _only_formats(styles: bytes) -> bytes:
    root = ElementTree.Element(f"{_MAIN}styleSheet")
    for name in _FORMATS:
        for kept in ElementTree.fromstring(styles).iterfind(f"{_MAIN}{name}"):
            for style in kept.iter(f"{_MAIN}xf"):
                style.attrib = {key: value for key, value in style.attrib.items() if key in ("numFmtId", "applyNumberFormat")}
                for look in list(style):
                    style.remove(look)
            root.append(kept)
    return ElementTree.tostring(root)
