"""When the pictures of a check are none of now, from what was measured of them."""

from dataclasses import dataclass

from server.identity.gate.copies import COPY_LIMITS, PHOTO_AGAIN, PICTURE_TWICE, copy_hint


@dataclass(frozen=True)
class Apart:
    shift: float
    change: float


@dataclass(frozen=True)
class Comparison:
    likeness: tuple[float, ...] = ()
    apart: tuple[Apart, ...] = ()


ALIVE = Apart(1.0, 1.0)
TWICE = Apart(COPY_LIMITS.shift, COPY_LIMITS.change)


def test_pictures_of_somebody_alive_are_no_copies() -> None:
    assert copy_hint(Comparison((0.2, 0.5), (ALIVE, ALIVE))) is None


def test_one_copy_among_them_is_enough() -> None:
    assert copy_hint(Comparison((0.2, COPY_LIMITS.likeness, 0.3), (ALIVE, ALIVE))) == PHOTO_AGAIN


def test_one_picture_that_comes_twice_is_enough() -> None:
    assert copy_hint(Comparison((0.2,), (ALIVE, TWICE))) == PICTURE_TWICE


def test_who_keeps_still_before_a_changing_light_shows_no_picture_twice() -> None:
    assert copy_hint(Comparison((0.2,), (Apart(COPY_LIMITS.shift, 1.0), Apart(1.0, COPY_LIMITS.change)))) is None
