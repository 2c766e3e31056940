"""Personal data ends when it should, all of it, and not while it is held."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from server.exam.ledger import Cause, Entry
from server.storage.lookalikes import LookAlikes
from server.storage.sealing import CannotOpen
from server.storage.tables import FaceCheckRow, IncidentFrameRow, IncidentRow, OverrideRow, PhotoRow, ReviewRow, Table
from server.workflows import incidents, privacy, sitting, slot_acts, timekeeping
from server.workflows.access import officer
from server.workflows.adding import add_sittings, look
from server.workflows.asked import Asked
from server.workflows.incidents import KeptFrame
from server.workflows.privacy import Ends, Purged
from tests.builders import ROOT, START, Applicant, Clock, Hall, a_hall, add_slot, register
from tests.storage.days import answer, seated

ENDS = Ends(
    faces=timedelta(days=30),
    incidents=timedelta(days=180),
    sitting_texts=timedelta(days=365),
    registrations=timedelta(days=730),
    staff_names=timedelta(days=730),
)
SECRET = b"\xff\xd8\xff picture of somebody"
NUMBERS = ("24-0001", "24-0002")


def marked() -> dict[str, str]:
    return {
        f"{table.name}.{column.name}": column.info["personal"]
        for table in Table.metadata.tables.values()
        for column in table.columns
        if "personal" in column.info
    }


def test_the_document_lists_exactly_the_personal_columns_and_their_ends():
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+\.\w+)` \|.*\| `(\w+)` \|$", text, re.MULTILINE))

    assert listed == marked()


def test_every_end_of_the_document_has_its_days():
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    ends = dict(re.findall(r"^\| `(\w+)` \| (\d+) days", text, re.MULTILINE))

    assert ends == {"faces": "30", "incidents": "180", "sitting": "365", "registration": "730", "staff": "730"}
    assert set(marked().values()) == {*ends, "person"}


@pytest.fixture
def day(hall: Hall) -> Hall:
    """A day on which everything personal there can be was written down; the slot is closed."""
    for number in NUMBERS:
        _leave_traces(hall, number)
    hall.clock.go(hours=3)
    hall.works.write(timekeeping.close_expired)
    chief = hall.works.read(officer, hall.staff["ketua"])
    hall.works.write(slot_acts.act, "close", hall.slot, chief, Asked())
    hall.works.write(_close_account, hall.staff["meja2"])
    return hall


def _leave_traces(hall: Hall, number: str) -> None:
    who = seated(hall, number)
    hall.works.write(sitting.start, who)
    answer(hall, who, item=0, option=0)
    hall.works.write(_write_down, hall, who)


def _write_down(work, hall: Hall, who) -> None:
    row = work.sittings.get_one(who)
    row.identity_reason = "veil"
    line = work.audit.note(hall.staff["ketua"], "absent", ("sitting", who), reason="other")
    work.audit.remark(line, "sakit keras, kata kakaknya", hall.slot, who)
    work.audit.remark(line, "listrik padam", hall.slot)
    work.sittings.add_message(who, "tenang", hall.staff["pengawas"], work.now)
    for kind, of in (("reference", None), ("desk", who)):
        photo = PhotoRow(registration_id=row.registration_id, sitting_id=of, kind=kind, taken_at=work.now)
        work.identity.add_photo(photo, hall.slot, SECRET, (0.5,) * 128)
    reviewed = ReviewRow(photo_id=photo.id, at=work.now, by=hall.staff["ketua"], note="kartu sudah dilihat")
    LookAlikes(work.session, work.vault).add_review(reviewed)
    check = FaceCheckRow(sitting_id=who, gate="desk", at=work.now, verdict="no_match", picture_id=photo.id)
    check.measured = {"distance": 0.71}
    work.identity.add_check(check)
    override = OverrideRow(
        sitting_id=who, check_id=check.id, reason="enrolled", first=hall.staff["meja1"], second=hall.staff["meja2"]
    )
    override.document_kind, override.document_digits, override.at = "ktp", "0001", work.now
    work.identity.add_override(override)
    incident = IncidentRow(
        slot_id=hall.slot, sitting_id=who, kind="different", severity=3, raised_at=work.now, why=[], note="dilihat"
    )
    incident.trace = [{"distance": 0.71}]
    work.identity.add_incident(incident)
    incidents.add_frames(work, incident.id, [KeptFrame("trigger", SECRET, work.now, work.now, vector=(0.25,) * 128)])
    entry = Entry(Cause.PROCTOR, work.now, work.now, timedelta(), timedelta())
    work.ledger.add(who, str(row.block), entry, hall.staff["pengawas"], "tersandung kabel")


def _close_account(work, staff_id) -> None:
    work.staff.get(staff_id).disabled_at = work.now


def purge(hall: Hall, days: int) -> Purged:
    hall.clock.now = hall.works.read(lambda work: work.slots.get_one(hall.slot).closed_at) + timedelta(days=days)
    return hall.works.write(privacy.purge, ENDS)


def test_nothing_goes_before_its_time(day: Hall):
    assert purge(day, days=29) == Purged()


def test_faces_go_first_then_frames_then_words_then_names(day: Hall):
    faces, frames, words, names = (purge(day, days) for days in (31, 181, 366, 731))

    assert faces == Purged(faces=4, keys=1)  # of two people: reference and desk picture; and the key of the slot
    assert frames == Purged(incidents=2, keys=1)
    assert words == Purged(sitting_texts=12)
    assert names == Purged(registrations=4, persons=4, staff_names=1)
    assert purge(day, 900) == Purged()


def test_in_the_end_no_personal_column_says_anything_about_anybody(day: Hall):
    before = _personal_values(day)
    assert set(before) == set(marked())  # the day wrote something into each, so each is tested

    purge(day, days=731)

    after = _personal_values(day)
    still = {column: values & before[column] for column, values in after.items() if values & before[column]}
    assert still == {"staff.name": {name for name in before["staff.name"] if "meja2" not in name}}  # they work here


def _personal_values(hall: Hall) -> dict[str, set[object]]:
    def of(session):
        found = {}
        for table in Table.metadata.tables.values():
            for column in table.columns:
                if "personal" in column.info:
                    values = {str(value) for value in session.scalars(select(column)) if value}
                    if values:
                        found[f"{table.name}.{column.name}"] = values
        return found

    return hall.works.database.read(of)


def test_scores_and_answers_stay_whole(day: Hall):
    who = day.sittings["24-0001"]
    before = day.works.read(lambda work: (work.answers.scores(who), work.answers.events(who)))

    purge(day, days=731)

    assert day.works.read(lambda work: (work.answers.scores(who), work.answers.events(who))) == before


def test_a_held_registration_keeps_everything_and_the_others_do_not(day: Hall):
    def hold(work, reason):
        whole = work.sittings.whole(day.sittings["24-0001"])
        privacy.hold(work, whole.registration, reason)

    day.works.write(hold, "sanggah 12/2026")
    purged = purge(day, days=731)

    assert (purged.faces, purged.incidents, purged.registrations, purged.persons, purged.keys) == (2, 1, 3, 3, 0)
    assert purged.held > 0
    held = day.works.read(lambda work: work.sittings.whole(day.sittings["24-0001"]))
    photo = day.works.read(lambda work: work.people.reference(held.registration.id))
    assert (held.person.name, held.registration.number) == ("Ayu Lestari", "24-0001")
    assert day.works.read(lambda work: work.identity.jpeg(photo)) == SECRET

    day.works.write(hold, None)
    rest = purge(day, days=732)
    assert (rest.faces, rest.incidents, rest.registrations, rest.persons, rest.keys) == (2, 1, 1, 1, 2)


def test_a_held_slot_or_incident_keeps_its_pictures(day: Hall):
    day.works.write(lambda work: privacy.hold(work, work.slots.get_one(day.slot), "laporan polisi"))
    assert (purge(day, 200).faces, purge(day, 200).incidents) == (0, 0)

    day.works.write(lambda work: privacy.hold(work, work.slots.get_one(day.slot), None))
    one = day.works.read(lambda work: work.identity.incidents(day.slot)[0].id)
    day.works.write(lambda work: privacy.hold(work, work.identity.incident(one), "laporan polisi"))
    assert purge(day, 200).incidents == 1
    left = day.works.database.read(lambda session: session.scalars(select(IncidentFrameRow.incident_id)).all())
    assert left == [one]


def test_a_destroyed_key_ends_what_a_backup_still_holds(day: Hall):
    backup = day.works.database.read(lambda session: session.scalars(select(PhotoRow.jpeg_sealed)).first())

    purge(day, days=31)

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: work.vault.open(work.session, backup))


def test_who_sits_again_later_keeps_the_reference_photo_until_then(tmp_path: Path):
    hall = a_hall(tmp_path, people=(), freeze=False, clock=Clock(START - timedelta(hours=2)))
    register(hall, [Applicant("24-0001", "Ayu")])
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=hall.clock.now + timedelta(days=40), number=1)
    hall.works.write(_photographed_and_rescheduled, hall, later)

    hall.clock.go(days=35)
    purged = hall.works.write(privacy.purge, ENDS)

    assert (purged.faces, purged.keys) == (0, 1)
    assert hall.works.read(lambda work: work.identity.jpeg(_reference(work, hall))) == SECRET
    hall.close()


def test_a_held_slot_keeps_the_reference_photo_of_whoever_also_sat_elsewhere(tmp_path: Path):
    hall = a_hall(tmp_path, people=(), freeze=False, clock=Clock(START - timedelta(hours=2)))
    register(hall, [Applicant("24-0001", "Ayu")])
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=hall.clock.now + timedelta(days=2), number=1)
    hall.works.write(_photographed_and_rescheduled, hall, later)
    hall.works.write(lambda work: privacy.hold(work, work.slots.get_one(hall.slot), "laporan polisi"))

    hall.clock.go(days=40)
    hall.works.write(privacy.purge, ENDS)

    assert hall.works.read(lambda work: work.identity.jpeg(_reference(work, hall))) == SECRET
    hall.close()


def test_one_incident_is_held_by_its_id(day: Hall):
    (one, _) = day.works.read(lambda work: work.identity.incidents(day.slot))
    runner = day.app.test_cli_runner()
    assert "ditahan" in runner.invoke(args=["privacy", "hold", "laporan polisi", "--incident", str(one.id)]).output
    assert runner.invoke(args=["privacy", "hold", "x", "--incident", str(day.slot)]).exit_code == 1
    assert runner.invoke(args=["privacy", "hold", "x", "--incident", str(one.id), "--slot", "y"]).exit_code == 1

    assert purge(day, 200).incidents == 1


def _photographed_and_rescheduled(work, hall: Hall, later) -> None:
    registration = work.sittings.get_one(hall.sittings["24-0001"]).registration_id
    photo = PhotoRow(registration_id=registration, kind="reference", taken_at=work.now)
    work.identity.add_photo(photo, hall.slot, SECRET, None)
    add_sittings(work, look(work, later).seats_for(1), [registration])


def _reference(work, hall: Hall) -> PhotoRow:
    return work.people.reference(work.sittings.get_one(hall.sittings["24-0001"]).registration_id)


def test_the_command_prints_what_went_and_the_file_holds_none_of_it(day: Hall):
    day.clock.go(days=800)
    path = day.parts.settings.database_path
    assert b"Ayu Lestari" in _bytes(path)

    told = day.app.test_cli_runner().invoke(args=["privacy", "purge"]).output

    assert "Gambar wajah dihapus: 4" in told
    assert "Pendaftaran dianonimkan: 4" in told
    assert b"Ayu Lestari" not in _bytes(path)
    assert b"24-0001" not in _bytes(path)


def _bytes(path: Path) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return b"".join(each.read_bytes() for each in path.parent.glob("lugas.sqlite3*"))
