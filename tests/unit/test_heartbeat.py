"""How long a child may be silent, in time its parent was awake."""

import os
from collections.abc import Iterator

import pytest

from server.heartbeat import FIRST_WITHIN_S, WELL_AFTER_S, Heartbeat


@pytest.fixture
def heart() -> Iterator[Heartbeat]:
    listened = Heartbeat(100.0)
    yield listened
    listened.handed_over()
    listened.close()


def looks(heart: Heartbeat, until: float, beats: bool) -> None:
    while heart._looked < until:
        if beats:
            os.write(heart.descriptor, b".")
        heart.check(heart._looked + 0.5)


def test_a_child_that_beat_is_silent_after_five_seconds_without_a_beat(heart: Heartbeat):
    looks(heart, 110, beats=True)
    looks(heart, 115, beats=False)
    assert not heart.is_silent(5)
    looks(heart, 115.5, beats=False)
    assert heart.is_silent(5)


def test_one_that_starts_and_migrates_has_ten_minutes(heart: Heartbeat):
    looks(heart, 100 + FIRST_WITHIN_S, beats=False)
    assert not heart.is_silent(5)
    looks(heart, 101 + FIRST_WITHIN_S, beats=False)
    assert heart.is_silent(5)


def test_a_night_the_parent_slept_through_is_no_silence(heart: Heartbeat):
    looks(heart, 110, beats=True)
    heart.check(110 + 8 * 3600)
    assert not heart.is_silent(5)


def test_only_one_that_beat_for_a_minute_was_well(heart: Heartbeat):
    looks(heart, 100 + WELL_AFTER_S, beats=True)
    assert not heart.was_well()
    looks(heart, 102 + WELL_AFTER_S, beats=True)
    assert heart.was_well()
