"""The same face under two numbers stops at the desk; different people do not; a chief finds both on a list."""

from uuid import UUID

import pytest

from server.exam.rights import Role, ScopeKind
from server.json_values import iso
from server.storage.tables import PhotoRow
from tests.api.desk_scenes import (
    BIDEN,
    NO_PHOTO,
    OBAMA,
    OTHER_FACE,
    REGISTERED_AT_SEAT,
    REGISTERED_FACE,
    check,
    has_pin,
    log_of,
    of,
    refused,
    second,
)
from tests.builders import Applicant, Hall, Page, add_slot, add_staff, register
from tests.second_pictures import moments

TWICE = "24-0099"  # registered with another photo of the same man
ASTRONAUT = moments("astronaut.png", day=7)
KTP = {"kind": "ktp", "last_digits": "0017"}


@pytest.fixture
def hall(hall_with_faces: Hall, faces) -> Hall:
    register(hall_with_faces, [Applicant(TWICE, "Dua Nomor", photo="obama3.jpg")], faces=faces)
    return hall_with_faces


@pytest.fixture
def desk(hall: Hall) -> Page:
    return hall.officer("meja1")


def confirm(desk: Page, hall: Hall, number: str, check_id: str, **asked):
    values = {"check": check_id, "reason": "twin", "second": second("meja2")} | asked
    return desk.post(f"{of(hall, number)}/override", values)


def listed(page: Page, hall: Hall) -> list[dict]:
    answer = page.get(f"/api/review?slot={hall.slot}")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["photos"]


def test_the_same_person_under_two_numbers_is_stopped(hall: Hall, desk: Page):
    told = check(desk, hall, OBAMA, REGISTERED_FACE)

    assert (told["verdict"], "pin" in told, has_pin(hall, OBAMA)) == ("look_alike", False, False)
    assert [(one["number"], one["name"]) for one in told["alikes"]] == [(TWICE, "Dua Nomor")]
    assert "distance" not in told["alikes"][0]  # people look at people
    shown = desk.get(f"/api/desk/checks/{told['check']}/alikes/{told['alikes'][0]['photo']}.jpg")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert "saw look-alike" in log_of(hall, OBAMA)


def test_whoever_was_let_in_under_one_number_is_found_under_the_other(hall: Hall, desk: Page):
    first = check(desk, hall, OBAMA, REGISTERED_FACE)["check"]
    assert confirm(desk, hall, OBAMA, first).status_code == 200

    told = check(desk, hall, TWICE, moments("obama2.jpg", day=2))

    assert told["verdict"] == "look_alike"
    kinds = hall.works.read(lambda work: {work.identity.photo(UUID(one["photo"])).kind for one in told["alikes"]})
    assert kinds == {"reference", "desk"}


def test_different_people_are_not_stopped(hall: Hall, desk: Page):
    told = check(desk, hall, BIDEN, OTHER_FACE)

    assert (told["verdict"], "alikes" in told) == ("match", False)
    assert has_pin(hall, BIDEN)


def test_a_refused_face_that_belongs_to_another_number_is_named(hall: Hall, desk: Page):
    told = check(desk, hall, OBAMA, OTHER_FACE)

    assert told["verdict"] == "no_match"
    assert [one["number"] for one in told["alikes"]] == [BIDEN]


def test_a_refused_picture_is_nobody_s_face(hall: Hall, desk: Page):
    """Biden tried Obama's number in vain: that picture must not stop Biden himself."""
    check(desk, hall, OBAMA, OTHER_FACE)

    assert check(desk, hall, BIDEN, OTHER_FACE)["verdict"] == "match"


def test_two_officers_let_a_twin_in_with_a_reason(hall: Hall, desk: Page):
    made = check(desk, hall, OBAMA, REGISTERED_FACE)["check"]

    refused(confirm(desk, hall, OBAMA, made, reason="photo_old"), 409, "reason_needed")
    refused(confirm(desk, hall, OBAMA, made, second=second("meja1")), 409, "second_officer_refused")
    answer = confirm(desk, hall, OBAMA, made)

    assert len(answer.get_json()["pin"]) == 6
    assert log_of(hall, OBAMA) == ["checked face at desk", "overrode face check", "confirmed override", "issued PIN"]


def test_a_twin_s_reason_does_not_excuse_another_face(hall: Hall, desk: Page):
    made = check(desk, hall, OBAMA, OTHER_FACE)["check"]

    refused(confirm(desk, hall, OBAMA, made, reason="twin"), 409, "reason_needed")


def test_an_officer_of_another_slot_s_people_learns_no_name(hall: Hall, faces):
    other = add_slot(hall.works, hall.exam, hall.site, number=2)
    register(hall, [Applicant("24-0100", "Sesi Lain", photo="biden.jpg")], slot=other, faces=faces)
    add_staff(hall, "meja-sesi", Role.DESK_OFFICER, ScopeKind.SLOT)

    told = check(hall.officer("meja-sesi"), hall, BIDEN, OTHER_FACE)

    assert told["verdict"] == "look_alike"
    assert [(one["number"], one["name"], one["photo"]) for one in told["alikes"]] == [(None, None, None)]


def test_the_chief_s_list_names_the_enrolled_and_the_alike(hall: Hall, desk: Page):
    check(desk, hall, OBAMA, REGISTERED_FACE)
    enrolled = check(desk, hall, NO_PHOTO, ASTRONAUT)["check"]
    assert confirm(desk, hall, NO_PHOTO, enrolled, reason="another_person", document=KTP).status_code == 200

    found = {one["sitting"]["number"]: one for one in listed(hall.officer("ketua"), hall)}

    assert set(found) == {OBAMA, NO_PHOTO}
    assert (found[OBAMA]["reasons"], found[OBAMA]["verdict"]) == (["look_alike"], "look_alike")
    assert [one["number"] for one in found[OBAMA]["alikes"]] == [TWICE]
    assert 0 < found[OBAMA]["alikes"][0]["distance"] < 0.58
    assert found[NO_PHOTO]["reasons"] == ["enrolled_at_desk", "look_alike"]  # the astronaut is registered as 24-0013


def test_the_chief_reads_who_let_a_face_in_and_with_which_document(hall: Hall, desk: Page):
    alike = check(desk, hall, OBAMA, REGISTERED_FACE)["check"]
    assert confirm(desk, hall, OBAMA, alike).status_code == 200
    enrolled = check(desk, hall, NO_PHOTO, ASTRONAUT)["check"]
    assert confirm(desk, hall, NO_PHOTO, enrolled, reason="another_person", document=KTP).status_code == 200
    check(desk, hall, TWICE, REGISTERED_AT_SEAT)  # nobody has let this one in

    told = {one["sitting"]["number"]: one["override"] for one in listed(hall.officer("ketua"), hall)}

    officers = {"first": "Petugas meja1", "second": "Petugas meja2", "at": iso(hall.clock.now)}
    assert told[OBAMA] == {"reason": "twin", "document": None, **officers}
    assert told[NO_PHOTO] == {"reason": "another_person", "document": KTP, **officers}
    assert told[TWICE] is None


def test_a_chief_marks_what_was_looked_at_and_it_stays_on_the_list(hall: Hall, desk: Page):
    for number, face in ((OBAMA, REGISTERED_FACE), (BIDEN, REGISTERED_FACE)):
        check(desk, hall, number, face)
    chief = hall.officer("ketua")
    newest, oldest = (one["id"] for one in listed(chief, hall))

    refused(desk.post(f"/api/review/{newest}", {"note": "tidak berhak"}), 403, "not_allowed")
    refused(chief.post(f"/api/review/{newest}", {"note": " "}), 400, "unreadable")
    told = chief.post(f"/api/review/{newest}", {"note": "kembar, kartu keduanya dilihat"})
    refused(chief.post(f"/api/review/{newest}", {"note": "sekali lagi"}), 409, "nothing_to_do")

    by = {"by": "Petugas ketua", "note": "kembar, kartu keduanya dilihat"}
    assert told.get_json()["reviewed"].items() > by.items()
    marks = {one["id"]: one["reviewed"] for one in listed(chief, hall)}
    assert marks == {newest: told.get_json()["reviewed"], oldest: None}
    assert log_of(hall, BIDEN)[-1] == "reviewed enrolment"


def test_only_what_is_on_the_list_can_be_marked(hall: Hall, desk: Page):
    check(desk, hall, BIDEN, OTHER_FACE)
    ordinary = hall.works.read(lambda work: work.session.query(PhotoRow).filter_by(kind="desk").one().id)

    refused(hall.officer("ketua").post(f"/api/review/{ordinary}", {"note": "tidak di daftar"}), 409, "nothing_to_do")
    refused(hall.officer("ketua").get(f"/api/review/{ordinary}.jpg"), 409, "nothing_to_do")


def test_the_chief_sees_the_picture_that_was_refused(hall: Hall, desk: Page):
    check(desk, hall, OBAMA, OTHER_FACE)
    (entry,) = listed(hall.officer("ketua"), hall)

    shown = hall.officer("ketua").get(f"/api/review/{entry['id']}.jpg")

    assert (shown.mimetype, shown.data in OTHER_FACE) == ("image/jpeg", True)
    refused(desk.get(f"/api/review/{entry['id']}.jpg"), 403, "not_allowed")


def test_the_list_is_a_chief_s(hall: Hall, desk: Page):
    refused(desk.get(f"/api/review?slot={hall.slot}"), 403, "not_allowed")
    refused(hall.officer("ketua").get("/api/review?slot=x"), 400, "unreadable")


def test_an_erased_photo_stops_nobody(hall: Hall, desk: Page):
    check(desk, hall, OBAMA, OTHER_FACE)  # the faces are in memory now

    def erase(work):
        registration = work.people.registration_by_number(hall.exam, TWICE)
        for row in work.session.query(PhotoRow).filter_by(registration_id=registration):
            work.session.delete(row)

    hall.works.write(erase)

    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"
