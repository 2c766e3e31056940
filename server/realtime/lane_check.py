"""Do both lanes of the database go on? The timekeeper gives each of them work every second."""

import time
from collections.abc import Sequence

from server.storage.database import BUSY_MS, Lane

WITHIN_S = BUSY_MS / 1000 + 1  # a writer may wait so long for a `flask` command


class LanesAlive:
    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = lanes
        self._progress = [(lane.steps, time.monotonic()) for lane in lanes]

    def __call__(self) -> bool:
        now = time.monotonic()
        self._progress = [
            before if lane.steps == before[0] else (lane.steps, now)
            for lane, before in zip(self._lanes, self._progress, strict=True)
        ]
        return all(now - since < WITHIN_S for _, since in self._progress)
