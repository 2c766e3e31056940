"""Personal data ends when it should, all of it, and not while it is held."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from server.storage.sealing import CannotOpen
from server.storage.tables import PhotoRow, Table
from server.workflows.after import privacy
from server.workflows.after.privacy import Purged
from tests.builders import COMMAND, ROOT, START, Applicant, Clock, Hall, a_hall, add_slot, register
from tests.storage.traces import ENDS, SECRET, looked_at, photographed_and_rescheduled, purge, reference_of


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
    assert set(marked().values()) == {*ends, "person", "session"}


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


def test_a_destroyed_key_ends_what_a_backup_still_holds(day: Hall):
    backup = day.works.database.read(lambda session: session.scalars(select(PhotoRow)).first())
    assert day.works.read(lambda work: work.identity.jpeg(backup)) == SECRET

    purge(day, days=31)

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: work.identity.jpeg(backup))


def test_who_sits_again_later_keeps_the_reference_photo_until_then(tmp_path: Path):
    hall = a_hall(tmp_path, people=(), freeze=False, clock=Clock(START - timedelta(hours=2)))
    register(hall, [Applicant("24-0001", "Ayu")])
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=hall.clock.now + timedelta(days=40), number=1)
    hall.works.write(photographed_and_rescheduled, hall, later)

    hall.clock.go(days=35)
    purged = hall.works.write(privacy.purge, ENDS, by=COMMAND)

    assert (purged.faces, purged.keys) == (0, 1)
    assert hall.works.read(lambda work: work.identity.jpeg(reference_of(work, hall))) == SECRET
    hall.close()


def test_who_sat_twice_loses_every_picture_once_both_days_are_over(tmp_path: Path):
    """Also where a check or a review names the desk picture of the other day."""
    hall = a_hall(tmp_path, people=(), freeze=False, clock=Clock(START - timedelta(hours=2)))
    register(hall, [Applicant("24-0001", "Ayu")])
    later = add_slot(hall.works, hall.exam, hall.site, starts_at=hall.clock.now + timedelta(days=2), number=1)
    hall.works.write(photographed_and_rescheduled, hall, later)
    hall.works.write(lambda work: [looked_at(work, who) for slot in (hall.slot, later) for who in work.purging.sittings(slot)])

    hall.clock.go(days=40)
    purged = hall.works.write(privacy.purge, ENDS, by=COMMAND)

    assert purged.faces == 3
    assert hall.works.database.read(lambda session: session.scalars(select(PhotoRow)).all()) == []
    hall.close()


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
