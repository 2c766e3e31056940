"""What tells a proctor to look at the camera, and what an honest person may do without being told of."""

import math

import pytest

from server.faces.measurement import Comparison
from server.identity.camera.sign_limits import LIMITS
from server.identity.camera.signs import SEEN_IN_PICTURES, Picture, Signs, retract_signs, signs_after, signs_in
from server.identity.incidents import CONSEQUENCES, IncidentKind
from tests.unit.identity.camera_pictures import Marks, minutes, picture, told, waves
from tests.unit.identity.seen import at


def test_a_recording_in_a_loop_is_told_when_its_pictures_come_again():
    def loop(seconds: float) -> Picture:
        return picture(seconds, digest=f"{seconds % 60}")

    assert told(minutes(60, loop)) == [IncidentKind.PICTURES_REPEAT]
    assert told(minutes(1.02, loop)) == [], "one that came again may be chance"


def test_a_picture_that_came_again_and_froze_came_again_once():
    assert told(picture(5.0 * number, digest=digest) for number, digest in enumerate("abaaa")) == []


def test_a_loop_that_was_away_for_a_while_is_told_again():
    """What last came again ten minutes ago is over."""

    def now_and_then(seconds: float) -> Picture:
        return picture(seconds, digest=f"{seconds % 60 if seconds < 300 or seconds > 2100 else seconds}")

    assert told(minutes(40, now_and_then)) == [IncidentKind.PICTURES_REPEAT] * 2


def test_an_enrolled_picture_shown_once_is_over_with_the_next():
    """Shown again after a while it is told again."""

    def shown(seconds: float) -> Picture:
        return picture(seconds, compared=Comparison((1.0 if seconds in (60, 1200) else 0.1,)))

    assert told(minutes(40, shown)) == [IncidentKind.PICTURE_COPIED] * 2


def test_what_the_page_says_twice_is_one_sign():
    found = signs_in(["camera_changed", "lens_cap", "camera_changed"], at(0))
    assert [one.kind for one in found] == [IncidentKind.CAMERA_CHANGED]


def test_a_sign_that_could_not_be_written_is_told_with_the_next_picture():
    """And those that could are not."""
    state, found = Signs(), []
    for each in minutes(2, lambda seconds: picture(seconds, thumbnail=waves(), taken_at=at(min(seconds, 60)))):
        state, more = signs_after(state, each, LIMITS)
        found += more
    assert [one.kind for one in found] == [IncidentKind.PICTURE_TIMES, IncidentKind.FACE_STILL]

    again = retract_signs(state, found[1:])

    late = picture(125, thumbnail=waves(), taken_at=at(60))
    assert [one.kind for one in signs_after(again, late, LIMITS)[1]] == [IncidentKind.FACE_STILL]


def test_pictures_that_repeat_at_once_or_without_a_face_are_no_loop():
    assert told(minutes(10, lambda seconds: picture(seconds, digest="frozen"))) == []
    assert told(minutes(10, lambda seconds: picture(seconds, digest=f"{seconds % 20}", face=None))) == []


def test_no_more_digests_are_held_than_an_exam_needs():
    state = Signs()
    for number in range(LIMITS.remembered + 50):
        state, _ = signs_after(state, picture(number), LIMITS)
    held = frozenset().union(*state.repeats.known)
    assert 0.9 * LIMITS.remembered <= len(held) <= LIMITS.remembered
    assert state.repeats.last in held


@pytest.mark.parametrize("offset", [0, -3, 3600, -7 * 3600])
def test_a_clock_that_is_merely_set_wrong_is_no_sign(offset):
    """Pictures on their way for up to 4 seconds, the page's kept one of two seconds ago, a clock that drifts by 0.01 %."""

    def honest(seconds: float) -> Picture:
        late = 4 * abs(math.sin(seconds)) + (2 if seconds % 15 == 0 else 0)
        return picture(seconds, taken_at=at(seconds * 1.0001 + offset - late))

    assert told(minutes(100, honest)) == []


def test_one_correction_of_the_clock_and_one_slow_moment_are_no_sign():
    assert told(minutes(10, lambda seconds: picture(seconds, taken_at=at(seconds - (4 if seconds > 300 else 0))))) == []
    assert told(minutes(10, lambda seconds: picture(seconds, taken_at=at(seconds - (15 if 300 <= seconds < 325 else 0))))) == []


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        (lambda seconds: min(seconds, 120), "why_times_stand"),
        (lambda seconds: seconds % 9, "why_times_back"),
        (lambda seconds: seconds * 0.95, "why_times_astray"),
        (lambda seconds: seconds - (30 if seconds > 120 else 0), "why_times_astray"),
    ],
)
def test_times_that_stand_run_back_drift_or_jump_are_told_once(taken, key):
    state, found = Signs(), []
    for each in minutes(10, lambda seconds: picture(seconds, taken_at=at(taken(seconds)))):
        state, more = signs_after(state, each, LIMITS)
        found += more
    assert [one.kind for one in found] == [IncidentKind.PICTURE_TIMES]
    assert found[0].why[0][0] == key


def test_after_a_silence_a_page_may_have_another_clock():
    before = minutes(3, picture)
    after = minutes(3, lambda seconds: picture(seconds + 600, taken_at=at(seconds + 900)))
    assert told(before + after) == []


@pytest.mark.parametrize(("marks", "key"), [(Marks(border=0.9), "why_marks_border"), (Marks(moire=25), "why_marks_moire")])
def test_marks_of_a_screen_are_told_when_most_pictures_show_them(marks, key):
    state, found = Signs(), []
    for seconds in range(0, 600, 40):
        state, more = signs_after(state, picture(seconds, marks=Marks() if seconds % 160 == 0 else marks), LIMITS)
        found += more
    assert [(one.kind, one.why[0][0]) for one in found] == [(IncidentKind.SCREEN_MARKS, key)]


@pytest.mark.parametrize("mark", [Marks(border=1.0), Marks(moire=30)])
def test_a_mark_now_and_then_is_told_to_nobody(mark):
    assert told(minutes(60, lambda seconds: picture(seconds, marks=mark if seconds % 10 == 0 else Marks(border=0.3)))) == []


def test_a_sign_that_comes_back_after_a_while_is_told_again():
    def twice(seconds: float) -> Picture:
        stops = 60 < seconds < 120 or 1500 < seconds < 1560
        return picture(seconds, taken_at=at(seconds - (seconds % 60 if stops else 0)))

    assert told(minutes(40, twice)) == [IncidentKind.PICTURE_TIMES] * 2


@pytest.mark.parametrize("kind", SEEN_IN_PICTURES)
def test_none_of_them_pauses(kind):
    severity = 2 if kind is IncidentKind.PICTURE_COPIED else 1  # a kept photo before the camera is no accident
    assert (CONSEQUENCES[kind].severity, CONSEQUENCES[kind].pause_cause) == (severity, None)
