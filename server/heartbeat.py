"""How the parent hears that a child is well: a byte twice a second in a pipe, and how long it has been silent."""

import os
from contextlib import suppress

EVERY_S = 0.5
SILENT_AFTER_S = 5.0
FIRST_WITHIN_S = 600.0  # a large database may be migrated before the first one
LONGEST_PATIENCE_S = 40.0  # each child that was ended for its silence gives the next one twice the time
WELL_AFTER_S = 60.0  # beats for so long: the next silence is a new one
_MOST_AT_ONCE_S = 1.0
_BEATS = 4096


class Heartbeat:
    """The parent's side of one child's life. Time in which the parent slept itself (a stopped machine) counts as a second."""

    def __init__(self, now: float) -> None:
        self._hears, self.descriptor = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._began = self._looked = now
        self._first: float | None = None
        self._silent = 0.0

    def handed_over(self) -> None:
        os.close(self.descriptor)

    def close(self) -> None:
        os.close(self._hears)

    def check(self, now: float) -> None:
        self._silent += min(now - self._looked, _MOST_AT_ONCE_S)
        self._looked = now
        with suppress(BlockingIOError):
            if os.read(self._hears, _BEATS):
                self._silent = 0.0
                self._first = self._first or now

    def is_silent(self, patience: float) -> bool:
        return self._silent > (patience if self._first is not None else FIRST_WITHIN_S)

    def was_well(self) -> bool:
        return self._first is not None and self._looked - self._first > WELL_AFTER_S
