"""What one cell of a registration file means, or why it cannot be believed."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from server.letters import plain
from server.registrations.lines import DISABILITIES
from server.registrations.sheet import Cell

NIK_DIGITS = 16
_NUMBERED = re.compile(
    r"(?a:\d+([.,]\d+)?[eE]\+?\d+|\d+[.,]0+|\d{1,3}([.,]\d{3})+)"
)  # 3,17101E+15, 3171010000240001.0, 3.171.010
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{2,29}")
_DATES = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d")
_YEARS = range(1930, 2020)
_BEST_IPK = Decimal(4)


class CellRefused(Exception):
    def __init__(self, code: str, **parameters: str | int) -> None:
        super().__init__(code)
        self.code, self.parameters = code, parameters


def text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain(str("" if cell is None else cell))


def needed(cell: Cell, what: str) -> str:
    found = text(cell)
    if not found:
        raise CellRefused("people.empty", column=what)
    return found


def nik(cell: Cell) -> str:
    found = _untouched(cell, "NIK")
    if not re.fullmatch(r"[0-9]+", found):
        raise CellRefused("people.nik_digits", wanted=NIK_DIGITS)
    if len(found) != NIK_DIGITS:
        raise CellRefused("people.nik_length", digits=len(found), wanted=NIK_DIGITS)
    return found


def number(cell: Cell) -> str:
    found = _untouched(cell, "nomor peserta")
    if not _NUMBER.fullmatch(found):
        raise CellRefused("people.number_shape", number=found)
    return found.upper()  # as people find it again, however they type it


def birth_date(cell: Cell) -> date:
    if isinstance(cell, date):
        found: date | None = cell
    else:
        found = next(filter(None, (_dated(text(cell), shape) for shape in _DATES)), None)
    if found is None:
        raise CellRefused("people.birth_date", found=text(cell))
    if found.year not in _YEARS:
        raise CellRefused("people.birth_year", year=found.year)
    return found


def ipk(cell: Cell) -> str | None:
    found = text(round(cell, 2) if isinstance(cell, float) else cell).replace(",", ".")
    if not found:
        return None
    try:
        value = Decimal(found)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise CellRefused("people.ipk", found=found)
    if not Decimal(0) <= value <= _BEST_IPK:
        raise CellRefused("people.ipk_range", found=found, most=int(_BEST_IPK))
    return format(value, "f")


def disability(cell: Cell) -> str:
    found = text(cell).casefold().removeprefix("tuna").strip(" -")
    if found in ("", "tidak", "tidak ada"):
        return ""
    if found not in DISABILITIES:
        raise CellRefused("people.disability", found=text(cell), known=", ".join(DISABILITIES))
    return found


def kind(cell: Cell) -> str:
    return needed(cell, "jenis formasi").casefold().replace(" ", "_")


def places(cell: Cell) -> int:
    found = needed(cell, "jumlah kebutuhan")
    if not re.fullmatch(r"[0-9]{1,9}", found) or int(found) < 1:
        raise CellRefused("people.places", found=found)
    return int(found)


def _untouched(cell: Cell, what: str) -> str:
    """Long numbers must come as text: a spreadsheet keeps fifteen digits of a number and drops leading zeros."""
    found = needed(cell, what).removeprefix("'")
    if isinstance(cell, int | float) or _NUMBERED.fullmatch(found):
        raise CellRefused("people.became_number", column=what)
    return found


def _dated(found: str, shape: str) -> date | None:
    try:
        return datetime.strptime(found, shape).date()  # noqa: DTZ007  a day of a calendar has no zone
    except ValueError:
        return None
