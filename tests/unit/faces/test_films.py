"""The films show what the tests of the exam day say they show."""

from math import dist
from pathlib import Path

import cv2
import numpy as np
import pytest

from server.faces.engine import FaceEngine
from server.faces.measurement import Measurement
from server.identity.choices import Verdict
from server.identity.gate.check import judge_desk
from server.identity.incidents import IncidentKind
from server.identity.looks.decision import State, burst_for, step
from server.identity.looks.evidence import LookKind, look_from
from server.identity.policy import DLIB_2026 as POLICY
from tests import films
from tests.unit.identity.seen import START, at


def frames(path: Path) -> list[bytes]:
    return [b"\xff\xd8\xff\xe0" + each for each in path.read_bytes().split(b"\xff\xd8\xff\xe0")[1:]]


def snapshot(frame: bytes) -> bytes:
    """As the page sends it: scaled to 480 wide and encoded again."""
    shown = cv2.resize(cv2.imdecode(np.frombuffer(frame, np.uint8), cv2.IMREAD_COLOR), (480, 360))
    return cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 75])[1].tobytes()


def snapshots(path: Path, every: int = 40) -> list[bytes]:
    return [snapshot(each) for each in frames(path)[::every]]


@pytest.fixture
def measured(engine: FaceEngine, tmp_path: Path):
    def measure(*scenes: films.Scene, frame_counter: bool = True) -> list[Measurement]:
        films.film(tmp_path / "film.mjpeg", scenes, frame_counter=frame_counter)
        return [engine.measure(each) for each in snapshots(tmp_path / "film.mjpeg")]

    return measure


@pytest.fixture
def references(engine: FaceEngine, material: Path) -> dict[str, tuple[float, ...]]:
    return {name: engine.measure((material / f"{name}.jpg").read_bytes()).faces[0].embedding for name in ("obama2", "obama3")}


def kinds(measurements: list[Measurement], reference: tuple[float, ...]) -> set[LookKind]:
    return {look_from(each, (reference,), START, POLICY).kind for each in measurements}


def test_a_film_of_the_person_passes_the_desk_against_either_photo(measured, references, material: Path):
    shown = measured(films.person(material / "obama.jpg", 5))
    for reference in references.values():
        assert judge_desk(shown, reference, POLICY).kind is Verdict.MATCH
        assert kinds(shown, reference) == {LookKind.SAME}


def test_a_film_of_somebody_else_does_not(measured, references, material: Path):
    shown = measured(films.person(material / "biden.jpg", 5))
    for reference in references.values():
        assert judge_desk(shown, reference, POLICY).kind is Verdict.NO_MATCH
        assert kinds(shown, reference) == {LookKind.DIFFERENT}


@pytest.mark.parametrize("name", ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png"])
def test_a_filmed_person_is_good_enough_to_be_their_own_desk_picture(measured, material: Path, name: str):
    shown = measured(films.person(material / name, 4))
    desk = judge_desk(shown, None, POLICY)
    assert desk.kind is Verdict.NO_REFERENCE
    assert kinds(shown, desk.embedding) == {LookKind.SAME}


def test_a_real_moving_head_is_the_same_person_throughout(measured, material: Path):
    shown = measured(films.person(material / "carphone_pristine.mp4", 8))
    desk = judge_desk(shown[:3], None, POLICY)
    assert desk.kind is Verdict.NO_REFERENCE
    assert kinds(shown, desk.embedding) <= {LookKind.SAME, LookKind.UNSURE}


def test_an_empty_chair_a_black_and_a_covered_camera(measured, references):
    reference = references["obama2"]
    assert kinds(measured(films.empty(3)), reference) == {LookKind.NO_FACE}
    assert kinds(measured(films.black(3)), reference) == {LookKind.BLACK}
    assert kinds(measured(films.Scene(3, lens_covered=True), frame_counter=False), reference) == {LookKind.COVERED}


def test_only_the_near_second_face_is_near(measured, references, material: Path):
    for scene, near in ((films.near_second, True), (films.far_second, False)):
        shown = measured(scene(material / "obama.jpg", material / "biden.jpg", 4))
        looks = [look_from(each, (references["obama2"],), START, POLICY) for each in shown]
        assert all(len(each.faces) == 2 for each in shown)
        assert {each.near_second for each in looks} == {near}
        assert {each.kind for each in looks} == {LookKind.SAME}


def test_a_swap_on_film_is_decided_within_twelve_seconds(engine: FaceEngine, references, tmp_path: Path, material: Path):
    scenes = [films.person(material / "obama.jpg", 6), films.person(material / "biden.jpg", 14)]
    made = films.film(tmp_path / "film.mjpeg", scenes)
    shown, state, now, decision = frames(made.path), State(), 0.0, None
    while decision is None:
        seen = engine.measure(snapshot(shown[int(now * films.RATE)]))
        state, decision = step(state, look_from(seen, (references["obama3"],), at(now), POLICY), POLICY)
        verdict_came = now + 1.0
        now += 1.0 if burst_for(state, POLICY) else 5.0
    assert decision.kind is IncidentKind.MISMATCH
    assert 0 < verdict_came - 6 <= 12


def test_no_two_snapshots_are_the_same_bytes(measured, material: Path):
    shown = measured(films.person(material / "astronaut.png", 10))
    assert len({each.digest for each in shown}) == len(shown)


def test_the_counter_is_read_from_every_snapshot(tmp_path: Path, material: Path):
    made = films.film(tmp_path / "film.mjpeg", [films.person(material / "obama.jpg", 4), films.black(2), films.empty(2)])
    counters = [films.read_counter(each) for each in snapshots(made.path, every=7)]
    assert counters == list(range(0, made.frames, 7))
    assert [made.scene_at(counter) for counter in (0, 119, 120, 179, 180, 239)] == [0, 0, 1, 1, 2, 2]


def test_a_photo_has_no_counter(material: Path):
    assert films.read_counter((material / "obama.jpg").read_bytes()) is None


def test_a_minute_and_a_half_of_film_stays_small(tmp_path: Path, material: Path):
    made = films.film(tmp_path / "film.mjpeg", [films.person(material / "obama.jpg", 2)])
    assert made.path.stat().st_size * 45 < 60_000_000


def test_the_references_are_of_one_person(references):
    assert dist(references["obama2"], references["obama3"]) < POLICY.match_limit
