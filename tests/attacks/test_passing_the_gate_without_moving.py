"""The seat's gate asks for a movement: left out, answered twice, by another page, or by a photo, it lets nobody in."""

from dataclasses import replace
from io import BytesIO
from json import dumps
from random import Random
from typing import Any

import pytest

from server.identity.gate.liveness import Prompt, prompts_at_gate
from server.settings import Settings
from server.storage.tables import FaceCheckRow
from tests.api.desk_scenes import BIDEN, OBAMA, OTHER_FACE, REGISTERED_AT_SEAT, REGISTERED_FACE, check, refused, status_of
from tests.api.proctored import SEEN_BY_TWO, act, well
from tests.api.test_desk_liveness import clip, film
from tests.api.test_gates import at_seat
from tests.applicants import Applicant
from tests.builders import Hall, Page, a_hall, freeze_slot, register
from tests.second_pictures import clip as clip_jpegs
from tests.second_pictures import of_another_day

__all__ = ["clip"]
MAN = "24-0055"  # of the clip
CLIP_AT_SEAT = clip_jpegs()[5:60:20]


def hall_that(hall: Hall, liveness: str) -> Hall:
    hall.parts.settings = replace(hall.parts.settings, liveness=liveness)
    return hall


def seated(hall: Hall, liveness: str) -> Page:
    """Through the desk, where nobody is asked to move in these tests, to the seat."""
    pin = check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)["pin"]
    page = at_seat(hall, OBAMA, pin)
    hall_that(hall, liveness)
    return page


def moved(hall: Hall, passed: bool, embedding: tuple[float, ...] | None = None) -> None:
    """How an attempt ended, noted as the address does: the films of the clip show nobody who is registered here."""
    known = embedding or hall.works.read(lambda work: work.identity.embedding(work.people.desk_picture(*_ids(work, hall))))
    hall.parts.gate_liveness.note(hall.sittings[OBAMA], passed=passed, embedding=known)


def _ids(work, hall: Hall):
    sitting = work.sittings.get_one(hall.sittings[OBAMA])
    return sitting.registration_id, sitting.id


def shown(page: Page, attempt: str, parts: dict[str, Any]):
    answer = page.client.post(f"/api/exam/liveness/{attempt}", data=parts, headers={"X-Lugas-Csrf": page.csrf})
    answer.request.environ["wsgi.input"].close()
    return answer


def confirm(page: Page, frames: list[bytes] = REGISTERED_AT_SEAT) -> dict[str, Any]:
    told: dict[str, Any] = page.post_frames("/api/exam/confirm", frames).get_json()
    return told


def incidents(hall: Hall) -> list[tuple[str, str]]:
    return [(row.kind, row.why[0]["key"]) for row in hall.works.read(lambda work: work.identity.incidents(hall.slot))]


def test_moving_is_required_where_nobody_chose_otherwise():
    assert Settings().liveness == "require"


def test_one_movement_is_never_one_a_photo_can_do():
    random = Random(7)
    ones = {prompts_at_gate(random, 1) for _ in range(200)}
    twos = {prompts_at_gate(random, 2) for _ in range(500)}

    assert ones == {(prompt,) for prompt in Prompt if prompt is not Prompt.COME_CLOSER}
    assert len(twos) == 14  # every pair with a turn in it, never the same twice
    assert all(len(order) == 2 and {Prompt.TURN_LEFT, Prompt.TURN_RIGHT} & set(order) for order in twos)


@pytest.mark.parametrize(("liveness", "count"), [("advise", 1), ("require", 2)])
def test_the_check_waits_for_the_movement(hall_with_faces: Hall, liveness: str, count: int):
    hall, page = hall_with_faces, seated(hall_with_faces, liveness)

    assert page.get("/api/exam/state").get_json()["movements"] == count
    refused(page.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 409, "liveness_needed")
    asked = page.post("/api/exam/liveness").get_json()
    assert len(asked["prompts"]) == count
    refused(page.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 409, "liveness_needed")
    assert status_of(hall, OBAMA) == "checked_in"


@pytest.mark.parametrize("liveness", ["advise", "require"])
def test_who_moved_passes_once(hall_with_faces: Hall, liveness: str):
    hall, page = hall_with_faces, seated(hall_with_faces, liveness)
    moved(hall, passed=True)

    assert confirm(page)["verdict"] == "match"
    assert incidents(hall) == []


def test_a_failed_movement_calls_a_proctor_and_lets_nobody_in(hall_with_faces: Hall):
    hall, page = hall_with_faces, seated(hall_with_faces, "require")
    moved(hall, passed=False)

    assert confirm(page) == {"verdict": "refused", "hints": [], "status": "checked_in"}
    assert incidents(hall) == [("identity_refused", "why_not_live")]


def test_where_it_only_advises_the_proctor_is_told(hall_with_faces: Hall):
    hall, page = hall_with_faces, seated(hall_with_faces, "advise")
    moved(hall, passed=False)

    assert confirm(page)["verdict"] == "match"
    assert incidents(hall) == [("not_live", "why_not_live")]


def test_somebody_else_s_movement_lets_nobody_in(hall_with_faces: Hall):
    hall, page = hall_with_faces, seated(hall_with_faces, "require")
    moved(hall, passed=True, embedding=(0.1,) * 128)

    assert confirm(page)["verdict"] == "refused"


def test_whoever_cannot_move_is_let_in_by_two(hall_with_faces: Hall):
    hall, page = hall_with_faces, seated(hall_with_faces, "require")
    parts = {"frame": [(_stream(jpeg), f"{at}.jpg") for at, jpeg in enumerate(REGISTERED_AT_SEAT)], "cannot_move": "1"}
    answer = page.client.post("/api/exam/confirm", data=parts, headers={"X-Lugas-Csrf": page.csrf})
    assert answer.get_json()["verdict"] == "refused"
    chief, reason = hall.officer("ketua"), {"code": "cannot_move"}

    well(act(chief, "confirm_identity", hall.sittings[OBAMA], reason=reason, **SEEN_BY_TWO))

    assert status_of(hall, OBAMA) == "seated"
    # And nobody has to come again for the next check of that sitting: the face is still compared.
    pin = hall.officer("meja1").post(f"/api/desk/sittings/{hall.sittings[OBAMA]}/pin").get_json()["pin"]
    assert page.post("/api/exam/login", {"number": OBAMA, "pin": pin}).get_json()["movements"] == 0
    assert confirm(page, OTHER_FACE)["verdict"] == "refused"


def _stream(jpeg: bytes):
    return BytesIO(jpeg)


def test_a_new_log_in_begins_anew(hall_with_faces: Hall):
    """One who may pass moves, another one logs in with the slip and shows their own pictures."""
    hall, page = hall_with_faces, seated(hall_with_faces, "require")
    moved(hall, passed=True)
    attempt = page.post("/api/exam/liveness").get_json()["attempt"]
    moved(hall, passed=True)
    pin = hall.officer("meja1").post(f"/api/desk/sittings/{hall.sittings[OBAMA]}/pin").get_json()["pin"]

    other = at_seat(hall, OBAMA, pin)

    refused(other.post_frames("/api/exam/confirm", REGISTERED_AT_SEAT), 409, "liveness_needed")
    refused(shown(other, attempt, {"times": dumps([[0], [0]])}), 409, "liveness_expired")


def test_another_sitting_s_attempt_is_nothing_here(hall_with_faces: Hall):
    hall, page = hall_with_faces, seated(hall_with_faces, "off")
    pin = check(hall.officer("meja1"), hall, BIDEN, OTHER_FACE)["pin"]
    other = at_seat(hall, BIDEN, pin)
    hall_that(hall, "require")
    attempt = other.post("/api/exam/liveness").get_json()["attempt"]

    refused(shown(page, attempt, {"times": dumps([[0], [0]])}), 409, "liveness_expired")


def test_a_real_head_passes_the_gate_and_its_films_do_not_pass_twice(tmp_path, faces, clip: list):
    hall = a_hall(tmp_path, people=(), faces=faces, liveness="off")
    man = Applicant(MAN, "Pria Klip", photo="clip")
    register(hall, [man], faces=faces, picture=lambda _: of_another_day(clip_jpegs()[0], 1))
    freeze_slot(hall.works, hall.slot)
    desk = hall.officer("meja1")
    pin = check(desk, hall, MAN, [of_another_day(jpeg, 8) for jpeg in clip_jpegs()[10:80:30]])["pin"]
    page = at_seat(hall, MAN, pin)
    hall_that(hall, "require")

    asked = page.post("/api/exam/liveness").get_json()
    hall.clock.go(seconds=20)
    told = shown(page, asked["attempt"], film(clip, asked["prompts"])).get_json()
    assert told == {"passed": True, "each": [{"prompt": prompt, "fault": None} for prompt in asked["prompts"]]}
    refused(shown(page, asked["attempt"], film(clip, asked["prompts"])), 409, "liveness_expired")

    assert confirm(page, CLIP_AT_SEAT)["verdict"] == "match"
    kept = hall.works.read(lambda work: work.session.query(FaceCheckRow).filter_by(gate="liveness").one())
    assert (kept.verdict, kept.measured["gate"], kept.picture_id) == ("passed", "login", None)
    hall.close()
