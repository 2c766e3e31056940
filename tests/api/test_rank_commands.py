"""`flask rules rank` and `integrate`, as they are typed."""

import pytest

from tests.api.rules_typist import Typist

HEADER = "number,TWK,TIU,TKP"
BY_HAND = ("--rules", "cpns-2024", "--skd", "420", "--skb", "cat:380/500:60", "--skb", "wawancara:80/100:40")


@pytest.fixture
def typist(monkeypatch, tmp_path) -> Typist:
    return Typist(monkeypatch, tmp_path)


def file(typist: Typist, *rows: str, header: str = HEADER) -> str:
    path = typist.folder / "nilai.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return str(path)


def test_the_cut_admits_three_times_the_places_and_its_boundary(typist):
    rows = ("A,65,80,170", "B,65,80,170", "C,100,100,200", "D,65,80,165", "E,65,80,169", "F,75,80,170", "G,65,80,170")
    told = typist.told("rank", "--rules", "cpns-2024", "--stage", "skb", "--places", "1", file(typist, *rows))

    assert [(one["number"], one["rank"], one["total"], one["decided_by"]) for one in told["admitted"]] == [
        ("C", 1, 400, "total"),
        ("F", 2, 325, "total"),
        ("A", 3, 315, "boundary_tie"),
        ("B", 3, 315, "boundary_tie"),
        ("G", 3, 315, "boundary_tie"),
    ]
    assert {one["code"] for one in told["admitted"]} == {"P/L"}
    assert [(one["number"], one["reason"], one["code"]) for one in told["not_admitted"]] == [
        ("E", "peringkat 6, batasnya 3", "P"),
        ("D", "tidak memenuhi ambang batas: TKP 165, paling sedikit 166", "TL"),
    ]
    assert told["trace"][-1]["text"].startswith("3 peserta sama dalam semua ukuran pada batas: semuanya ikut, sehingga 5 orang")
    spoken = typist.does("rank", "--places", "1", file(typist, *rows))
    assert "3. B: 315 (P/L, ditentukan oleh seri pada batas: semuanya ikut)" in spoken
    assert "D: tidak memenuhi ambang batas: TKP 165, paling sedikit 166" in spoken


def test_the_final_stage_ranks_by_the_integrated_score(typist):
    """A: 40*420/550 + 0.6*76 = 76.145; B: 40*400/550 + 0.6*80 = 77.091; C: no SKB."""
    header = f"{HEADER},formation,ipk,birth_date,skb"
    rows = ("A,100,120,200,umum,3.5,1998-05-17,76", "B,90,115,195,Papua,3.1,17-05-1999,80.0", "C,150,175,225,umum,4,1998-05-17,")
    told = typist.told("rank", "--stage", "final", "--places", "1", file(typist, *rows, header=header))

    assert told["admitted"] == [{"number": "B", "rank": 1, "total": 400, "final": 77.091, "decided_by": "final", "code": "L"}]
    assert [(one["number"], one["because"]) for one in told["not_admitted"]] == [("A", "not_placed"), ("C", "no_skb")]
    assert "1. B: 77,091 (L, ditentukan oleh final)" in typist.does(
        "rank", "--stage", "final", "--places", "1", file(typist, *rows, header=header)
    )


def test_a_column_that_is_not_there_parts_nobody_and_is_told(typist):
    told = typist.told("rank", "--stage", "final", "--places", "1", file(typist, "A,65,80,170,80", header=f"{HEADER},skb"))

    assert [line["numbers"]["merit"] for line in told["trace"] if line["rule"] == "not_asked"] == ["ipk", "birth_date"]


def test_the_kind_and_group_of_rows_that_name_none_are_options(typist):
    name = file(typist, "A,10,80,221")

    assert typist.told("rank", "--places", "1", name)["admitted"] == []
    assert [one["number"] for one in typist.told("rank", "--places", "1", "--position-group", "dokter", name)["admitted"]] == [
        "A"
    ]
    assert [one["number"] for one in typist.told("rank", "--places", "1", "--formation", "tertinggal", name)["admitted"]] == ["A"]


def test_a_faulty_file_is_refused_whole_with_every_line(typist):
    rows = ("A,65,80,170", "A,65,80,170", "B,65,119,226", "C,=1+1,80,170", "D,x,80,", "E,65,80,170,9", "F,65,80,166")
    refused = typist.is_refused("rank", "--places", "1", file(typist, *rows))

    for said in (
        "nilai.csv baris 3: nomor peserta A sudah dipakai pada baris 2",
        "nilai.csv baris 4: nilai TIU 119 tidak mungkin: harus kelipatan 5",
        "nilai.csv baris 4: nilai TKP 226 melebihi nilai tertinggi 225",
        "nilai.csv baris 5: TWK berisi rumus (=1+1)",
        "nilai.csv baris 6: nilai TWK 'x' bukan bilangan bulat",
        "nilai.csv baris 6: TKP kosong",
        "nilai.csv baris 7: ada 5 kolom, padahal judulnya 4",
        "Ada 7 kesalahan. Tidak ada yang diperingkat",
    ):
        assert said in refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rank", "--places", "0", "x.csv"), "Jumlah kebutuhan 0 tidak mungkin"),
        (("rank", "--places", "1", "tidak-ada.csv"), "berkas tidak dapat dibaca"),
        (("rank", "--places", "1", "--rules", "skd-2024", "x.csv"), "hanya memuat ujian, tanpa tahap seleksi"),
        (("rank", "--places", "1", "--formation", "x", "x.csv"), "Jenis formasi 'x' tidak ada"),
        (("integrate", "--skd", "551", "--skb", "cat:1/2:100"), "Nilai SKD '551' tidak mungkin"),
        (("integrate", "--skd", "4.5", "--skb", "cat:1/2:100"), "Nilai SKD '4.5' tidak mungkin"),
        (("integrate", "--skd", "1", "--skb", "cat:501/500:100"), "Nilai cat 501 dari 500 tidak mungkin"),
        (("integrate", "--skd", "1", "--skb", "cat:0/0:100"), "Nilai cat 0 dari 0 tidak mungkin"),
        (("integrate", "--skd", "1", "--skb", "cat:1/2:60"), "berjumlah 60 persen, seharusnya 100"),
        (("integrate", "--skd", "1", "--skb", "cat:1/2:50", "--skb", "CAT:1/2:50"), "ditulis lebih dari sekali: cat"),
        (("integrate", "--skd", "1", "--skb", "cat 1/2"), "'cat 1/2' tidak terbaca"),
        (("integrate", "--skd", "1", "--skb", "cat:-1/2:100"), "'cat:-1/2:100' tidak terbaca"),
        (("integrate", "--skd", "1", "--skb", "cat:1/2:100", "--skb", "b:1/2:0"), "Bobot b 0 persen"),
        (("integrate", "--skd", "1", "--skb", "cat:1/2:100", "--agency", "desa"), "Pakai salah satu dari: pusat, daerah"),
        (("integrate", *BY_HAND[2:], "--agency", "daerah"), "wawancara 40 dari paling banyak 0 persen"),
    ],
)
def test_what_cannot_be_is_refused_in_words(typist, words, said):
    assert said in typist.is_refused(*words)


def test_skd_and_skb_are_integrated_with_the_arithmetic_in_the_open(typist):
    told = typist.told("integrate", *BY_HAND)

    assert (told["skd_scaled"], told["skb_scaled"], told["final"]) == (76.364, 77.6, 77.105)
    assert [line["text"] for line in told["trace"]] == [
        "SKD: 420 dibagi 550, dikali 100 = 76,364",
        "SKB cat: 380 dibagi 500, dikali 100 = 76,000; bobot 60 persen menyumbang 45,600",
        "SKB wawancara: 80 dibagi 100, dikali 100 = 80,000; bobot 40 persen menyumbang 32,000",
        "SKB: jumlah sumbangan 2 komponen = 77,600",
        "Nilai akhir: 40 persen dari 76,364 ditambah 60 persen dari 77,600 = 77,105, dihitung tanpa pembulatan, "
        "ditampilkan dengan 3 angka di belakang koma",
    ]
    assert {line["source"] for line in told["trace"]} >= {"PermenPANRB 6/2024, dikutip pers"}


def test_a_lawful_mix_says_by_which_limits(typist):
    told = typist.told("integrate", "--skd", "420", "--skb", "cat:76,25/100:60", "--skb", "tpa:70/100:40", "--agency", "daerah")

    assert (told["trace"][0]["rule"], told["trace"][0]["confidence"]) == ("within_limits", "U")
    assert told["skb_scaled"] == 73.75
