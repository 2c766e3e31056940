"""Active liveness at the desk: prompts bound to one attempt, judged on real pictures, and what it decides."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from json import dumps
from pathlib import Path
from random import Random

import cv2
import pytest

from server.identity.gate.liveness import LIMITS, Prompt
from server.verification.local_workers import EmbeddedEngine
from server.workflows.desk.face_check import known_embedding
from tests import flat_films
from tests.api.desk_scenes import OBAMA, OTHER_FACE, REGISTERED_FACE, check, has_pin, log_of, of, refused, second
from tests.applicants import KNOWN_FACES
from tests.builders import PEOPLE, Hall, Page, a_hall
from tests.reference_photos import photo

CLIP = Path(__file__).parents[1] / "material" / "carphone_pristine.mp4"
# First frame and step where the man in the clip does it; tests/unit/faces/test_liveness.py tries more of them.
WHERE = {Prompt.TURN_LEFT: (69, 3), Prompt.TURN_RIGHT: (18, 3), Prompt.LOOK_UP: (3, 3), Prompt.LOOK_DOWN: (78, -2)}
EVERY_MS = 250
_DEPTHLESS = Prompt.COME_CLOSER  # the clip's man does not; his pictures are enlarged


@pytest.fixture(scope="module")
def clip() -> list:
    capture, frames = cv2.VideoCapture(str(CLIP)), []
    while (read := capture.read())[0]:
        frames.append(cv2.resize(read[1], (640, 524), interpolation=cv2.INTER_CUBIC))
    capture.release()
    return frames


@pytest.fixture(autouse=True)
def advised(request: pytest.FixtureRequest) -> None:
    """The small hall asks nobody to move unless a test says otherwise."""
    if "hall_with_faces" in request.fixturenames:
        parts = request.getfixturevalue("hall_with_faces").parts
        parts.settings = replace(parts.settings, liveness="advise")


@pytest.fixture
def strict_hall(tmp_path: Path, faces: EmbeddedEngine) -> Iterator[Hall]:
    built = a_hall(tmp_path, people=(*PEOPLE, *KNOWN_FACES), faces=faces)
    parts = built.parts
    parts.settings = replace(parts.settings, liveness="require")
    yield built
    built.close()


def asked(desk: Page, hall: Hall, seed: int = 1) -> dict:
    hall.parts.liveness._random = Random(seed)
    answer = desk.post(f"{of(hall, OBAMA)}/liveness")
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def film(clip: list, prompts: list[str]) -> dict:
    """The parts of the request; each prompt has its own quality or first frame, for no two pictures may be the same."""
    parts: dict = {"times": dumps([[number * EVERY_MS for number in range(10)] for _ in prompts])}
    for index, prompt in enumerate(prompts):
        encoded = coming_closer(clip[index:]) if prompt == _DEPTHLESS else moving(clip, Prompt(prompt), 88 - index)
        parts[str(index)] = [(BytesIO(jpeg), f"{number}.jpg") for number, jpeg in enumerate(encoded)]
    return parts


def moving(clip: list, prompt: Prompt, quality: int) -> list[bytes]:
    first, step = WHERE[prompt]
    pictures = [clip[first + step * number] for number in range(10)]
    return [cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes() for one in pictures]


def coming_closer(clip: list) -> list[bytes]:
    return flat_films.nearer([cv2.resize(one, flat_films.SIZE) for one in clip[:10]], 1.3)


def shown(desk: Page, hall: Hall, attempt: str, parts: dict):
    path = f"{of(hall, OBAMA)}/liveness/{attempt}"
    answer = desk.client.post(path, data=parts, headers={"X-Lugas-Csrf": desk.csrf})
    answer.request.environ["wsgi.input"].close()  # the test client keeps what it sends in a file once it is large
    return answer


@pytest.mark.parametrize("seed", [3, 6, 9])  # turns only, coming closer twice, up and down
def test_whoever_moves_as_asked_has_passed_and_it_is_kept(hall_with_faces: Hall, clip: list, seed: int):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    told = asked(desk, hall, seed)
    hall.clock.go(seconds=20)
    answer = shown(desk, hall, told["attempt"], film(clip, told["prompts"])).get_json()

    assert answer == {"passed": True, "each": [{"prompt": prompt, "fault": None} for prompt in told["prompts"]]}
    (kept,) = hall.works.read(lambda work: work.identity.checks(hall.sittings[OBAMA]))
    assert (kept.gate, kept.verdict, kept.picture_id) == ("liveness", "passed", None)
    assert [one["prompt"] for one in kept.measured["prompts"]] == told["prompts"]
    depths = [one["parallax"] for one in kept.measured["prompts"] if one["prompt"] != _DEPTHLESS]
    assert min(depths) >= LIMITS.least_parallax
    assert log_of(hall, OBAMA) == ["checked liveness at desk"]


def test_a_film_of_other_prompts_fails(hall_with_faces: Hall, clip: list):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    told = asked(desk, hall)
    hall.clock.go(seconds=20)
    up, down, left, right = "look_up", "look_down", "turn_left", "turn_right"
    opposite = {left: right, right: left, up: down, down: up, "come_closer": up}
    answer = shown(desk, hall, told["attempt"], film(clip, [opposite[prompt] for prompt in told["prompts"]])).get_json()
    assert answer["passed"] is False
    assert {one["fault"] for one in answer["each"]} == {"not_done"}


def test_a_photo_fails_and_the_check_goes_on_where_it_only_advises(hall_with_faces: Hall):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    told = asked(desk, hall)
    hall.clock.go(seconds=20)
    times = dumps([[number * EVERY_MS for number in range(6)] for _ in told["prompts"]])
    still = {
        str(index): [(BytesIO(photo("obama2.jpg")), f"{number}.jpg") for number in range(6)]
        for index, _ in enumerate(told["prompts"])
    }
    answer = shown(desk, hall, told["attempt"], {"times": times, **still}).get_json()
    assert (answer["passed"], {one["fault"] for one in answer["each"]}) == (False, {"same_picture"})
    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"


def test_an_attempt_counts_once_in_time_and_for_its_own_sitting(hall_with_faces: Hall, clip: list):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    former = asked(desk, hall)
    told = asked(desk, hall)
    refused(shown(desk, hall, former["attempt"], film(clip, former["prompts"])), 409, "liveness_expired")
    hall.clock.go(seconds=61)
    refused(shown(desk, hall, told["attempt"], film(clip, told["prompts"])), 409, "liveness_expired")
    told = asked(desk, hall)
    hall.clock.go(seconds=20)
    assert shown(desk, hall, told["attempt"], film(clip, told["prompts"])).status_code == 200
    refused(shown(desk, hall, told["attempt"], film(clip, told["prompts"])), 409, "liveness_expired")


def test_pictures_cannot_have_taken_longer_than_the_attempt(hall_with_faces: Hall, clip: list):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    told = asked(desk, hall)
    hall.clock.go(seconds=1)
    answer = shown(desk, hall, told["attempt"], film(clip, told["prompts"])).get_json()
    assert answer["passed"] is False


def test_what_cannot_be_read_is_refused(hall_with_faces: Hall, clip: list):
    hall, desk = hall_with_faces, hall_with_faces.officer("meja1")
    told = asked(desk, hall)
    refused(shown(desk, hall, told["attempt"], film(clip, told["prompts"]) | {"times": "[[1]]"}), 400, "unreadable")


def test_where_it_is_required_no_pin_comes_without_it(strict_hall: Hall):
    hall, desk = strict_hall, strict_hall.officer("meja1")
    refused(desk.post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 409, "liveness_needed")
    assert not has_pin(hall, OBAMA)
    assert check(desk, hall, OBAMA, OTHER_FACE)["verdict"] == "no_match"


def test_who_moved_must_be_who_is_checked_or_two_officers_decide(strict_hall: Hall, clip: list):
    hall, desk = strict_hall, strict_hall.officer("meja1")
    told = asked(desk, hall)
    hall.clock.go(seconds=20)
    assert shown(desk, hall, told["attempt"], film(clip, told["prompts"])).get_json()["passed"]  # the man in the clip
    seen = check(desk, hall, OBAMA, REGISTERED_FACE)  # is not who stands there now
    assert seen["verdict"] == "not_live"
    assert not has_pin(hall, OBAMA)

    confirmed = desk.post(
        f"{of(hall, OBAMA)}/override", {"check": seen["check"], "reason": "cannot_move", "second": second("meja2")}
    )
    assert confirmed.status_code == 200, confirmed.get_json()
    assert has_pin(hall, OBAMA)


def test_the_same_face_that_passed_gets_the_pin_within_three_minutes(strict_hall: Hall):
    """The clip's man is nobody's registration photo, so the outcome is noted here with the embedding of the registered face."""
    hall, desk = strict_hall, strict_hall.officer("meja1")
    registration = hall.works.read(lambda work: work.sittings.get_one(hall.sittings[OBAMA]).registration_id)
    embedding = hall.works.read(known_embedding, registration)
    hall.parts.liveness.note(hall.sittings[OBAMA], passed=True, embedding=embedding)
    hall.clock.go(minutes=3, seconds=1)
    refused(desk.post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 409, "liveness_needed")
    hall.parts.liveness.note(hall.sittings[OBAMA], passed=True, embedding=embedding)
    assert check(desk, hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"
    assert has_pin(hall, OBAMA)


def test_where_it_is_off_nobody_is_asked(hall_with_faces: Hall):
    hall = hall_with_faces
    hall.parts.settings = replace(hall.parts.settings, liveness="off")
    refused(hall.officer("meja1").post(f"{of(hall, OBAMA)}/liveness"), 404, "unknown")
