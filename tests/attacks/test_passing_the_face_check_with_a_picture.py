"""Whoever has somebody's photo holds it up: at the desk, at the seat's gate, on the way back."""

import cv2
import numpy as np
import pytest

from server.identity.camera.sign_limits import LIMITS
from server.identity.camera.signs import Signs, signs_after
from server.memory.presence import CameraFrame
from server.realtime.reference_check import for_worker, picture_of
from server.storage.tables import FaceCheckRow
from tests.api.desk_scenes import OBAMA, REGISTERED_AT_SEAT, REGISTERED_FACE, check, has_pin, log_of, refused
from tests.api.proctored import tile
from tests.api.test_gates import at_seat
from tests.builders import Hall, Page
from tests.reference_photos import photo


@pytest.fixture
def seated(hall_with_faces: Hall) -> Page:
    pin = check(hall_with_faces.officer("meja1"), hall_with_faces, OBAMA, REGISTERED_FACE)["pin"]
    return at_seat(hall_with_faces, OBAMA, pin)


def swayed(jpeg: bytes, step: int) -> bytes:
    """A photo in a hand, with the noise of a camera."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.5 * step - 2, 1 + 0.02 * step)
    turn[:, 2] += (4 * step, -3 * step)
    moved = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    grain = np.random.default_rng(step).normal(0, 4, moved.shape)
    return cv2.imencode(".jpg", np.clip(moved + grain, 0, 255).astype(np.uint8))[1].tobytes()


def desk_picture(hall: Hall) -> bytes:
    def of(work):
        sitting = work.sittings.get_one(hall.sittings[OBAMA])
        return work.identity.jpeg(work.people.desk_picture(sitting.registration_id, sitting.id))

    return hall.works.read(of)


def verdicts(hall: Hall, gate: str) -> list[str]:
    return hall.works.read(lambda work: [row.verdict for row in work.session.query(FaceCheckRow).filter_by(gate=gate)])


def test_no_address_of_the_exam_page_gives_a_picture(hall_with_faces: Hall, seated: Page):
    assert seated.get("/api/exam/photo.jpg").status_code == 404
    sitting = hall_with_faces.sittings[OBAMA]
    for address in (
        f"/api/monitor/sittings/{sitting}/desk.jpg",
        f"/api/monitor/sittings/{sitting}/reference.jpg",
        f"/api/desk/sittings/{sitting}/reference.jpg",
    ):
        refused(seated.get(address), 401, "not_logged_in")
    for address in sorted(rule.rule for rule in hall_with_faces.app.url_map.iter_rules() if rule.rule.startswith("/api/exam/")):
        assert not address.endswith((".jpg", ".png")), address
    assert "jpg" not in seated.get("/api/exam/state").get_data(as_text=True)


def test_the_reference_photo_passes_no_gate(hall_with_faces: Hall, seated: Page):
    for frames in ([photo("obama.jpg")] * 3, [swayed(photo("obama.jpg"), step) for step in range(3)]):
        told = seated.post_frames("/api/exam/confirm", frames).get_json()
        assert told == {"verdict": "retake", "hints": ["photo_again"]}

    assert verdicts(hall_with_faces, "login") == ["copy", "copy"]
    (incident,) = hall_with_faces.works.read(lambda work: work.identity.incidents(hall_with_faces.slot))
    assert (incident.kind, incident.sitting_id) == ("picture_copied", hall_with_faces.sittings[OBAMA])
    kept = hall_with_faces.works.read(lambda work: [frame.measured for frame in work.identity.frames(incident.id)])
    assert kept == [None] * 3  # refused before a face was looked for: the proctor is not told that there is none
    assert tile(hall_with_faces, OBAMA)["status"] == "confirming"  # nobody is locked out by it
    assert seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT).get_json()["verdict"] == "match"


def test_the_desk_picture_passes_no_gate(hall_with_faces: Hall, seated: Page):
    frames = [swayed(desk_picture(hall_with_faces), step) for step in range(3)]

    assert seated.post_frames("/api/exam/confirm", frames).get_json()["hints"] == ["photo_again"]


def test_one_copy_among_live_pictures_is_enough(seated: Page):
    frames = [*REGISTERED_AT_SEAT[:2], swayed(photo("obama.jpg"), 1)]

    assert seated.post_frames("/api/exam/confirm", frames).get_json()["hints"] == ["photo_again"]


def test_one_picture_sent_twice_passes_no_gate(seated: Page):
    for frames in ([REGISTERED_AT_SEAT[0]] * 2, [REGISTERED_AT_SEAT[0], _stored_anew(REGISTERED_AT_SEAT[0])]):
        assert seated.post_frames("/api/exam/confirm", frames).get_json() == {"verdict": "retake", "hints": ["picture_twice"]}


def test_an_officer_shows_the_desk_the_photo_it_gave_them(hall_with_faces: Hall):
    """H10 a: nobody stood there, and a PIN was issued."""
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    reference = desk.get(f"/api/desk/sittings/{hall.sittings[OBAMA]}/reference.jpg").data

    for frames in ([reference] * 2, [swayed(reference, step) for step in range(4)]):
        assert check(desk, hall, OBAMA, frames) == {"verdict": "retake", "hints": ["photo_again"]}
    assert not has_pin(hall, OBAMA)
    assert log_of(hall, OBAMA)[-2:] == ["showed a copied picture at desk"] * 2
    assert verdicts(hall, "desk") == ["copy", "copy"]


def test_a_photo_held_up_during_the_exam_is_a_sign_for_the_proctor(hall_with_faces: Hall, seated: Page, faces):
    hall, sitting = hall_with_faces, hall_with_faces.sittings[OBAMA]

    def told(number: int, jpeg: bytes) -> list[str]:
        measured = faces.measure(for_worker(hall.works, sitting, number, jpeg), 60.0)
        frame = CameraFrame(number, jpeg, hall.clock.now, hall.clock.now)
        return [one.kind for one in signs_after(Signs(), picture_of(frame, measured), LIMITS)[1]]

    assert told(13, swayed(photo("obama.jpg"), 1)) == ["picture_copied"]
    assert told(25, swayed(desk_picture(hall), 1)) == ["picture_copied"]
    assert told(37, REGISTERED_AT_SEAT[0]) == []
    assert told(38, swayed(photo("obama.jpg"), 2)) == []  # not looked at: one picture in twelve is


def test_who_tries_without_end_waits(seated: Page):
    """Each try puts up to five pictures before those of the whole hall."""
    for _ in range(8):
        assert seated.post_frames("/api/exam/confirm", [_wall()] * 2).status_code == 200
    refused(seated.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 429, "too_many_tries")
    refused(seated.post_frames("/api/exam/return", REGISTERED_AT_SEAT), 429, "too_many_tries")


def _stored_anew(jpeg: bytes) -> bytes:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


def _wall() -> bytes:
    return cv2.imencode(".jpg", np.full((480, 640, 3), 120, np.uint8))[1].tobytes()
