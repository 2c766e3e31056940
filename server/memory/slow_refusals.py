"""Whoever is refused for asking too often is told so a second later: a program that asks again at once then asks seldom."""

from collections.abc import Callable

HELD_S = 1.0
MOST_HELD = 200  # answers held back at once; beyond, they go out at once, for each holds a connection


class SlowRefusals:
    """Without an event loop nobody is held."""

    def __init__(self) -> None:
        self._rest: Callable[[float], None] | None = None
        self._held = 0

    def rest_in(self, rest: Callable[[float], None]) -> None:
        self._rest = rest

    def hold(self) -> None:
        if self._rest is None or self._held >= MOST_HELD:
            return
        self._held += 1
        try:
            self._rest(HELD_S)
        finally:
            self._held -= 1
