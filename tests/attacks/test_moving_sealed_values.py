"""Whoever can write to the database file, and has no key, gives one person the face or the papers of another."""

import sqlite3
from contextlib import closing

import pytest

from server.storage.sealing import CannotOpen
from server.storage.tables import PaperRow, PersonRow, PhotoRow
from tests.builders import Hall
from tests.storage.traces import SECRET

AYU, BAYU = "24-0001", "24-0002"


def attack(hall: Hall, statement: str) -> None:
    with closing(sqlite3.connect(hall.parts.settings.database_path)) as connection:
        connection.execute(statement)
        connection.commit()


def desk_picture(work, hall: Hall, number: str) -> PhotoRow:
    sitting = work.sittings.get_one(hall.sittings[number])
    return work.people.desk_picture(sitting.registration_id, sitting.id)


def face_of(hall: Hall, number: str) -> bytes:
    return hall.works.read(lambda work: work.identity.jpeg(desk_picture(work, hall, number)))


def ids(hall: Hall) -> tuple[str, str]:
    return tuple(hall.works.read(lambda work, of=of: desk_picture(work, hall, of).id.hex) for of in (AYU, BAYU))


@pytest.mark.parametrize("column", ["jpeg_sealed", "embedding_sealed"])
def test_a_face_copied_into_another_row_does_not_open(day: Hall, column: str):
    assert face_of(day, AYU) == SECRET
    ayu, bayu = ids(day)

    attack(day, f"UPDATE photos SET {column} = (SELECT {column} FROM photos WHERE id = '{bayu}') WHERE id = '{ayu}'")

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: (work.identity.jpeg(found := desk_picture(work, day, AYU)), work.identity.embedding(found)))
    assert face_of(day, BAYU) == SECRET


def test_a_picture_that_is_handed_to_another_registration_does_not_open(day: Hall):
    """The value stays in its row, and the row changes its owner."""
    ayu, bayu = ids(day)
    attack(
        day,
        f"UPDATE photos SET (registration_id, sitting_id) = (SELECT registration_id, sitting_id FROM photos WHERE id = '{ayu}'),"
        f" kind = 'desk' WHERE id = '{bayu}'",
    )

    with pytest.raises(CannotOpen):
        face_of(day, AYU)


@pytest.mark.parametrize("moved", ["nik_sealed = birth_date_sealed", "birth_date_sealed = nik_sealed"])
def test_a_value_copied_into_another_column_does_not_open(day: Hall, moved: str):
    attack(day, f"UPDATE persons SET {moved}")

    def both(work):
        person = work.session.query(PersonRow).first()
        return work.people.nik(person), work.people.birth_date(person)

    with pytest.raises(CannotOpen):
        day.works.read(both)


def test_the_birth_date_of_another_person_does_not_open(day: Hall):
    attack(day, "UPDATE persons SET birth_date_sealed = (SELECT birth_date_sealed FROM persons ORDER BY id DESC LIMIT 1)")

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: work.people.birth_date(work.session.query(PersonRow).order_by(PersonRow.id).first()))


def test_a_value_copied_into_another_table_does_not_open(day: Hall):
    attack(day, "UPDATE incident_frames SET jpeg_sealed = (SELECT jpeg_sealed FROM photos LIMIT 1)")

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: [work.identity.jpeg(frame) for frame in _frames(work, day)])


def test_the_paper_of_a_neighbour_does_not_open(day: Hall):
    ayu = day.sittings[AYU]
    attack(
        day,
        "UPDATE papers SET layout_sealed = (SELECT layout_sealed FROM papers AS other WHERE other.sitting_id "
        f"= '{day.sittings[BAYU].hex}') WHERE sitting_id = '{ayu.hex}'",
    )

    with pytest.raises(CannotOpen):
        day.works.read(lambda work: work.papers.paper(ayu))


def test_the_points_of_another_item_do_not_open(hall: Hall):
    attack(hall, "UPDATE items SET content_sealed = (SELECT content_sealed FROM items ORDER BY code LIMIT 1)")
    hall.works.read(lambda work: work.cache.banks.clear())

    with pytest.raises(CannotOpen):
        hall.works.read(lambda work: work.exams.items(hall.exam))


def test_a_value_of_the_old_format_is_not_opened_any_more(day: Hall):
    paper = day.works.read(lambda work: work.session.get(PaperRow, day.sittings[AYU]).layout_sealed)
    attack(day, f"UPDATE papers SET layout_sealed = X'01{paper[1:].hex()}'")

    with pytest.raises(CannotOpen, match="format"):
        day.works.read(lambda work: work.papers.paper(day.sittings[AYU]))


def _frames(work, hall: Hall):
    return [frame for incident in work.identity.incidents(hall.slot) for frame in work.identity.frames(incident.id)]
