"""Workbooks as they come from other programs and other people: what is seen in them is what is read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from server.file_faults import fault
from tests.unit.registrations.test_read import AYU, HEADER, faults_of, read_registrations, written

TITLES = ["Nomor Peserta", "NIK", "Nama", "Tanggal Lahir", "Kode Formasi"]
OLD = ["U-0001", "3171015705980001", "Peserta Lama", "17-05-1998", "F1"]
NEW = ["U-0002", "3171015705980002", "Peserta Baru", date(1998, 5, 17), "F1"]


def book_of(**sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(folder: Path, book: Workbook) -> Path:
    path = folder / "peserta.xlsx"
    book.save(path)
    return path


def numbers(path: Path) -> list[str]:
    return [line.number for line in read_registrations(path).people]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(tmp_path, state):
    book = book_of(lama=[TITLES, OLD], peserta=[TITLES, NEW])
    book["lama"].sheet_state = state
    assert numbers(saved(tmp_path, book)) == ["U-0002"]


def test_a_sheet_of_something_else_is_passed_by(tmp_path):
    assert numbers(saved(tmp_path, book_of(petunjuk=[["Isi lembar peserta."]], peserta=[TITLES, NEW]))) == ["U-0002"]


def test_two_sheets_of_people_are_named(tmp_path):
    [found] = faults_of(saved(tmp_path, book_of(lama=[TITLES, OLD], peserta=[TITLES, NEW])))
    assert (found.code, found.parameters) == ("people.several_sheets", {"sheets": "'lama', 'peserta'"})


def test_filtered_rows_are_not_taken_without_a_word(tmp_path):
    book = book_of(peserta=[TITLES, OLD, NEW])
    book["peserta"].row_dimensions[2].hidden = True
    [found] = faults_of(saved(tmp_path, book))
    assert (found.code, found.parameters) == ("people.hidden_rows", {"count": 1, "sheet": "peserta", "rows": "2"})


@pytest.mark.parametrize("failed", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"])
def test_a_formula_that_failed_is_nobodys_name(tmp_path, failed):
    row = [failed if value == NEW[2] else value for value in NEW]
    told = {"column": "nama", "found": failed}
    assert faults_of(saved(tmp_path, book_of(peserta=[TITLES, row]))) == [fault("peserta.xlsx", 2, "people.formula", **told)]
    assert faults_of(written(tmp_path, HEADER, AYU.replace("Ayu Lestari", failed)))[0].parameters == told


def repacked(folder: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same workbook with each of its parts as `change` makes it."""
    path = folder / "lain.xlsx"
    with ZipFile(saved(folder, book_of(peserta=[TITLES, NEW]))) as packed, ZipFile(path, "w") as other:
        for part in packed.infolist():
            other.writestr(part.filename, change(part.filename, packed.read(part)))
    return path


def test_broken_styles_do_not_matter_and_dates_stay_dates(tmp_path):
    """Styles that the reader stumbles over do not matter and dates stay dates."""

    def without_a_kind(part: str, content: bytes) -> bytes:
        if part != "xl/styles.xml":
            return content
        assert b"<patternFill" in content
        return (
            content.replace(b"<fill><patternFill/></fill>", b"<fill/>")
            .replace(b'<fill><patternFill patternType="gray125"/></fill>', b"<fill/>")
            .replace(b"<fill><patternFill", b"<fill><unknownFill")
        )

    broken = repacked(tmp_path, without_a_kind)
    [line] = read_registrations(broken).people
    assert (line.number, line.birth_date) == ("U-0002", date(1998, 5, 17))


def test_a_broken_workbook_is_said_to_be_broken(tmp_path):
    broken = repacked(tmp_path, lambda part, content: content[: len(content) // 2] if "sheet1" in part else content)
    [found] = faults_of(broken)
    assert found.code == "people.no_workbook"


@pytest.mark.parametrize("begins", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04 ods"])
def test_other_spreadsheets_are_named_as_such(tmp_path, begins):
    path = tmp_path / "peserta.xls"
    path.write_bytes(begins + bytes(range(128, 256)))
    [found] = faults_of(path)
    assert found.code == "people.other_workbook"


def test_what_spreadsheets_add_of_their_own_is_read_over(tmp_path):
    counted = [f"{line};{at}" for at, line in enumerate((HEADER, AYU))]
    counted[0] = f"{HEADER};No"
    assert read_registrations(written(tmp_path, "sep=;", *counted)).people[0].number == "24-0001"
    faulty = faults_of(written(tmp_path, "sep=;", HEADER, AYU.replace("3171015705980001", "317")))
    assert (faulty[0].file, faulty[0].line) == ("peserta.csv", 3)


def test_a_title_above_the_columns_is_told_once(tmp_path):
    [found] = faults_of(written(tmp_path, "DAFTAR PESERTA SKD", HEADER, AYU))
    assert (found.line, found.code) == (1, "people.no_titles")


def test_digits_of_another_width_are_the_same_number(tmp_path):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    line = AYU.replace("3171015705980001", "3171015705980001".translate(wide)).replace("24-0001", "24-0001".translate(wide))
    [read] = read_registrations(written(tmp_path, HEADER, line)).people
    assert (read.number, read.nik) == ("24-0001", "3171015705980001")
    [found, *_] = faults_of(written(tmp_path, HEADER, AYU.replace("3171015705980001", "٣١٧١٠١٥٧٠٥٩٨٠٠٠١")))
    assert found.code == "people.nik_digits"


def test_a_mark_that_splits_lines_elsewhere_stays_inside_its_cell(tmp_path):
    faults = faults_of(written(tmp_path, HEADER, AYU.replace("Ayu Lestari", "Ayu\u2028Lestari")))
    assert len(faults) == 1, faults
