"""Lights out is the room's misfortune, not two dozen people's."""

import pytest

from server.identity.camera.lights_out import RoomState, RoomTurn, is_suppressed, lights_out, step_room, without
from server.identity.incidents import Decision, IncidentKind
from server.identity.looks.evidence import LookKind
from tests.unit.identity.seen import POLICY, at, blank, look

NO_FACE = Decision(IncidentKind.NO_FACE, at(0), ())
MISMATCH = Decision(IncidentKind.MISMATCH, at(0), ())


def room_of(count: int) -> RoomState:
    state = RoomState()
    for number in range(count):
        state, _ = step_room(state, str(number), look(number * 0.1, 0.4), POLICY)
    return state


def lose(state: RoomState, count: int, began: float, every: float = 0.2) -> tuple[RoomState, list[RoomTurn]]:
    turns = []
    for number in range(count):
        state, turn = step_room(state, str(number), blank(began + number * every, LookKind.NO_FACE), POLICY)
        turns += [turn] if turn else []
    return state, turns


def test_a_fifth_of_a_room_losing_its_faces_at_once_is_one_room_incident():
    state, turns = lose(room_of(20), 20, began=5)
    assert turns == [RoomTurn.WENT_DARK]
    assert is_suppressed(state, NO_FACE)
    assert lights_out(state, at(10)).pause_cause is None


def test_a_mismatch_in_the_dark_still_counts():
    state, _ = lose(room_of(20), 20, began=5)
    assert not is_suppressed(state, MISMATCH)


def test_the_room_tells_how_many_faces_it_lost_of_how_many():
    state, _ = lose(room_of(20), 5, began=5)
    assert lights_out(state, at(10)).why == (("why_lights_out", {"lost": 5, "of": 20}),)


@pytest.mark.parametrize(
    ("people", "gone", "goes_dark"), [(20, 3, False), (20, 4, True), (16, 3, False), (16, 4, True), (15, 3, True)]
)
def test_less_than_a_fifth_is_not_the_room(people: int, gone: int, goes_dark: bool):
    state, turns = lose(room_of(people), gone, began=5)
    assert bool(turns) == is_suppressed(state, NO_FACE) == goes_dark


def test_the_fifth_is_of_those_whose_pictures_still_come():
    state = room_of(40)
    for number in range(10):
        state, _ = step_room(state, str(number), look(60, 0.4), POLICY)
    assert lose(state, 3, began=65)[1] == [RoomTurn.WENT_DARK]


def test_one_who_leaves_a_room_of_four_is_not_a_power_cut():
    assert lose(room_of(4), 1, began=5)[1] == []


def test_people_who_leave_one_after_the_other_are_not_the_room():
    state = room_of(20)
    for number in range(6):
        for other in range(20):
            gone = other <= number
            seconds = 40.0 * (number + 1) + other * 0.1
            shown = blank(seconds, LookKind.NO_FACE) if gone else look(seconds, 0.4)
            state, turn = step_room(state, str(other), shown, POLICY)
            assert turn is None


def test_the_light_comes_back_once():
    state, _ = lose(room_of(10), 10, began=5)
    turns = []
    for number in range(10):
        state, turn = step_room(state, str(number), look(60 + number * 0.1, 0.4), POLICY)
        turns += [turn] if turn else []
    assert turns == [RoomTurn.IS_BRIGHT]
    assert not is_suppressed(state, NO_FACE)


def test_it_is_bright_when_half_of_all_it_lost_are_seen_again():
    """Of all ten, not of the three with whom it went dark."""
    state, _ = lose(room_of(10), 10, began=5)
    for number in range(5):
        assert is_suppressed(state, NO_FACE)
        state, _ = step_room(state, str(number), look(60 + number, 0.4), POLICY)
    assert not is_suppressed(state, NO_FACE)


def test_who_finished_in_the_dark_keeps_no_room_dark():
    state, _ = lose(room_of(10), 10, began=5)
    for number in range(5):
        state = without(state, str(number))
    assert step_room(state, "9", blank(20, LookKind.NO_FACE), POLICY)[1] is RoomTurn.IS_BRIGHT


def test_one_lens_that_stays_covered_keeps_no_room_dark():
    state, _ = lose(room_of(10), 10, began=5)
    for number in range(1, 10):
        state, _ = step_room(state, str(number), look(60 + number * 0.1, 0.4), POLICY)
    assert not is_suppressed(state, NO_FACE)


def test_a_long_darkness_stays_one_incident():
    state, turns = lose(room_of(10), 10, began=5)
    for minute in range(1, 6):
        state, more = lose(state, 10, began=60.0 * minute)
        turns += more
    assert turns == [RoomTurn.WENT_DARK]


def test_a_camera_that_never_saw_anybody_does_not_count():
    state, turns = lose(RoomState(), 10, began=5)
    assert (state.sittings, turns) == ({}, [])


def test_who_finished_is_no_longer_watched():
    state = without(room_of(3), "1")
    assert set(state.sittings) == {"0", "2"}
