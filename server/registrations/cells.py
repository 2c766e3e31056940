"""What one cell of a registration file means, or why it cannot be believed."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from server.letters import plain
from server.registrations.lines import DISABILITIES
from server.registrations.sheet import Cell

NIK_DIGITS = 16
_AS_TEXT = (
    "Ubah format kolomnya menjadi Teks, lalu salin ulang nilainya dari sumber asli; angka yang hilang tidak dapat dipulihkan."
)
_NUMBERED = re.compile(
    r"(?a:\d+([.,]\d+)?[eE]\+?\d+|\d+[.,]0+|\d{1,3}([.,]\d{3})+)"
)  # 3,17101E+15, 3171010000240001.0, 3.171.010
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{2,29}")
_DATES = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d")
_YEARS = range(1930, 2020)
_BEST_IPK = Decimal(4)


class CellRefused(Exception):
    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.wrong, self.remedy = wrong, remedy


def text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain(str("" if cell is None else cell))


def needed(cell: Cell, what: str) -> str:
    found = text(cell)
    if not found:
        raise CellRefused(f"{what} kosong.", "Isi kolom itu.")
    return found


def nik(cell: Cell) -> str:
    found = _untouched(cell, "NIK")
    if not re.fullmatch(r"[0-9]+", found):
        raise CellRefused("NIK memuat tanda selain angka.", "Tulis 16 angka tanpa spasi dan tanpa titik.")
    if len(found) != NIK_DIGITS:
        raise CellRefused(f"NIK berisi {len(found)} angka, seharusnya {NIK_DIGITS}.", "Salin ulang dari KTP.")
    return found


def number(cell: Cell) -> str:
    found = _untouched(cell, "nomor peserta")
    if not _NUMBER.fullmatch(found):
        raise CellRefused(f"nomor peserta '{found}' tidak berbentuk nomor.", "Pakai 3 sampai 30 huruf, angka, atau - . /.")
    return found.upper()  # as people find it again, however they type it


def birth_date(cell: Cell) -> date:
    if isinstance(cell, date):
        found: date | None = cell
    else:
        found = next(filter(None, (_dated(text(cell), shape) for shape in _DATES)), None)
    if found is None:
        raise CellRefused(f"tanggal lahir '{text(cell)}' tidak terbaca.", "Tulis hari-bulan-tahun, misalnya 17-05-1998.")
    if found.year not in _YEARS:
        raise CellRefused(f"tahun lahir {found.year} tidak masuk akal.", "Tulis tahun dengan empat angka, misalnya 1998.")
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
        raise CellRefused(f"IPK '{found}' bukan angka.", "Tulis misalnya 3,45.")
    if not Decimal(0) <= value <= _BEST_IPK:
        raise CellRefused(f"IPK {found} di luar 0 sampai 4.", "Tulis misalnya 3,45.")
    return format(value, "f")


def disability(cell: Cell) -> str:
    found = text(cell).casefold().removeprefix("tuna").strip(" -")
    if found in ("", "tidak", "tidak ada"):
        return ""
    if found not in DISABILITIES:
        raise CellRefused(f"disabilitas '{text(cell)}' tidak dikenal.", f"Pakai salah satu dari: {', '.join(DISABILITIES)}.")
    return found


def kind(cell: Cell) -> str:
    return needed(cell, "jenis formasi").casefold().replace(" ", "_")


def places(cell: Cell) -> int:
    found = needed(cell, "jumlah kebutuhan")
    if not re.fullmatch(r"[0-9]{1,9}", found) or int(found) < 1:
        raise CellRefused(f"jumlah kebutuhan '{found}' bukan bilangan mulai dari 1.", "Tulis misalnya 12.")
    return int(found)


def _untouched(cell: Cell, what: str) -> str:
    """Long numbers must come as text: a spreadsheet keeps fifteen digits of a number and drops leading zeros."""
    found = needed(cell, what).removeprefix("'")
    if isinstance(cell, int | float) or _NUMBERED.fullmatch(found):
        raise CellRefused(f"{what} sudah diubah lembar sebar menjadi bilangan.", _AS_TEXT)
    return found


def _dated(found: str, shape: str) -> date | None:
    try:
        return datetime.strptime(found, shape).date()  # noqa: DTZ007  a day of a calendar has no zone
    except ValueError:
        return None
