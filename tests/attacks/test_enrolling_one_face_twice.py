"""Somebody without a registration photo is enrolled again and again with one face, under a new number each time."""

from tests.api.desk_scenes import NO_PHOTO, check, has_pin, of, refused, second
from tests.builders import Applicant, Hall, register
from tests.second_pictures import moments

KTP = {"kind": "ktp", "last_digits": "0017"}
SECOND, THIRD = "24-0002", "24-0003"


def enrol(hall: Hall, number: str, day: int, **asked):
    desk = hall.officer("meja1")
    told = check(desk, hall, number, moments("obama2.jpg", day=day))
    values = {"check": told["check"], "document": KTP, "second": second("meja2"), **asked}
    return told, desk.post(f"{of(hall, number)}/override", values)


def test_the_second_number_with_this_face_is_stopped(hall_with_faces: Hall, faces):
    """H10 c: one face was enrolled under eight numbers, and only the log knew."""
    hall = hall_with_faces
    register(hall, [Applicant("24-0077", "Wajah Baru")], faces=faces)
    told, answer = enrol(hall, NO_PHOTO, 5)
    assert told["verdict"] == "look_alike"  # the face is registered as 24-0011
    assert [one["number"] for one in told["alikes"]] == ["24-0011"]
    refused(answer, 409, "reason_needed")
    assert not has_pin(hall, NO_PHOTO)

    _, answer = enrol(hall, NO_PHOTO, 3, reason="relative")
    assert answer.status_code == 200

    for number in (SECOND, THIRD):
        told, answer = enrol(hall, number, 7)
        assert {one["number"] for one in told["alikes"]} >= {"24-0011", NO_PHOTO}
        refused(answer, 409, "reason_needed")
        assert not has_pin(hall, number)


def test_a_reason_alone_enrols_nobody(hall_with_faces: Hall):
    """Letting in somebody's look-alike whom no photo shows needs the document of an enrolment too."""
    _, answer = enrol(hall_with_faces, NO_PHOTO, 5, reason="twin", document=None)
    refused(answer, 409, "document_needed")

    _, answer = enrol(hall_with_faces, NO_PHOTO, 7, reason="twin")
    assert answer.status_code == 200
    marked = hall_with_faces.works.read(lambda work: work.sittings.get_one(hall_with_faces.sittings[NO_PHOTO]).enrolled_at_desk)
    assert marked
    (entry,) = [
        one
        for one in hall_with_faces.officer("ketua").get(f"/api/review?slot={hall_with_faces.slot}").get_json()["photos"]
        if "enrolled_at_desk" in one["reasons"]
    ]
    assert (entry["verdict"], entry["override"]["reason"], entry["override"]["document"]) == ("look_alike", "twin", KTP)
