"""Sockets of one log-in: a flapping line comes back, a flood is told to wait, and nobody else is."""

import pytest
from socketio.exceptions import ConnectionRefusedError as Refused

from server.realtime.comings import AT_ONCE, REMEMBERED, Comings


def test_a_flood_of_connections_waits_and_others_do_not():
    comings = Comings()
    for _ in range(AT_ONCE):
        comings.count("flapping")
    with pytest.raises(Refused) as told:
        comings.count("flapping")
    assert "too_many_tries" in str(told.value.error_args)
    comings.count("another")


def test_who_came_long_ago_makes_room():
    comings = Comings()
    for number in range(REMEMBERED):
        comings.count(number)
        comings._buckets[number].used = 0.0
    comings.count("newcomer")
    assert len(comings._buckets) == 1


def test_a_log_in_that_came_too_often_is_refused_before_anything_is_read():
    comings = Comings()
    comings.learn(b"hash", "flapping")
    for _ in range(AT_ONCE):
        comings.refuse_early(b"hash")
        comings.count("flapping")
    with pytest.raises(Refused) as told:
        comings.refuse_early(b"hash")
    assert "too_many_tries" in str(told.value.error_args)
    comings.refuse_early(b"nobody's")


def test_looking_uses_up_nothing_of_who_comes():
    comings = Comings()
    comings.learn(b"hash", "flapping")
    for _ in range(2 * AT_ONCE):
        comings.refuse_early(b"hash")
    comings.count("flapping")
