"""The work of a log-in: one password at a time, in a thread of its own, and few may wait for it."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from server.edge_refusals import LogInsBusy

WAITING = 4  # strangers; as many places again are kept for known browsers and second officers
WAITING_FROM_ADDRESS = 2  # of the strangers' places
_AGAIN_IN_S = 2
_FIRST_GUESS_S = 0.1


class LogInWork:
    """`run_in` gives it the thread; without one the work is done on the spot."""

    def __init__(self) -> None:
        self._run: Callable[..., Any] = lambda function, *args: function(*args)
        self._rest: Callable[[float], None] = lambda _seconds: None
        self._waiting: Counter[str] = Counter()
        self._took = _FIRST_GUESS_S

    def run_in(self, run: Callable[..., Any], rest: Callable[[float], None]) -> None:
        self._run, self._rest = run, rest

    def for_stranger(self, address: str, function: Callable[..., bool], *args: Any) -> bool:
        with self._place("strangers", WAITING), self._place(f"address {address}", WAITING_FROM_ADDRESS):
            return self._timed(function, *args)

    def for_known(self, function: Callable[..., bool], *args: Any) -> bool:
        with self._place("known", WAITING):
            return self._timed(function, *args)

    def made(self, function: Callable[..., str], *args: Any) -> str:
        """A hash to keep, for somebody who is logged in."""
        with self._place("known", WAITING):
            return str(self._run(function, *args))

    def rest_as_long(self) -> None:
        """As long as the work takes, without doing it: nobody learns from the time that it was not done."""
        self._rest(self._took)

    def _timed(self, function: Callable[..., bool], *args: Any) -> bool:
        began = time.monotonic()
        found = bool(self._run(function, *args))
        self._took = time.monotonic() - began
        return found

    @contextmanager
    def _place(self, where: str, most: int) -> Iterator[None]:
        if self._waiting[where] >= most:
            raise LogInsBusy(seconds=_AGAIN_IN_S)
        self._waiting[where] += 1
        try:
            yield
        finally:
            self._waiting[where] -= 1
            if not self._waiting[where]:
                del self._waiting[where]
