"""A registration file made to exhaust the machine or to deceive whoever reads a name: refused in words, by row and column."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.registrations import apart, sizes
from tests.api.conftest import office
from tests.api.office import HEADER, SLOT, people, person, prepared
from tests.builders import ROOT

__all__ = ["office"]  # a fixture

SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx">{}]>'


def book(path: Path, rows=()) -> Path:
    made = Workbook()
    for row in (HEADER, *rows):
        made.active.append(row)
    made.save(path)
    return path


def with_part(path: Path, name: str, text: bytes) -> Path:
    """A sound workbook with one of its parts exchanged."""
    sound = book(path.with_name("utuh.xlsx"), [tuple(person(1).get(column, "") for column in HEADER)])
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return path


def sheet(rows: bytes) -> bytes:
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + rows + b"</sheetData></worksheet>"


def refused(office, path) -> str:
    return office.is_refused("registrations", "import", str(path), "--slot", SLOT)


READS = """
import resource, sys
from pathlib import Path
from server.registrations.apart import read_apart
from server.registrations.faults import UnreadableRegistrations
try:
    read_apart(Path(sys.argv[1]), None, lambda rows: None)
except UnreadableRegistrations:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def kilobytes_to_read(path: Path) -> int:
    """What the reader took at most. A child's peak begins with that of its parent, so a small one asks, not the tests' own."""
    command = [sys.executable, "-c", READS, str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def test_a_workbook_of_millions_of_cells_is_refused_and_costs_little(office, tmp_path):
    row = b"<row>" + b'<c t="inlineStr"><is><t>x</t></is></c>' * 12 + b"</row>"
    bomb = with_part(tmp_path / "bom.xlsx", SHEET, sheet(row * 25_000))
    assert bomb.stat().st_size < 3_000_000

    assert "lebih dari 20000 baris" in refused(prepared(office), bomb)

    assert kilobytes_to_read(bomb) < 120_000  # 53,000; rows that are kept cost four times as much


def test_what_unpacks_to_a_hundred_times_its_size_is_not_unpacked(office, tmp_path):
    bomb = with_part(tmp_path / "bom.xlsx", SHEET, b"\0" * (101 << 20))
    assert "setelah dibuka" in refused(prepared(office), bomb)


def test_a_reader_that_does_not_come_back_is_ended(office, tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "WITHIN_S", 0.0)
    assert "terlalu rumit" in refused(prepared(office), people(tmp_path, person(1)))


def test_a_reader_that_takes_too_much_memory_is_stopped():
    greedy = "from server.registrations import apart; apart.hold_to_limits(); bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "MemoryError" in done.stderr


BROKEN = {
    "an entity of its own": (SHEET, DOCTYPE.format("").encode() + sheet(b"<row><c><v>&a;</v></c></row>")),
    "a billion laughs": (
        SHEET,
        DOCTYPE.format('<!ENTITY b "' + "&a;" * 50 + '">').encode() + sheet(b"<row><c><v>&b;</v></c></row>"),
    ),
    "a file of the server": (
        SHEET,
        b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(b'<row><c t="inlineStr"><is><t>&e;</t></is></c></row>'),
    ),
    "no XML": (SHEET, b"\x00\x01"),
    "a cell in a column that is none": (SHEET, sheet(b'<row r="1"><c r="!!1"><v>1</v></c></row>')),
    "a row that is no number": (SHEET, sheet(b'<row r="x"><c r="A1"><v>1</v></c></row>')),
    "a string that is not there": (SHEET, sheet(b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')),
    "no workbook inside": ("xl/workbook.xml", b"<workbook/>"),
    "a broken list of parts": ("[Content_Types].xml", b"<Types>"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_workbook_is_a_fault_of_the_file(office, tmp_path, broken):
    told = refused(prepared(office), with_part(tmp_path / "rusak.xlsx", *broken))
    assert "rusak.xlsx" in told
    assert "root:" not in told


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"bukan zip"])
def test_what_is_no_workbook_at_all_is_a_fault_of_the_file(office, tmp_path, content):
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(content)
    assert "rusak.xlsx" in refused(prepared(office), path)


ODD = {
    "20,000 letters": "A" * 20_000,
    "a tag": "<b>Ayu</b>",
    "a mark that turns the writing": "Ayu \u202egnalaM",
    "an isolate": "Ayu\u2066",
    "a zero-width space": "A\u200byu",
    "a bell": "Ayu\x07",
    "an escape": "\x1b[31mAyu",
    "a private letter": "Ayu\ue000",
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_name_that_is_none_is_named_by_row_and_column(office, tmp_path, name):
    told = refused(prepared(office), people(tmp_path, person(1), person(2, nama=name)))
    assert "peserta.csv baris 3: kolom ke-3" in told
    assert name not in told


def test_names_people_have_are_taken(office, tmp_path):
    names = [
        "I Gusti Ngurah Rai, S.T., M.Kom.",
        "Siti Nur'aini",
        "José Núñez-Ávila",
        "D’Artagnan",
        "ناصر",
        "R. Aj. Kartini (Ny.)",
    ]
    rows = [person(at, nama=name) for at, name in enumerate(names, start=1)]
    assert "Traceback" not in prepared(office).does("registrations", "import", people(tmp_path, *rows), "--slot", SLOT)


def test_a_long_file_tells_how_far_it_is(office, tmp_path):
    path = people(tmp_path, *[person(1)] * (sizes.TOLD_EVERY + 1))
    assert f"Membaca berkas: {sizes.TOLD_EVERY} baris." in office.types("registrations", "import", path, "--slot", SLOT).output
