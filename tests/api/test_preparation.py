"""The hall before the day, through the real app."""

from tests.builders import PEOPLE, Hall


def test_everybody_has_a_seat_of_their_own_and_a_whole_paper(hall: Hall):
    wholes = hall.works.read(lambda work: work.sittings.whole_slot(hall.slot))

    assert {whole.registration.number for whole in wholes} == {person.number for person in PEOPLE}
    assert len({whole.sitting.seat_id for whole in wholes}) == len(PEOPLE)
    for whole in wholes:
        assert len(hall.works.read(lambda work, of=whole.sitting.id: work.papers.paper(of)).items) == 110


def test_reference_photos_are_measured_and_sealed(hall_with_faces: Hall):
    def stored(work):
        sitting = work.sittings.whole(hall_with_faces.sittings["24-0011"])
        photo = work.people.reference(sitting.registration.id)
        return photo.jpeg_sealed, work.identity.jpeg(photo), work.identity.embedding(photo)

    sealed, jpeg, embedding = hall_with_faces.works.read(stored)

    assert jpeg.startswith(b"\xff\xd8\xff")
    assert jpeg[:16] not in sealed
    assert len(embedding) == 128
