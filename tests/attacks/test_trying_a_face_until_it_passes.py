"""A stranger at the desk who may be photographed again and again passes in the end; three tries are an attempt."""

from server.workflows.desk.face_check import MOST_TRIES, TRIES_WITHIN
from tests.api.desk_scenes import BIDEN, OBAMA, OTHER_FACE, REGISTERED_FACE, black, check, has_pin, of, refused
from tests.builders import Hall


def spend_all_tries(hall: Hall) -> None:
    for _ in range(MOST_TRIES):
        assert check(hall.officer("meja1"), hall, OBAMA, OTHER_FACE)["verdict"] == "no_match"


def test_after_three_checks_that_show_another_face_no_fourth_is_made(hall_with_faces: Hall):
    hall = hall_with_faces
    spend_all_tries(hall)

    told = refused(hall.officer("meja1").post_frames(f"{of(hall, OBAMA)}/check", REGISTERED_FACE), 409, "face_checks_spent")
    assert told["count"] == MOST_TRIES
    assert 0 < told["seconds"] <= TRIES_WITHIN.total_seconds()
    assert not has_pin(hall, OBAMA)


def test_nobody_else_waits_for_it_and_later_the_person_may_come_again(hall_with_faces: Hall):
    hall = hall_with_faces
    spend_all_tries(hall)

    assert check(hall.officer("meja1"), hall, BIDEN, OTHER_FACE)["verdict"] == "match"
    hall.clock.go(seconds=TRIES_WITHIN.total_seconds() + 1)
    assert check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"


def test_poor_pictures_are_no_tries(hall_with_faces: Hall):
    hall = hall_with_faces
    for _ in range(MOST_TRIES + 1):
        assert check(hall.officer("meja1"), hall, OBAMA, [black()] * 3)["verdict"] == "retake"
    assert check(hall.officer("meja1"), hall, OBAMA, REGISTERED_FACE)["verdict"] == "match"
