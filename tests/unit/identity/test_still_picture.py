"""A face that does not move at all is told; who breathes, leaves or is not well seen is not."""

import math

import pytest

from server.identity.camera.signs import Picture
from server.identity.incidents import IncidentKind
from tests.unit.identity.camera_pictures import FACE, Thumbnail, first_why, minutes, picture, told, waves


def test_a_face_at_the_same_place_for_two_minutes_is_told_once():
    def flickering(seconds: float) -> Picture:
        return picture(seconds, thumbnail=waves(light=1 + 0.1 * math.sin(seconds)))

    assert told(minutes(1.9, flickering)) == []
    assert told(minutes(30, flickering)) == [IncidentKind.FACE_STILL]


@pytest.mark.parametrize("reach", [0.1, 0.5, 3.0])
def test_who_breathes_is_not_still(reach):
    """A tenth of a cell is a pixel and a half of a picture 480 wide."""
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=waves(reach * math.sin(seconds))))) == []


def test_a_slow_movement_is_a_movement():
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=waves(seconds / 400)))) == []


def test_one_movement_in_two_minutes_is_enough():
    def nodding(seconds: float) -> Picture:
        return picture(seconds, thumbnail=waves(0.5 if seconds % 100 < 5 else 0))

    assert told(minutes(10, nodding)) == []


def test_a_still_face_is_told_with_its_minutes_once_seen_often_enough():
    """Two minutes in ten pictures: in nine a movement may have been missed."""
    every = minutes(3, lambda seconds: picture(seconds, thumbnail=waves()))
    assert first_why(every) == ("why_face_still", {"minutes": 2})
    assert told(minutes(2.5, lambda seconds: picture(seconds, thumbnail=waves()), every=18)) == []
    assert told(minutes(2.8, lambda seconds: picture(seconds, thumbnail=waves()), every=18)) == [IncidentKind.FACE_STILL]


def test_who_left_the_seat_meanwhile_was_not_still():
    def leaving(seconds: float) -> Picture:
        return picture(seconds, thumbnail=waves(), face=None if seconds == 60 else FACE)

    assert told(minutes(2.9, leaving)) == []


def test_what_moves_around_the_face_keeps_nobody_awake():
    """Only cells wholly within the face are compared, at a corner of the picture too."""

    def busy(seconds: float, face: tuple[float, ...]) -> Picture:
        left, top, width, height = face
        inside = {
            (x, y) for x in range(30) for y in range(22) if left <= x / 30 and (x + 1) / 30 <= left + width if top <= y / 22
        }
        inside = {(x, y) for x, y in inside if (y + 1) / 22 <= top + height}
        still, other = waves(), waves(shift=seconds)
        greys = bytes((still if (n % 30, n // 30) in inside else other).greys[n] for n in range(660))
        return picture(seconds, thumbnail=Thumbnail(30, greys), face=face)

    for face in ((0.31, 0.31, 0.4, 0.4), (-0.2, -0.2, 0.6, 0.6), (0.71, 0.71, 0.5, 0.5)):
        assert told(minutes(3, lambda seconds, face=face: busy(seconds, face))) == [IncidentKind.FACE_STILL], face


def test_another_size_of_picture_begins_anew_and_a_tiny_face_is_not_judged():
    def turned(seconds: float) -> Picture:
        seen = waves()
        return picture(seconds, thumbnail=seen if seconds < 90 else Thumbnail(22, seen.greys))

    assert told(minutes(3, turned)) == []
    stripes = Thumbnail(30, bytes(200 if cell % 2 else 20 for cell in range(660)))
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=stripes, face=(0.3, 0.3, 0.1, 0.1)))) == []
    assert told(minutes(3, lambda seconds: picture(seconds, thumbnail=stripes))) == [IncidentKind.FACE_STILL]


def test_a_dark_face_an_empty_chair_and_a_frozen_camera_are_not_still():
    """A flat dark face an empty chair and a frozen camera are not called still."""
    grey = Thumbnail(30, bytes([30]) * 660)
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=grey))) == []
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=waves(), face=None))) == []
    assert told(minutes(10, lambda seconds: picture(seconds, thumbnail=waves(), digest="frozen"))) == []


def test_after_a_silence_the_minutes_count_anew():
    before = minutes(1.5, lambda seconds: picture(seconds, thumbnail=waves()))
    after = minutes(1.5, lambda seconds: picture(seconds + 130, thumbnail=waves()))
    assert told(before + after) == []
