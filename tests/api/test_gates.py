"""The face check at the seat: compared with the desk picture, refused into a proctor's hands, never on our own failure."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from server.exam.actors import Applicant
from server.identity.choices import Gate, Verdict
from server.identity.policy import DLIB_2026
from server.storage.tables import FaceCheckRow, PhotoRow
from server.workflows.access import officer
from server.workflows.desk import face_check as face_check_at_desk
from server.workflows.desk import override
from server.workflows.desk.face_check import CheckEvidence
from server.workflows.exam.face_checks import known_embeddings, photo_beside_desk
from server.workflows.refusals import WaitingForProctor
from server.workflows.seat import face_check
from server.workflows.seat.face_check import GateFrame, GateResult
from server.workflows.steps import gate
from tests.api.desk_scenes import (
    BIDEN,
    BY_TWO_AT_DESK,
    NO_PHOTO,
    OBAMA,
    OTHER_AT_SEAT,
    OTHER_FACE,
    REGISTERED_AT_SEAT,
    REGISTERED_FACE,
    black,
    check,
    of,
    refused,
    second,
    status_of,
)
from tests.api.exam_pages import act, at_work, log_in
from tests.builders import Hall, Page
from tests.second_pictures import moments


def at_seat(hall: Hall, number: str, pin: str) -> Page:
    """A browser paired with the drawn seat, where number and PIN were typed."""
    page = hall.at_seat(number)
    answer = page.post("/api/exam/login", {"number": number, "pin": pin})
    assert answer.status_code == 200, answer.get_json()
    return page


@pytest.fixture
def seated(hall_with_faces: Hall) -> Page:
    told = check(hall_with_faces.officer("meja1"), hall_with_faces, OBAMA, REGISTERED_FACE)
    return at_seat(hall_with_faces, OBAMA, told["pin"])


def incidents(hall: Hall):
    return hall.works.read(lambda work: work.identity.incidents(hall.slot))


def test_the_same_face_takes_the_seat(hall_with_faces: Hall, seated: Page):
    told = seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT).get_json()

    assert (told["verdict"], told["status"]) == ("match", "seated")
    assert incidents(hall_with_faces) == []


def test_whom_the_camera_refused_no_later_match_lets_in(hall_with_faces: Hall, seated: Page):
    """Not even one that was measured while the refusal was written."""
    hall = hall_with_faces
    seated.post_frames("/api/exam/confirm", OTHER_AT_SEAT)
    match = GateResult(Verdict.MATCH, {}, [GateFrame(OTHER_AT_SEAT[0], 0.1)], [0.0] * 128)

    with pytest.raises(WaitingForProctor):
        hall.works.write(face_check.pass_gate, Gate.LOGIN, match, by=Applicant(hall.sittings[OBAMA]))

    assert status_of(hall, OBAMA) == "checked_in"


def test_the_seat_compares_with_desk_picture_and_registration_photo_joined(hall_with_faces: Hall, seated: Page):
    """The tighter limit in the check's record is that of both together; without a photo it is the desk picture's alone."""
    seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT)
    no_photo = check(hall_with_faces.officer("meja1"), hall_with_faces, BIDEN, OTHER_FACE)
    hall_with_faces.works.write(_forget_photo, hall_with_faces.sittings[BIDEN])
    at_seat(hall_with_faces, BIDEN, no_photo["pin"]).post_frames("/api/exam/confirm", OTHER_AT_SEAT)

    both, alone = (_last_gate(hall_with_faces, number) for number in (OBAMA, BIDEN))
    assert (both.verdict, alone.verdict) == ("match", "match")
    assert both.measured["limit"] <= DLIB_2026.gate_both_limit < alone.measured["limit"] <= DLIB_2026.gate_limit


@pytest.mark.parametrize("verdict", [Verdict.NO_MATCH, Verdict.NOT_LIVE, Verdict.LOOK_ALIKE])
def test_a_face_the_desk_refused_is_never_joined_with_the_photo(hall_with_faces: Hall, verdict: Verdict):
    """However near they lie: frames that differ are held to a tighter limit than the one that joins."""
    hall, who = hall_with_faces, hall_with_faces.sittings[OBAMA]
    officers = [hall.works.read(officer, hall.staff[account]) for account in ("meja1", "meja2")]
    compared = hall.works.read(face_check_at_desk.to_compare, who, by=officers[0]).embedding
    seen = CheckEvidence(verdict, black(), compared, {"distance": 0.0})
    checked = hall.works.write(face_check_at_desk.keep_check, who, seen, by=officers[0])
    reason = "twin" if verdict is Verdict.LOOK_ALIKE else "photo_old"
    asked = override.Override(checked.check_id, reason, None, hall.staff["meja2"])
    hall.works.write(override.confirm, who, asked, timedelta(minutes=5), by=officers[0])

    known = hall.works.read(_known_to_gate, who)
    assert (known.photo, known.embeddings) == (None, (compared,))


def test_a_face_the_desk_matched_is_joined_with_the_photo(hall_with_faces: Hall, seated: Page):
    known = hall_with_faces.works.read(_known_to_gate, hall_with_faces.sittings[OBAMA])
    assert known.photo is not None
    assert known.photo != known.embeddings[0]


def _known_to_gate(work, sitting_id):
    sitting = work.sittings.get_one(sitting_id)
    return SimpleNamespace(embeddings=known_embeddings(work, sitting), photo=photo_beside_desk(work, sitting))


def _last_gate(hall: Hall, number: str) -> FaceCheckRow:
    query = {"sitting_id": hall.sittings[number], "gate": "login"}
    return hall.works.read(lambda work: work.session.query(FaceCheckRow).filter_by(**query).one())


def _forget_photo(work, sitting_id):
    photo = work.people.reference(work.sittings.get_one(sitting_id).registration_id)
    work.session.delete(photo)


def test_another_face_waits_for_a_proctor(hall_with_faces: Hall, seated: Page):
    hall = hall_with_faces
    told = seated.post_frames("/api/exam/confirm", OTHER_AT_SEAT).get_json()

    assert (told["verdict"], status_of(hall, OBAMA)) == ("refused", "checked_in")
    (raised,) = incidents(hall)
    assert (raised.kind, raised.sitting_id) == ("identity_refused", hall.sittings[OBAMA])
    assert 0.4 < raised.limit <= DLIB_2026.gate_both_limit, "the policy's, tightened by what differs between the frames"
    frames = hall.works.read(lambda work: [(work.identity.jpeg(f), f.distance) for f in work.identity.frames(raised.id)])
    assert [jpeg for jpeg, _ in frames] == OTHER_AT_SEAT
    assert all(distance > DLIB_2026.mismatch_limit for _, distance in frames)
    told = hall.officer("ketua").get(f"/api/monitor/incidents/{raised.id}").get_json()
    assert told["decided"] == "refused"
    for frame in told["frames"]:  # one face, in the upper middle of the picture, and nothing amiss with it
        ((left, top, width, height),) = frame["measured"]["faces"]
        assert 0 < left < left + width < 1
        assert 0 < top < top + height < 1
        assert frame["measured"]["hints"] == []
    refused(seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 409, "waiting_for_proctor")


def test_whom_the_gate_refused_is_looked_at_again_when_a_proctor_says_so(hall: Hall):
    number = next(iter(hall.sittings))
    page = at_work(hall, number)
    log_in(hall, number, page)
    refusal = GateResult(Verdict.NO_MATCH, {"limit": 0.5}, [GateFrame(b"\xff\xd8")], (0.0,) * 128)
    hall.works.write(face_check.pass_gate, Gate.RESUME, refusal, by=Applicant(hall.sittings[number]))
    refused(page.post_frames("/api/exam/confirm", [black()] * 3), 409, "waiting_for_proctor")

    act(hall, "ketua", "resume", [hall.sittings[number]], check="fresh")

    assert [(one.kind, one.closed_at is None) for one in incidents(hall)] == [("identity_refused", False)]
    hall.works.read(lambda work: gate.check_waits(work, work.sittings.get_one(hall.sittings[number])))


def test_a_black_picture_is_taken_again(hall_with_faces: Hall, seated: Page):
    told = seated.post_frames("/api/exam/confirm", [black()] * 3).get_json()

    assert told == {"verdict": "retake", "hints": ["too_dark"]}
    assert incidents(hall_with_faces) == []
    kept = hall_with_faces.works.read(lambda work: work.session.query(FaceCheckRow).filter_by(gate="login").count())
    assert kept == 0


def test_the_seat_judges_the_light_more_mildly_than_the_desk(hall_with_faces: Hall, seated: Page):
    """Who looks aside as far as the desk would not accept is still known at the seat."""
    aside = moments("obama3.jpg", day=5)

    assert seated.post_frames("/api/exam/confirm", aside).get_json()["verdict"] == "match"


def test_after_an_override_the_seat_knows_whom_two_officers_saw(hall_with_faces: Hall):
    hall = hall_with_faces
    desk = hall.officer("meja1")
    made = check(desk, hall, OBAMA, OTHER_FACE)["check"]
    asked = {"check": made, "reason": "photo_old", "second": second("meja2")}
    pin = desk.post(f"{of(hall, OBAMA)}/override", asked).get_json()["pin"]

    page = at_seat(hall, OBAMA, pin)

    assert page.post_frames("/api/exam/confirm", OTHER_AT_SEAT).get_json()["verdict"] == "match"


def test_whom_an_officer_identifies_no_camera_judges(hall_with_faces: Hall, seated: Page):
    def switch(work):
        work.sittings.get_one(hall_with_faces.sittings[OBAMA]).identity_mode = "officer"

    hall_with_faces.works.write(switch)

    assert refused(seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 409, "no_face_to_compare") == {"mode": "officer"}


def test_our_own_failure_is_nobodys_incident(hall: Hall):
    """No worker measures in this hall; the camera mode came back after the desk had worked by sight."""
    hall.parts.faces.stop()

    def by(mode: str) -> None:
        def switch(work):
            work.slots.get_one(hall.slot).identity_mode = mode

        hall.works.write(switch)

    by("officer")
    pin = hall.officer("meja1").post(f"{of(hall, NO_PHOTO)}/by-sight", {"document": "ktp", **BY_TWO_AT_DESK}).get_json()["pin"]
    page = at_seat(hall, NO_PHOTO, pin)
    by("camera")

    refused(page.post_frames("/api/exam/confirm", OTHER_AT_SEAT), 409, "no_face_to_compare")
    hall.works.write(_give_face, hall.sittings[NO_PHOTO])
    refused(page.post_frames("/api/exam/confirm", OTHER_AT_SEAT), 503, "faces_unavailable")
    assert incidents(hall) == []
    assert status_of(hall, NO_PHOTO) == "checked_in"


def _give_face(work, sitting_id):
    sitting = work.sittings.get_one(sitting_id)
    row = PhotoRow(registration_id=sitting.registration_id, sitting_id=sitting.id, kind="desk", taken_at=work.now)
    work.identity.add_photo(row, sitting.slot_id, OTHER_FACE[0], (0.1,) * 128)


def test_a_pin_opens_its_own_sitting_only(hall_with_faces: Hall):
    hall = hall_with_faces
    pin = check(hall.officer("meja1"), hall, BIDEN, OTHER_FACE)["pin"]
    other = check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)["pin"]
    assert pin != other

    refused(hall.at_seat(OBAMA).post("/api/exam/login", {"number": OBAMA, "pin": pin}), 409, "wrong_pin")
