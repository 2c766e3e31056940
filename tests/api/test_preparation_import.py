"""Registrations come in whole or not at all, with their photos measured."""

import sqlite3
from pathlib import Path
from uuid import UUID

import cv2
import pytest

from server.exam.arrangement import arranged
from server.exam.sittings import Status
from server.storage.people import People
from server.storage.types import new_id
from server.workflows.before import late_entries
from server.workflows.refusals import DrawIsStale
from tests.api.office import SLOT, Office, people, person, prepared
from tests.builders import COMMAND, PEOPLE, Applicant, Hall, register
from tests.reference_photos import MATERIAL, photo

FROZEN = "JKT-1/2026-11-23/1"  # the hall's own slot


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

    assert "peserta.csv baris 3: NIK sudah diubah aplikasi lembar kerja" in told
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
    assert "1 peserta tanpa foto akan difoto di meja registrasi: 24-0003" in told
    embeddings = office.works.read(_embeddings)
    assert [bool(embedding) for embedding in embeddings] == [True, False]
    office.works.database.close()


def test_a_photo_of_any_size_is_compared_with(tmp_path, faces):
    """As a phone or a studio makes it: more pixels than a snapshot may have, or in progressive scans."""
    office = prepared(Office(tmp_path, faces))
    photos = tmp_path / "foto"
    photos.mkdir()
    picture = cv2.imread(str(MATERIAL / "obama.jpg"))
    large = cv2.resize(picture, None, fx=2600 / picture.shape[1], fy=2600 / picture.shape[1], interpolation=cv2.INTER_CUBIC)
    assert large.shape[0] * large.shape[1] > 4_000_000
    for number, made, more in (("24-0001", large, []), ("24-0002", picture, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])):
        (photos / f"{number}.jpg").write_bytes(cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, 90, *more])[1].tobytes())
    (photos / "24-0009.jpg").write_bytes(photo("biden.jpg"))
    (photos / "catatan.txt").write_text("bukan foto")

    told = office.does("registrations", "import", people(tmp_path, person(1), person(2)), "--slot", SLOT, "--photos", str(photos))

    assert "tidak dapat dipakai" not in told
    assert [bool(embedding) for embedding in office.works.read(_embeddings)] == [True, True]
    assert "1 foto dalam folder tidak dipakai peserta mana pun; periksa namanya: 24-0009.jpg" in told
    office.works.database.close()


def test_a_known_person_is_not_renamed_and_no_other_one_taken_for_them(office):
    prepared(office)
    office.does("exam", "create", "SKB", "SKB CPNS 2026")
    office.does("slot", "add", "SKB", "BDG", "--day", "02-12-2026", "--at", "08:00", "--number", "1")
    other = "BDG/2026-12-02/1"
    office.does("registrations", "import", people(office.folder, person(1, nama="Siti Salahketik")), "--slot", SLOT)
    corrected = people(office.folder, person(1, nama="Siti Benar"))

    told = office.is_refused("registrations", "import", corrected, "--slot", other)
    assert "baris 2: NIK ini sudah tercatat atas nama 'Siti Salahketik', bukan 'Siti Benar'" in told

    office.does("registrations", "import", corrected, "--slot", other, "--rename")
    assert office.works.read(lambda work: work.people.person_by_nik(person(1)["nik"]).name) == "Siti Benar"


def test_the_same_name_in_other_letters_is_no_other_person(office):
    prepared(office)
    office.does("exam", "create", "SKB", "SKB CPNS 2026")
    office.does("slot", "add", "SKB", "BDG", "--day", "02-12-2026", "--at", "08:00", "--number", "1")
    office.does("registrations", "import", people(office.folder, person(1, nama="Nu’man Zoë")), "--slot", SLOT)
    office.does("registrations", "import", people(office.folder, person(1, nama="NU'MAN ZOE")), "--slot", "BDG/2026-12-02/1")


def _embeddings(work):
    wholes = sorted(work.sittings.whole_slot(work.slots.all()[0].id), key=lambda whole: whole.registration.number)
    photos = [work.people.reference(whole.registration.id) for whole in wholes]
    return [work.identity.embedding(photo) for photo in photos if photo is not None]


def test_the_hall_writes_on_while_papers_of_late_people_are_made(hall: Hall, monkeypatch):
    office = _office_of(hall)
    file = people(office.folder, person(90), person(91))
    server = sqlite3.connect(hall.parts.settings.database_path, timeout=0, isolation_level=None)
    written = []

    def writes() -> None:
        server.execute("BEGIN IMMEDIATE")
        server.execute("ROLLBACK")
        written.append(1)

    _while_papers_are_made(monkeypatch, writes)
    office.does("registrations", "import", file, "--slot", FROZEN)

    assert len(written) == 2 * 3  # two people, three sections each
    assert {"24-0090", "24-0091"} <= _seated(hall).keys()
    server.close()


def test_an_import_keeps_nobody_when_a_seat_was_taken_while_it_made_papers(hall: Hall, monkeypatch):
    office = _office_of(hall)
    file = people(office.folder, person(90), person(91))
    comes_first = [Applicant("24-0099", "Fajar Nugroho")]
    _while_papers_are_made(monkeypatch, lambda: comes_first and register(hall, [comes_first.pop()]))

    told = office.is_refused("registrations", "import", file, "--slot", FROZEN)

    assert "Ulangi perintah ini" in told
    assert [number for number in _seated(hall) if number in ("24-0090", "24-0091", "24-0099")] == ["24-0099"]
    assert office.works.read(lambda work: work.people.person_by_nik(person(90)["nik"])) is None
    office.does("registrations", "import", file, "--slot", FROZEN)
    assert len(set(_seated(hall).values())) == len(_seated(hall)) == len(PEOPLE) + 3


def test_whoever_is_added_during_the_freeze_gets_a_seat(office):
    """Whoever is added while the slot is frozen is not left without a seat."""
    prepared(office)
    office.does("registrations", "import", people(office.folder, person(1)), "--slot", SLOT)
    [slot] = office.works.read(lambda work: [one.id for one in work.slots.all()])
    before = office.works.read(late_entries.load_slot, slot).seats_for(1)
    office.does("slot", "freeze", SLOT)

    with pytest.raises(DrawIsStale):
        office.works.write(late_entries.add_sittings, before, [new_id()], by=COMMAND)


def _office_of(hall: Hall) -> Office:
    office = Office.__new__(Office)
    office.app, office.works, office.folder = hall.app, hall.works, Path(hall.parts.settings.instance)
    return office


def _while_papers_are_made(monkeypatch, happens) -> None:
    def slowly(*given, **named):
        happens()
        return arranged(*given, **named)

    monkeypatch.setattr("server.exam.paper.arranged", slowly)


def _seated(hall: Hall) -> dict[str, UUID | None]:
    """Seats by participant number."""
    return hall.works.read(
        lambda work: {one.registration.number: one.sitting.seat_id for one in work.sittings.whole_slot(hall.slot)}
    )


def test_somebody_added_after_the_freeze_gets_a_seat_and_own_paper(hall: Hall):
    """Somebody added after the freeze gets a seat and a paper unlike the neighbours."""
    office = _office_of(hall)
    file = people(office.folder, person(90))

    office.does("registrations", "import", file, "--slot", FROZEN)

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
