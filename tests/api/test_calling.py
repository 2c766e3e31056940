"""Whom the pictures keep at a gate calls a human; and what two officers confirm leaves no question about the person open."""

import pytest

from server.storage.tables import AuditRow, IncidentRow
from tests.api.desk_scenes import BY_TWO_AT_DESK, OBAMA, REGISTERED_FACE, black, check, of, refused, status_of
from tests.api.proctored import SEEN_BY_TWO, act, at_login, running, state, tile, well
from tests.api.test_gates import at_seat
from tests.attacks.test_passing_the_face_check_with_a_picture import swayed
from tests.builders import Hall, Page
from tests.reference_photos import photo

AYU = "24-0001"
SEEN = {"code": "same_person_seen"}


def incidents(hall: Hall) -> list[IncidentRow]:
    return hall.works.read(lambda work: work.identity.incidents(hall.slot))


def told(hall: Hall) -> list[tuple[str, str | None, str]]:
    return [(row.kind, row.note, row.why[0]["key"]) for row in incidents(hall)]


@pytest.fixture
def seated(hall_with_faces: Hall) -> Page:
    pin = check(hall_with_faces.officer("meja1"), hall_with_faces, OBAMA, REGISTERED_FACE)["pin"]
    return at_seat(hall_with_faces, OBAMA, pin)


def call(page: Page):
    return page.post("/api/exam/call")


def test_who_sits_in_the_dark_calls_the_proctor_who_lets_them_in(hall_with_faces: Hall, seated: Page):
    hall = hall_with_faces
    for _ in range(2):
        assert seated.post_frames("/api/exam/confirm", [black()] * 2).get_json()["verdict"] == "retake"

    assert call(seated).status_code == call(seated).status_code == 204
    assert told(hall) == [("called", None, "why_called")]  # one at a time
    assert state(seated)["waiting_for_proctor"] is False  # and the check may still be tried
    assert tile(hall, OBAMA)["status"] == "confirming"
    well(act(hall.officer("ketua"), "confirm_identity", hall.sittings[OBAMA], reason=SEEN, **SEEN_BY_TWO))

    assert status_of(hall, OBAMA) == "seated"
    assert told(hall) == [("called", "same_person_seen", "why_called")]


def test_nobody_calls_from_where_no_face_is_checked(hall: Hall):
    page = running(hall, AYU)

    refused(call(page), 409, "move_not_allowed")
    assert incidents(hall) == []


def test_a_call_stops_no_clock(hall: Hall):
    page = running(hall, AYU)
    assert page.post("/api/exam/leave").status_code == 200

    assert call(page).status_code == 204
    assert state(page)["time"]["stopped"] is False


def test_who_is_sent_back_to_the_desk_has_been_answered(hall: Hall):
    call(at_login(hall, AYU))

    well(act(hall.officer("ketua"), "send_to_desk", hall.sittings[AYU], reason={"code": "identity_doubt"}))

    assert told(hall) == [("called", "identity_doubt", "why_called")]


def test_the_desk_calls_the_chief_and_two_officers_there_answer(hall_with_faces: Hall):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    assert check(desk, hall, OBAMA, [black()] * 3)["verdict"] == "retake"

    assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204
    assert told(hall) == [("called", None, "why_called_at_desk")]
    refused(hall.officer("pengawas").post(f"{of(hall, OBAMA)}/call"), 403, "not_allowed")
    chief, why = hall.officer("ketua"), {"code": "camera_broken"}
    well(act(chief, "identity_mode", hall.sittings[OBAMA], mode="officer", every_minutes=15, reason=why))
    assert desk.post(f"{of(hall, OBAMA)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}).status_code == 200

    assert told(hall) == [("called", "camera_broken", "why_called_at_desk")]


def test_who_calls_from_the_seat_is_not_looked_for_at_the_desk(hall_with_faces: Hall):
    """The desk's call was never closed: the one from the seat adds where to go now."""
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    assert desk.post(f"{of(hall, OBAMA)}/call").status_code == 204
    page = at_seat(hall, OBAMA, check(desk, hall, OBAMA, REGISTERED_FACE)["pin"])

    assert call(page).status_code == call(page).status_code == 204

    (incident,) = incidents(hall)
    assert [one["key"] for one in incident.why] == ["why_called_at_desk", "why_called"]


def test_an_old_photo_shown_is_settled_by_two_who_saw_the_person(hall_with_faces: Hall, seated: Page):
    hall = hall_with_faces
    frames = [swayed(photo("obama.jpg"), step) for step in range(3)]
    assert seated.post_frames("/api/exam/confirm", frames).get_json()["hints"] == ["photo_again"]
    chief = hall.officer("ketua")

    well(act(chief, "confirm_identity", hall.sittings[OBAMA], reason=SEEN, **SEEN_BY_TWO))

    (incident,) = incidents(hall)
    assert (incident.kind, incident.note, incident.closed_by) == ("picture_copied", "same_person_seen", hall.staff["ketua"])
    lines = hall.works.read(lambda work: work.session.query(AuditRow).filter_by(action="closed incident").all())
    assert [line.facts["kind"] for line in lines] == ["picture_copied"]


def test_one_officer_alone_settles_no_old_photo(hall_with_faces: Hall, seated: Page):
    hall = hall_with_faces
    seated.post_frames("/api/exam/confirm", [swayed(photo("obama.jpg"), step) for step in range(3)])

    well(act(hall.officer("ketua"), "send_to_desk", hall.sittings[OBAMA], reason={"code": "wrong_slip"}))

    assert told(hall) == [("picture_copied", None, "why_picture_copied")]
