"""Registration files as officers send them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.commands.cli import file_fault
from server.file_faults import FileFault, fault
from server.registrations.faults import UnreadableRegistrations
from server.registrations.lines import DISABILITIES
from server.registrations.read import read_registrations

HEADER = "Nomor_Peserta;NIK;Nama;Tanggal Lahir;Kode Formasi;Disabilitas;IPK"
AYU = "24-0001;3171015705980001;Ayu Lestari;17-05-1998;F1;;3,51"
BAYU = '24-0002;3171010203970002;"Pratama; Bayu";1997-03-02;F1;Tuna netra;'


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "peserta.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def sheet(folder: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "peserta.xlsx")
    return folder / "peserta.xlsx"


def faults_of(path: Path, formations: Path | None = None) -> list[FileFault]:
    with pytest.raises(UnreadableRegistrations) as refused:
        read_registrations(path, formations)
    return list(refused.value.faults)


def test_semicolons_a_bom_and_both_kinds_of_dates_are_read(tmp_path):
    read = read_registrations(written(tmp_path, "\ufeff" + HEADER, AYU, BAYU))

    assert [(line.name, line.birth_date) for line in read.people] == [
        ("Ayu Lestari", date(1998, 5, 17)),
        ("Pratama; Bayu", date(1997, 3, 2)),
    ]
    assert [(line.ipk, line.disability) for line in read.people] == [("3.51", ""), (None, "netra")]


def test_commas_and_tabs_separate_as_well(tmp_path):
    for mark in (",", "\t"):
        lines = [line.replace(";", mark) for line in (HEADER, AYU.replace("3,51", "3.51"))]
        assert read_registrations(written(tmp_path, *lines)).people[0].number == "24-0001"


def test_a_spreadsheet_is_read_with_its_dates(tmp_path):
    path = sheet(
        tmp_path,
        ["nomor peserta", "nik", "nama", "tgl lahir", "kode formasi", "ipk"],
        ["24-0001", "3171015705980001", "Ayu Lestari", date(1998, 5, 17), "F1", 3.51],
        [None, None, None, None, None, None],
    )

    (ayu,) = read_registrations(path).people

    assert (ayu.nik, ayu.birth_date, ayu.ipk, ayu.line) == ("3171015705980001", date(1998, 5, 17), "3.51", 2)


@pytest.mark.parametrize("ipk", ["nan", "inf", "tiga"])
def test_an_ipk_that_is_no_number_is_refused_by_its_line(tmp_path, ipk):
    header = "nomor peserta;nik;nama;tanggal lahir;kode formasi;disabilitas;ipk"
    faults = faults_of(written(tmp_path, header, f"24-0001;3171015705980001;Ayu;17-05-1998;F1;;{ipk}"))

    assert faults == [fault("peserta.csv", 2, "people.ipk", found=ipk)]


def test_a_number_with_small_letters_is_kept_as_it_is_looked_for(tmp_path):
    header = "nomor peserta;nik;nama;tanggal lahir;kode formasi"
    (line,) = read_registrations(written(tmp_path, header, "24-0001a;3171015705980001;Ayu;17-05-1998;F1")).people

    assert line.number == "24-0001A"


@pytest.mark.parametrize("nik", ["3,17102E+15", "3.17E+15", "3171015705980001.0", "3.171.015.705.980.001"])
def test_a_nik_that_became_a_number_is_refused_with_advice(tmp_path, nik):
    faults = faults_of(written(tmp_path, HEADER, AYU.replace("3171015705980001", nik)))

    assert faults == [fault("peserta.csv", 2, "people.became_number", column="NIK")]


def test_a_nik_stored_as_a_number_in_xlsx_is_refused_even_if_whole(tmp_path):
    """A nik stored as a number in xlsx is refused even when it looks whole."""
    header = ["nomor peserta", "nik", "nama", "tanggal lahir", "kode formasi"]
    faults = faults_of(sheet(tmp_path, header, ["24-0001", 3171015705980000, "Ayu", "17-05-1998", "F1"]))

    assert faults == [fault("peserta.xlsx", 2, "people.became_number", column="NIK")]


def test_every_bad_row_is_named_at_once(tmp_path):
    faults = faults_of(
        written(
            tmp_path,
            HEADER,
            "24-0001;317101;Ayu Lestari;17-05-1998;F1;;",
            "24-0002;3171010203970002;;31-02-1997;F1;;",
            "",
            "24-0002;3171010203970002;Citra;17-05-98;;rabun;4,5",
        )
    )

    assert [(one.line, one.code, *one.parameters.values()) for one in faults] == [
        (2, "people.nik_length", 6, 16),
        (3, "people.birth_date", "31-02-1997"),
        (3, "people.empty", "nama"),
        (5, "people.birth_date", "17-05-98"),
        (5, "people.disability", "rabun", ", ".join(DISABILITIES)),
        (5, "people.empty", "kode formasi"),
        (5, "people.ipk_range", "4.5", 4),
        (5, "people.nik_twice", 3),
        (5, "people.number_twice", "24-0002", 3),
    ]


def test_no_fault_shows_a_nik(tmp_path):
    faults = faults_of(written(tmp_path, HEADER, AYU, AYU.replace("17-05-1998", "kapan-kapan")))

    assert faults
    assert not any("3171015705980001" in f"{one}{file_fault(one)}" for one in faults)


def test_formations_may_stand_in_the_columns_of_the_people(tmp_path):
    header = "nomor peserta;nik;nama;tanggal lahir;instansi;jabatan;lokasi;pendidikan;jenis formasi;jumlah kebutuhan"
    lines = [
        f"24-000{at};317101570598000{at};Orang {at};17-05-1998;Kemenkeu;Analis;Jakarta;S-1 Akuntansi;{kind};4"
        for at, kind in ((1, "Umum"), (2, "umum"), (3, "Daerah tertinggal"))
    ]

    read = read_registrations(written(tmp_path, header, *lines))

    assert [(one.kind, one.places) for one in read.formations] == [("umum", 4), ("daerah_tertinggal", 4)]
    assert read.people[0].formation == read.people[1].formation != read.people[2].formation


def test_formations_may_have_a_file_of_their_own(tmp_path):
    own = tmp_path / "formasi.csv"
    own.write_text(
        "kode formasi,instansi,jabatan,kelompok jabatan,lokasi,pendidikan,jenis formasi,jumlah kebutuhan\n"
        "F1,Kemenkes,Dokter Ahli,Dokter,Ambon,Profesi,umum,2\n",
        encoding="utf-8",
    )

    read = read_registrations(written(tmp_path, HEADER, AYU), own)

    assert [(one.code, one.position_group) for one in read.formations] == [("F1", "dokter")]


def test_one_code_for_two_formations_is_refused(tmp_path):
    own = tmp_path / "formasi.csv"
    header = "kode formasi,instansi,jabatan,lokasi,pendidikan,jenis formasi,jumlah kebutuhan"
    own.write_text(f"{header}\nF1,A,B,C,S-1,umum,2\nF1,A,B,C,S-1,umum,3\n", encoding="utf-8")

    faults = faults_of(written(tmp_path, HEADER, AYU), own)

    assert faults == [fault("formasi.csv", 3, "people.formation_differs", formation="F1", first=2)]
    assert file_fault(faults[0]).startswith("formasi.csv baris 3: formasi F1 berbeda dari baris 2.")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["nomor peserta;nik;nama", "a;b;c"], "people.column_missing"),
        ([HEADER + ";disabilitass", AYU], "people.column_unknown"),
        ([HEADER + ";nama", AYU], "people.column_twice"),
        ([HEADER], "people.no_rows"),
        ([HEADER, AYU + ";lebih"], "people.more_than_titles"),
        ([HEADER, AYU.replace("Ayu", '"Ayu')], "people.quotes"),
    ],
)
def test_a_file_of_the_wrong_shape_says_what_is_wrong(tmp_path, lines, code):
    assert code in [one.code for one in faults_of(written(tmp_path, *lines))]


def test_other_encodings_and_broken_spreadsheets_are_refused_by_name(tmp_path):
    assert faults_of(written(tmp_path, HEADER, AYU.replace("Ayu", "Añu"), encoding="latin-1"))[0].code == "people.no_text"
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan zip")
    assert faults_of(tmp_path / "rusak.xlsx")[0].code == "people.no_workbook"
    assert faults_of(tmp_path / "tidak-ada.csv")[0].code == "people.unreadable"
