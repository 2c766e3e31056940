"""Looks and refused tries leave lines in the audit log: the first at once, more of the same within ten minutes as one count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.exam.actors import Anonymous, Officer
from server.storage.work import Transactions, Work

WINDOW = timedelta(minutes=10)
MOST_OPEN = 1000  # more different ones at once are counted together, by whom and what: the log is no way to fill the disk
HOUSE = "house"


@dataclass(slots=True)
class _Again:
    since: datetime
    count: int = 0


_Key = tuple[Officer | Anonymous, str, str, tuple[tuple[str, Any], ...]]


class Traces:
    """Counts live in memory: a crash loses at most ten minutes of counts, never a first line."""

    def __init__(self, works: Transactions) -> None:
        self._works = works
        self._open: dict[_Key, _Again] = {}

    def leave(self, by: Officer | Anonymous, action: str, subject: tuple[str, UUID] | None, **facts: Any) -> None:
        """Facts are codes and ids, and the address a refused try came from."""
        self.close()
        named = HOUSE if subject is None else f"{subject[0]}:{subject[1]}"
        key: _Key = (by, action, named, tuple(sorted(facts.items())))
        if key not in self._open and len(self._open) >= MOST_OPEN:
            key = (by if len(self._open) < 2 * MOST_OPEN else Anonymous(), action, HOUSE, (("many", True),))
        if key in self._open:
            self._open[key].count += 1
            return
        self._open[key] = _Again(self._works.now())
        self._works.write(_write, [(key, {})])

    def close(self) -> None:
        """What was counted in windows that are over becomes a line each."""
        now = self._works.now()
        over = [(key, again) for key, again in self._open.items() if now >= again.since + WINDOW]
        lines = []
        for key, again in over:
            del self._open[key]
            if again.count:
                lines.append((key, {"again": again.count, "since": again.since.isoformat(timespec="seconds")}))
        if lines:
            self._works.write(_write, lines)


def _write(work: Work, lines: list[tuple[_Key, dict[str, Any]]]) -> None:
    for (by, action, subject, facts), more in lines:
        work.audit.trace(by, action, subject, **dict(facts), **more)
