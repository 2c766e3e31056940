"""Registration files as officers send them."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.registrations.faults import UnreadableRegistrations
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


def faults_of(path: Path, formations: Path | None = None) -> list[str]:
    with pytest.raises(UnreadableRegistrations) as refused:
        read_registrations(path, formations)
    return [str(fault) for fault in refused.value.faults]


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
    (fault,) = faults_of(written(tmp_path, header, f"24-0001;3171015705980001;Ayu;17-05-1998;F1;;{ipk}"))

    assert f"peserta.csv baris 2: IPK '{ipk}' bukan angka." in fault


def test_a_number_with_small_letters_is_kept_as_it_is_looked_for(tmp_path):
    header = "nomor peserta;nik;nama;tanggal lahir;kode formasi"
    (line,) = read_registrations(written(tmp_path, header, "24-0001a;3171015705980001;Ayu;17-05-1998;F1")).people

    assert line.number == "24-0001A"


@pytest.mark.parametrize("nik", ["3,17102E+15", "3.17E+15", "3171015705980001.0", "3.171.015.705.980.001"])
def test_a_nik_that_became_a_number_is_refused_with_advice(tmp_path, nik):
    (fault,) = faults_of(written(tmp_path, HEADER, AYU.replace("3171015705980001", nik)))

    assert "peserta.csv baris 2: NIK sudah diubah lembar sebar menjadi bilangan" in fault
    assert "Teks" in fault


def test_a_nik_stored_as_a_number_in_xlsx_is_refused_even_if_whole(tmp_path):
    """A nik stored as a number in xlsx is refused even when it looks whole."""
    header = ["nomor peserta", "nik", "nama", "tanggal lahir", "kode formasi"]
    (fault,) = faults_of(sheet(tmp_path, header, ["24-0001", 3171015705980000, "Ayu", "17-05-1998", "F1"]))

    assert "NIK sudah diubah" in fault


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

    for expected in (
        "baris 2: NIK berisi 6 angka, seharusnya 16.",
        "baris 3: nama kosong.",
        "baris 3: tanggal lahir '31-02-1997' tidak terbaca.",
        "baris 5: nomor peserta 24-0002 sudah dipakai pada baris 3.",
        "baris 5: NIK sudah dipakai pada baris 3.",
        "baris 5: tanggal lahir '17-05-98' tidak terbaca.",
        "baris 5: kode formasi kosong.",
        "baris 5: disabilitas 'rabun' tidak dikenal.",
        "baris 5: IPK 4.5 di luar 0 sampai 4.",
    ):
        assert any(expected in fault for fault in faults), (expected, faults)
    assert len(faults) == 9


def test_no_fault_shows_a_nik(tmp_path):
    faults = faults_of(written(tmp_path, HEADER, AYU, AYU.replace("17-05-1998", "kapan-kapan")))

    assert faults
    assert not any("3171015705980001" in fault for fault in faults)


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

    (fault,) = faults_of(written(tmp_path, HEADER, AYU), own)

    assert "formasi.csv baris 3: formasi F1 berbeda dari baris 2." in fault


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["nomor peserta;nik;nama", "a;b;c"], "kolom 'tanggal lahir' tidak ada"),
        ([HEADER + ";disabilitass", AYU], "kolom 'disabilitass' tidak dikenal"),
        ([HEADER + ";nama", AYU], "kolom 'nama' ada lebih dari sekali"),
        ([HEADER], "berkas tidak berisi data"),
        ([HEADER, AYU + ";lebih"], "ada 8 kolom, padahal judulnya 7"),
        ([HEADER, AYU.replace("Ayu", '"Ayu')], "tanda kutip tidak beres"),
    ],
)
def test_a_file_of_the_wrong_shape_says_what_is_wrong(tmp_path, lines, said):
    assert any(said in fault for fault in faults_of(written(tmp_path, *lines)))


def test_other_encodings_and_broken_spreadsheets_are_refused_in_words(tmp_path):
    assert "bukan teks UTF-8" in faults_of(written(tmp_path, HEADER, AYU.replace("Ayu", "Añu"), encoding="latin-1"))[0]
    (tmp_path / "rusak.xlsx").write_bytes(b"bukan zip")
    assert "bukan XLSX yang utuh" in faults_of(tmp_path / "rusak.xlsx")[0]
    assert "tidak dapat dibaca" in faults_of(tmp_path / "tidak-ada.csv")[0]
