"""What officers type before the day, through the real `flask` commands."""

import csv
import os
import stat
from pathlib import Path

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from server.app import create_app
from server.exam.sittings import Status
from server.storage.people import People
from tests.builders import START, Clock, Hall, a_hall, photo, settings

SLOT = "BDG/2026-12-01/1"
HEADER = ("nomor peserta", "nik", "nama", "tanggal lahir", "instansi", "jabatan", "lokasi", "pendidikan", "jenis formasi",
          "jumlah kebutuhan", "disabilitas", "foto")  # fmt: skip


class Office:
    """An empty house and somebody who types."""

    def __init__(self, folder: Path, faces=None) -> None:
        self.folder = folder
        self.app = create_app(settings(folder), now=Clock(START), faces=faces)
        self.works = self.app.extensions["lugas"].works

    def types(self, *words: str, answers: str = "") -> Result:
        return self.app.test_cli_runner().invoke(args=list(words), input=answers)

    def does(self, *words: str, answers: str = "") -> str:
        result = self.types(*words, answers=answers)
        assert result.exit_code == 0, result.output
        return result.output

    def is_refused(self, *words: str) -> str:
        result = self.types(*words)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.output


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.works.database.close()


def prepared(office: Office) -> Office:
    office.does("exam", "create", "SKD", "SKD CPNS 2026")
    office.does("site", "add", "BDG", "UPT Bandung", "--zone", "WIB", "--room", "Ruang 1:2x3:1", "--room", "Ruang 2:1x4")
    office.does("slot", "add", "SKD", "BDG", "--day", "01-12-2026", "--at", "08:00", "--number", "1")
    return office


def people(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "peserta.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADER, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def person(at: int, **more: str) -> dict[str, str]:
    usual = {
        "nomor peserta": f"24-{at:04}",
        "nik": f"3273010101{at:06}",
        "nama": f"Peserta {at}",
        "tanggal lahir": "17-05-1998",
        "instansi": "Kementerian Uji",
        "jabatan": "Analis",
        "lokasi": "Bandung",
        "pendidikan": "S-1",
        "jenis formasi": "umum",
        "jumlah kebutuhan": "3",
    }
    return usual | more


def test_a_day_is_prepared_from_nothing(office):
    prepared(office)
    file = people(office.folder, *(person(at) for at in range(1, 8)))

    assert "7 peserta diimpor, 1 formasi baru, 0 foto." in office.does("registrations", "import", file, "--slot", SLOT)
    assert "7 peserta mendapat kursi dan naskah di 2 ruang" in office.does("slot", "freeze", SLOT)
    assert office.does("slot", "seats", SLOT).count("kursi") == 7
    assert "beku" in office.does("slot", "list")


def test_a_slot_starts_at_the_hour_of_its_site(office):
    office.does("exam", "create", "SKD", "SKD")
    office.does("site", "add", "JYP", "UPT Jayapura", "--zone", "WIT", "--room", "A:1x2")
    told = office.does("slot", "add", "SKD", "JYP", "--day", "2026-12-01", "--at", "08.00", "--number", "2")

    (slot,) = office.works.read(lambda work: list(work.slots.all()))

    assert "mulai 01-12-2026 08:00 WIT" in told
    assert slot.starts_at.isoformat() == "2026-11-30T23:00:00+00:00"
    assert slot.hard_end_at.isoformat() == "2026-12-01T02:20:00+00:00"  # 10 late, 130 for whoever gets the most, 60 of slack


def test_bad_rows_are_all_named_and_nothing_is_kept(office):
    prepared(office)
    rows = [
        person(1),
        person(2, nik="3,27301E+15"),
        person(3, nama=""),
        person(4, **{"jenis formasi": "khayalan"}),
        person(5, foto="x.jpg"),
    ]

    told = office.is_refused("registrations", "import", people(office.folder, *rows), "--slot", SLOT)

    assert "peserta.csv baris 3: NIK sudah diubah lembar sebar" in told
    assert "peserta.csv baris 4: nama kosong" in told
    assert office.works.read(lambda work: work.sittings.of_slot(work.slots.all()[0].id)) == []

    told = office.is_refused("registrations", "import", people(office.folder, person(1), *rows[3:]), "--slot", SLOT)

    assert "baris 3: jenis formasi 'khayalan' tidak dikenal" in told
    assert "baris 4: foto x.jpg tidak ada" in told
    assert office.works.read(lambda work: work.people.person_by_nik(person(1)["nik"])) is None


def test_an_import_that_fails_at_its_last_row_keeps_none_of_it(office, monkeypatch):
    prepared(office)
    file = people(office.folder, person(1), person(2))
    real = People.add_registration
    kept = []

    def power_goes_at_the_second(self, *given):
        kept.append(1)
        if len(kept) == 2:
            raise OSError("disk full")
        return real(self, *given)

    monkeypatch.setattr(People, "add_registration", power_goes_at_the_second)

    assert isinstance(office.types("registrations", "import", file, "--slot", SLOT).exception, OSError)
    assert office.works.read(lambda work: work.people.person_by_nik(person(1)["nik"])) is None


def test_the_same_people_are_not_imported_twice(office):
    prepared(office)
    file = people(office.folder, person(1))
    office.does("registrations", "import", file, "--slot", SLOT)

    told = office.is_refused("registrations", "import", file, "--slot", SLOT)

    assert "nomor peserta 24-0001 sudah terdaftar" in told
    assert "sudah terdaftar pada ujian ini" in told


def test_photos_are_measured_and_unusable_ones_listed(tmp_path, faces):
    office = prepared(Office(tmp_path, faces))
    photos = tmp_path / "foto"
    photos.mkdir()
    (photos / "24-0001.jpg").write_bytes(photo("obama.jpg"))
    (photos / "gelap.jpg").write_bytes(photo("obama_partial_face2.jpg")[:4000] + b"\xff\xd9")
    file = people(tmp_path, person(1), person(2, foto="gelap.jpg"), person(3))

    told = office.does("registrations", "import", file, "--slot", SLOT, "--photos", str(photos))

    assert "3 peserta diimpor, 1 formasi baru, 2 foto." in told
    assert "Foto 24-0002 tidak dapat dipakai untuk pencocokan: " in told
    assert "1 peserta tanpa foto akan direkam di meja registrasi: 24-0003" in told
    vectors = office.works.read(_vectors)
    assert [bool(vector) for vector in vectors] == [True, False]
    office.works.database.close()


def _vectors(work):
    wholes = sorted(work.sittings.whole_slot(work.slots.all()[0].id), key=lambda whole: whole.registration.number)
    photos = [work.people.reference(whole.registration.id) for whole in wholes]
    return [work.identity.vector(photo) for photo in photos if photo is not None]


def test_somebody_added_after_the_freeze_gets_a_seat_and_a_paper_unlike_the_neighbours(hall: Hall):
    office = Office.__new__(Office)
    office.app, office.works, office.folder = hall.app, hall.works, Path(hall.parts.settings.instance)
    file = people(office.folder, person(90))

    office.does("registrations", "import", file, "--slot", "JKT-1/2026-11-23/1")

    def late(work):
        whole = next(one for one in work.sittings.whole_slot(hall.slot) if one.registration.number == "24-0090")
        return (
            whole,
            work.papers.paper(whole.sitting.id),
            [
                (other.seat, work.papers.paper(other.sitting.id))
                for other in work.sittings.whole_room(hall.slot, whole.seat.room_id)
                if other.sitting.id != whole.sitting.id
            ],
        )

    whole, paper, others = hall.works.read(late)
    assert (whole.sitting.status, len(paper.items)) == (Status.EXPECTED, 110)
    for seat, other in others:
        assert seat.id != whole.seat.id
        if abs(seat.row - whole.seat.row) + abs(seat.column - whole.seat.column) == 1:
            assert all(mine.code != theirs.code for mine, theirs in zip(paper.items, other.items, strict=True))


def test_a_slot_is_drawn_once_and_only_with_seats_for_all(office):
    prepared(office)
    assert "belum berisi peserta" in office.is_refused("slot", "freeze", SLOT)
    office.does("registrations", "import", people(office.folder, *(person(at) for at in range(1, 8))), "--slot", SLOT)
    assert "Ada 7 peserta, tetapi hanya 4 kursi" in office.is_refused("slot", "freeze", SLOT, "--room", "Ruang 2")
    office.does("slot", "freeze", SLOT)
    assert "sudah dibekukan" in office.is_refused("slot", "freeze", SLOT)


def test_the_draw_can_be_repeated_from_its_sealed_seed(hall: Hall):
    def seed(work):
        slot = work.slots.get_one(hall.slot)
        return slot.draw_seed_sealed, work.vault.open(work.session, slot.draw_seed_sealed)

    sealed, opened = hall.works.read(seed)

    assert opened == b"benih uji"
    assert opened not in sealed


def test_staff_get_a_role_in_one_scope_and_a_password(office):
    prepared(office)
    password = "sandi yang panjang"
    told = office.does(
        "staff", "add", "sri", "Sri", "--role", "proctor", "--room", "BDG/Ruang 1", answers=f"{password}\n{password}\n"
    )
    assert "Akun sri mendapat peran pengawas." in told
    assert password not in told
    once = office.does("staff", "add", "budi", "Budi", "--role", "chief_proctor", "--site", "BDG", "--generate")
    shown = once.strip().rpartition(": ")[2]

    client = office.app.test_client()
    for account, secret in (("sri", password), ("budi", shown)):
        login = client.post("/api/staff/login", json={"account": account, "password": secret}, headers={"X-Lugas-Csrf": "none"})
        assert login.status_code == 200
        client = office.app.test_client()

    office.does("staff", "disable", "sri")
    refused = client.post("/api/staff/login", json={"account": "sri", "password": password}, headers={"X-Lugas-Csrf": "none"})
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exam", "create", "SKD", "lagi"), "'SKD' sudah ada"),
        (("exam", "create", "X", "x", "--rules", "tidak-ada"), "Yang tersedia: skd-2024"),
        (("site", "add", "X", "x", "--zone", "WIB", "--room", "A:3"), "Ruang 'A:3' tidak terbaca"),
        (("slot", "add", "SKD", "BDG", "--day", "besok", "--at", "08:00", "--number", "1"), "Tanggal 'besok' tidak terbaca"),
        (("slot", "add", "SKD", "BDG", "--day", "01-12-2026", "--at", "8", "--number", "1"), "Jam '8' tidak terbaca"),
        (("slot", "add", "SKD", "BDG", "--day", "01-12-2026", "--at", "09:00", "--number", "1"), "'BDG/2026-12-01/1' sudah ada"),
        (("slot", "freeze", "BDG/2026-12-01/9"), "sesi 'BDG/2026-12-01/9' tidak ada"),
        (("staff", "add", "a", "A", "--role", "administrator", "--slot", SLOT, "--generate"), "tidak memberi hak apa pun"),
        (("staff", "add", "a", "A", "--role", "proctor", "--generate"), "tepat satu cakupan"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(office, words, said):
    prepared(office)

    assert said in office.is_refused(*words)


def test_a_bank_is_checked_by_itself_and_against_a_rule_set(office, tmp_path):
    assert "sehat" in office.does("bank", "check", "question_bank/sample", "--rules", "skd-2024")
    (tmp_path / "kosong").mkdir()
    assert "package.json: berkas tidak ada" in office.is_refused("bank", "check", str(tmp_path / "kosong"))


def test_certificates_are_private_chain_to_the_ca_and_renew_under_it(office, tmp_path):
    folder = tmp_path / "tls"
    assert "CA baru dibuat" in office.does("site", "certs", "cat.uji.local", "10.0.0.5", "--out", str(folder))
    before = (folder / "ca.pem").read_bytes()
    assert "dipakai lagi" in office.does("site", "certs", "cat.uji.local", "--out", str(folder))

    assert (folder / "ca.pem").read_bytes() == before
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in folder.iterdir()} == {0o600}
    server, ca = x509.load_pem_x509_certificates((folder / "server.pem").read_bytes())
    server.verify_directly_issued_by(ca)
    assert isinstance(ca.public_key(), ec.EllipticCurvePublicKey)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["cat.uji.local"]


def test_certificates_never_land_in_the_repository(office):
    assert "tidak boleh berada di dalam folder program" in office.is_refused("site", "certs", "x", "--out", "docs/tls")
    assert not Path("docs/tls").exists()


def test_rotated_keys_open_what_the_old_ones_sealed(office):
    prepared(office)
    office.does("registrations", "import", people(office.folder, person(1)), "--slot", SLOT)
    before = office.app.extensions["lugas"].works.vault.files.current_master()

    assert "dibungkus ulang" in office.does("keys", "rotate", "--data")

    fresh = Office(office.folder)  # nothing in memory
    assert fresh.works.vault.files.current_master() != before
    nik = fresh.works.read(lambda work: work.people.nik(work.people.person_by_nik(person(1)["nik"])))
    assert nik == person(1)["nik"]
    fresh.works.database.close()


def test_the_demo_is_for_no_production_server(tmp_path):
    hall = a_hall(tmp_path, people=(), freeze=False, production=True, secure_cookies=True, public_origin="https://cat.uji")
    result = hall.app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "tidak dimuat pada server produksi" in result.output
    hall.close()
