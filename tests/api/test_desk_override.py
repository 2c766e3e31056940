"""Two officers: who may confirm, when, and what remains of it."""

from datetime import timedelta

import pytest

from server.exam.rights import Role, ScopeKind
from server.storage.tables import OverrideRow, PhotoRow
from server.workflows.before import sites
from server.workflows.before.sites import NewSite, RoomPlan
from tests.api.desk_scenes import (
    BIDEN,
    NO_PHOTO,
    OBAMA,
    OTHER_FACE,
    REGISTERED_FACE,
    black,
    check,
    has_pin,
    log_of,
    of,
    refused,
    second,
    status_of,
)
from tests.builders import COMMAND, START, Hall, Page, add_staff
from tests.second_pictures import clip

NOBODY_KNOWN = clip()[:24:8]  # the man of the clip is registered nowhere
KTP = {"kind": "ktp", "last_digits": "0017"}


@pytest.fixture
def desk(hall_with_faces: Hall) -> Page:
    return hall_with_faces.officer("meja1")


@pytest.fixture
def check_id(hall_with_faces: Hall, desk: Page) -> str:
    """Obama's registration, another face: refused by the camera."""
    return check(desk, hall_with_faces, OBAMA, OTHER_FACE)["check"]


def confirm(desk: Page, hall: Hall, check_id: str, number: str = OBAMA, **asked):
    values = {"check": check_id, "reason": "looks_changed", "second": second("meja2")} | asked
    return desk.post(f"{of(hall, number)}/override", values)


def kept(hall: Hall) -> list[OverrideRow]:
    return hall.works.read(lambda work: work.session.query(OverrideRow).all())


def test_two_officers_let_in_whom_the_camera_refused(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces
    answer = confirm(desk, hall, check_id)

    assert answer.status_code == 200
    assert len(answer.get_json()["pin"]) == 6
    assert status_of(hall, OBAMA) == "checked_in"
    (row,) = kept(hall)
    assert (str(row.check_id), row.reason, row.first, row.second) == (
        check_id, "looks_changed", hall.staff["meja1"], hall.staff["meja2"],
    )  # fmt: skip
    assert log_of(hall, OBAMA) == ["checked face at desk", "overrode face check", "confirmed override", "issued PIN"]


def test_the_exam_then_knows_the_face_two_officers_saw(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces

    def pictures(work):
        whole = work.sittings.whole(hall.sittings[OBAMA])
        reference = work.people.reference(whole.registration.id)
        desk_picture = work.people.desk_picture(whole.registration.id, whole.sitting.id)
        return work.identity.jpeg(reference), desk_picture and work.identity.jpeg(desk_picture)

    before, nothing = hall.works.read(pictures)
    confirm(desk, hall, check_id)
    after, picture = hall.works.read(pictures)

    assert nothing is None
    assert picture == OTHER_FACE[0]
    assert after == before  # the reference photo is nobody's to change


def test_the_same_account_does_not_confirm_itself(hall_with_faces: Hall, desk: Page, check_id: str):
    refused(confirm(desk, hall_with_faces, check_id, second=second("meja1")), 409, "second_officer_refused")
    assert (has_pin(hall_with_faces, OBAMA), kept(hall_with_faces)) == (False, [])


def test_the_second_officer_types_their_own_password(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces

    refused(confirm(desk, hall, check_id, second=second("meja2", "salah")), 401, "wrong_login")
    refused(confirm(desk, hall, check_id, second=second("tidak-ada")), 401, "wrong_login")
    refused(confirm(desk, hall, check_id, second=None), 400, "unreadable")
    assert not has_pin(hall, OBAMA)
    assert desk.get("/api/desk/slots").status_code == 200  # the first officer is still logged in


def test_passwords_are_not_guessed_at_the_desk(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces
    for _ in range(8):
        refused(confirm(desk, hall, check_id, second=second("meja2", "salah")), 401, "wrong_login")

    refused(confirm(desk, hall, check_id), 429, "too_many_tries")


def test_an_officer_of_another_site_does_not_confirm(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces
    elsewhere = hall.works.write(
        sites.add_site, NewSite("BDG-1", "UPT Bandung", "WIB", (RoomPlan("Mawar", 1, 2),)), by=COMMAND
    ).id
    add_staff(hall, "bandung", Role.DESK_OFFICER, ScopeKind.SITE, elsewhere)

    refused(confirm(desk, hall, check_id, second=second("bandung")), 409, "second_officer_elsewhere")
    refused(confirm(desk, hall, check_id, second=second("pengawas")), 409, "second_officer_elsewhere")
    assert not has_pin(hall, OBAMA)


def test_after_two_minutes_the_face_is_looked_at_again(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces
    hall.clock.go(minutes=2, seconds=1)

    assert refused(confirm(desk, hall, check_id), 409, "override_too_late") == {"minutes": 2}
    anew = check(desk, hall, OBAMA, OTHER_FACE)["check"]
    hall.clock.go(minutes=2)
    assert confirm(desk, hall, anew).status_code == 200


def test_the_desk_closes_for_two_officers_too(hall_with_faces: Hall, desk: Page):
    hall = hall_with_faces
    hall.clock.now = START - timedelta(minutes=6)
    made = check(desk, hall, OBAMA, OTHER_FACE)["check"]
    hall.clock.go(seconds=61)

    refused(confirm(desk, hall, made), 409, "pin_issue_closed")


@pytest.mark.parametrize("reason", [None, "", "he is my cousin"])
def test_a_reason_is_one_of_the_list(hall_with_faces: Hall, desk: Page, check_id: str, reason):
    answer = confirm(desk, hall_with_faces, check_id, reason=reason)

    refused(answer, 400 if reason else 409, "unreadable" if reason else "reason_needed")
    assert not has_pin(hall_with_faces, OBAMA)


def test_a_check_counts_for_its_own_sitting_only(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces

    refused(confirm(desk, hall, check_id, number=BIDEN), 409, "nothing_to_do")
    refused(confirm(desk, hall, str(hall.slot)), 409, "nothing_to_do")


def test_a_match_needs_no_second_officer(hall_with_faces: Hall, desk: Page):
    made = check(desk, hall_with_faces, OBAMA, REGISTERED_FACE)["check"]

    refused(confirm(desk, hall_with_faces, made), 409, "move_not_allowed")


def test_an_override_answers_the_call_for_a_chief(hall_with_faces: Hall, desk: Page, check_id: str):
    hall = hall_with_faces
    assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204
    confirm(desk, hall, check_id)

    [called] = hall.works.read(lambda work: work.identity.incidents(hall.slot))
    assert (called.kind, called.note, called.closed_by) == ("called", "looks_changed", hall.staff["meja1"])


def test_an_override_is_used_once(hall_with_faces: Hall, desk: Page, check_id: str):
    confirm(desk, hall_with_faces, check_id)

    refused(confirm(desk, hall_with_faces, check_id), 409, "move_not_allowed")


def test_who_has_no_right_there_starts_no_override(hall_with_faces: Hall, check_id: str):
    refused(confirm(hall_with_faces.officer("pengawas"), hall_with_faces, check_id), 403, "not_allowed")


def test_who_has_no_photo_is_enrolled_from_the_desk_picture(hall_with_faces: Hall, desk: Page):
    hall = hall_with_faces
    made = check(desk, hall, NO_PHOTO, NOBODY_KNOWN)["check"]
    answer = confirm(desk, hall, made, number=NO_PHOTO, reason=None, document=KTP)

    assert answer.status_code == 200
    (row,) = kept(hall)
    assert (row.reason, row.document_kind, row.document_digits) == ("no_reference", "ktp", "0017")

    def marked(work):
        (picture,) = work.session.query(PhotoRow).filter_by(sitting_id=hall.sittings[NO_PHOTO], kind="desk").all()
        return work.sittings.get_one(hall.sittings[NO_PHOTO]).enrolled_at_desk, picture.review.split()

    assert hall.works.read(marked) == (True, ["enrolled_at_desk"])


@pytest.mark.parametrize("digits", ["17", "00172", "00-1"])
def test_an_enrolment_names_its_document(hall_with_faces: Hall, desk: Page, digits: str):
    hall = hall_with_faces
    made = check(desk, hall, NO_PHOTO, NOBODY_KNOWN)["check"]

    refused(confirm(desk, hall, made, number=NO_PHOTO), 409, "document_needed")
    refused(confirm(desk, hall, made, number=NO_PHOTO, document=KTP | {"last_digits": digits}), 400, "unreadable")
    refused(confirm(desk, hall, made, number=NO_PHOTO, document=KTP | {"kind": "simsim"}), 400, "unreadable")
    assert not has_pin(hall, NO_PHOTO)


def test_a_poor_picture_is_nothing_to_confirm(hall_with_faces: Hall, desk: Page):
    told = check(desk, hall_with_faces, OBAMA, [black()] * 3)

    assert "check" not in told
