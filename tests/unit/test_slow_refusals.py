"""Refusals for asking too often are held back, but never so many that they fill the server."""

from server.memory.slow_refusals import HELD_S, MOST_HELD, SlowRefusals


def test_a_refusal_is_held_for_a_second():
    rested: list[float] = []
    refusals = SlowRefusals()
    refusals.hold()  # without an event loop nobody is held
    refusals.rest_in(rested.append)
    refusals.hold()
    assert rested == [HELD_S]


def test_no_more_than_some_are_held_at_once():
    refusals, held = SlowRefusals(), 0

    def rest(_seconds: float) -> None:
        nonlocal held
        held += 1
        refusals.hold()  # another one comes while this one rests

    refusals.rest_in(rest)
    refusals.hold()
    assert held == MOST_HELD
    refusals.hold()
    assert held == 2 * MOST_HELD, "what was let go makes room again"
