"""What officers type before the day, through the real `flask` commands."""

import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from server.storage.sealing import place_of
from tests.api.office import SLOT, Office, people, person, prepared
from tests.builders import Hall, a_hall


def test_a_day_is_prepared_from_nothing(office):
    prepared(office)
    file = people(office.folder, *(person(at) for at in range(1, 8)))

    assert "7 peserta diimpor, 1 formasi baru, 0 foto." in office.does("registrations", "import", file, "--slot", SLOT)
    assert "7 peserta mendapat kursi dan naskah soal di 2 ruang" in office.does("slot", "freeze", SLOT)
    assert office.does("slot", "seats", SLOT).count("kursi") == 7
    assert "dikunci" in office.does("slot", "list")


def test_a_slot_starts_at_the_hour_of_its_site(office):
    office.does("exam", "create", "SKD", "SKD")
    office.does("site", "add", "JYP", "UPT Jayapura", "--zone", "WIT", "--room", "A:1x2")
    told = office.does("slot", "add", "SKD", "JYP", "--day", "2026-12-01", "--at", "08.00", "--number", "2")

    (slot,) = office.works.read(lambda work: list(work.slots.all()))

    assert "mulai 01-12-2026 08:00 WIT" in told
    assert slot.starts_at.isoformat() == "2026-11-30T23:00:00+00:00"
    assert slot.hard_end_at.isoformat() == "2026-12-01T02:20:00+00:00"  # 10 late, 130 for whoever gets the most, 60 of slack


def test_a_slot_is_drawn_once_and_only_with_seats_for_all(office):
    prepared(office)
    assert "belum berisi peserta" in office.is_refused("slot", "freeze", SLOT)
    office.does("registrations", "import", people(office.folder, *(person(at) for at in range(1, 8))), "--slot", SLOT)
    assert "Ada 7 peserta, tetapi hanya 4 kursi" in office.is_refused("slot", "freeze", SLOT, "--room", "Ruang 2")
    office.does("slot", "freeze", SLOT)
    assert "sudah dikunci" in office.is_refused("slot", "freeze", SLOT)


def test_the_draw_can_be_repeated_from_its_sealed_seed(hall: Hall):
    def seed(work):
        slot = work.slots.get_one(hall.slot)
        return slot.draw_seed_sealed, work.vault.open(work.session, place_of(slot, "draw_seed_sealed"), slot.draw_seed_sealed)

    sealed, opened = hall.works.read(seed)

    assert opened.startswith(b"benih uji")
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
        (("exam", "create", "X", "x", "--rules", "tidak-ada"), "Yang tersedia: sekdin-2025, skd-2018"),
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
    assert "tidak mengandung kesalahan" in office.does("bank", "check", "question_bank/sample", "--rules", "skd-2024")
    (tmp_path / "kosong").mkdir()
    assert "package.json: berkas tidak ada" in office.is_refused("bank", "check", str(tmp_path / "kosong"))


def test_a_bank_whose_keys_show_is_warned_of(office, tmp_path):
    bank = tmp_path / "paket"
    shutil.copytree("question_bank/sample", bank)
    file = json.loads((bank / "tkp.json").read_text(encoding="utf-8"))
    for option in (option for item in file["items"] for option in item["options"]):
        option["text"] = re.sub("[,;:]", "", option["text"]) + "," * option["points"]
    (bank / "tkp.json").write_text(json.dumps(file), encoding="utf-8")

    told = office.does("bank", "check", str(bank))

    most = 5 * len(file["items"])
    assert (
        f"Peringatan TKP: memilih pilihan dengan jumlah koma terbesar, tanpa membaca isinya, menghasilkan {most} dari {most}"
        in told
    )
    assert "tidak mengandung kesalahan" in told


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


def test_somebody_registered_is_invited_to_another_slot_and_sits_there(office):
    """Somebody registered is invited to another slot and takes a seat there."""
    prepared(office)
    office.does("registrations", "import", people(office.folder, person(1), person(2)), "--slot", SLOT)
    office.does("slot", "add", "SKD", "BDG", "--day", "02-12-2026", "--at", "08:00", "--number", "1")
    later = "BDG/2026-12-02/1"

    office.does("slot", "invite", later, "24-0001")
    office.does("slot", "freeze", later)
    office.does("slot", "invite", later, "24-0002")

    assert office.does("slot", "seats", later).count("kursi") == 2
    assert "'24-0002' sudah ada" in office.is_refused("slot", "invite", later, "24-0002")
    assert "nomor peserta '24-9999' tidak ada" in office.is_refused("slot", "invite", later, "24-9999")


def test_a_hold_is_set_and_ended_by_command(office):
    prepared(office)
    office.does("registrations", "import", people(office.folder, person(1)), "--slot", SLOT)

    office.does("privacy", "hold", "sanggah", "--exam", "SKD", "--number", "24-0001")
    office.does("privacy", "hold", "laporan", "--slot", SLOT)
    assert office.works.read(_holds) == ["laporan", "sanggah"]
    office.does("privacy", "release", "--slot", SLOT)
    assert office.works.read(_holds) == [None, "sanggah"]
    assert "--exam bersama --number" in office.is_refused("privacy", "hold", "x", "--number", "24-0001")


def _holds(work):
    slot = work.slots.all()[0]
    return [slot.legal_hold, work.sittings.whole_slot(slot.id)[0].registration.legal_hold]


def test_every_sentence_a_command_may_say_is_in_the_catalogue():
    sources = "".join(path.read_text(encoding="utf-8") for path in Path("server/commands").glob("*.py"))
    keys = set(re.findall(r'\b(?:echo_words|words|refused)\(\s*"(\w+)"', sources))
    catalogue = json.loads(Path("client/words/id/cli.json").read_text(encoding="utf-8"))
    shared = {"unknown_error"}

    assert len(keys) > 40
    assert keys - shared <= set(catalogue)


def test_certificates_never_land_in_the_repository(office):
    assert "tidak boleh berada di dalam folder program" in office.is_refused("site", "certs", "x", "--out", "docs/tls")
    assert not Path("docs/tls").exists()


def test_rotated_keys_open_what_the_old_ones_sealed(office):
    prepared(office)
    office.does("registrations", "import", people(office.folder, person(1)), "--slot", SLOT)
    before = office.app.extensions["lugas"].works.vault.files.current_master()

    assert "dienkripsi ulang" in office.does("keys", "rotate", "--data")

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


def test_a_postponed_slot_is_planned_again_and_no_other(office: Office):
    house = prepared(office)
    house.is_refused("slot", "plan", SLOT, "--day", "02-12-2026", "--at", "13:00")

    def postpone(work):
        [slot] = work.slots.all()
        slot.status = "postponed"
        return slot.hard_end_at - slot.starts_at

    lasts = house.works.write(postpone)

    told = house.does("slot", "plan", SLOT, "--day", "02-12-2026", "--at", "13:00")

    assert "02-12-2026 13:00" in told
    [slot] = house.works.read(lambda work: work.slots.all())
    assert (slot.status, slot.hard_end_at - slot.starts_at) == ("prepared", lasts)
