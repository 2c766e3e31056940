"""Verdicts on their way to whoever waits for them: in order for each sitting, and none held up by another's."""

import threading
from collections import deque
from collections.abc import Callable

MOST_WAITING = 8  # of one sitting; while the database takes nothing, the oldest go


class Deliveries:
    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._waiting: dict[str, deque[Callable[[], None]]] = {}  # a key is here while a thread of its own works

    def put(self, key: str, deliver: Callable[[], None]) -> None:
        with self._turn:
            waiting = self._waiting.get(key)
            if waiting is not None:
                waiting.append(deliver)
                return
            self._waiting[key] = deque([deliver], MOST_WAITING)
        threading.Thread(target=self._work, args=(key,), name="verdicts", daemon=True).start()

    def _work(self, key: str) -> None:
        while (deliver := self._next(key)) is not None:
            deliver()

    def _next(self, key: str) -> Callable[[], None] | None:
        with self._turn:
            if self._waiting[key]:
                return self._waiting[key].popleft()
            del self._waiting[key]
            return None
