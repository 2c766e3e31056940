"""What the board may show of sittings that still work: their running ranges, read from the answer events and kept in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from server.exam.blueprint import ExamBlueprint
from server.exam.running import Running, SettlingRule, points_of, running
from server.livescore.ranges import ShownRange, shown_range, width_of
from server.storage.papers import MarkedPaper
from server.storage.sittings import Whole
from server.storage.tables import SittingRow
from server.storage.work import Work

LOOK_EVERY = timedelta(seconds=30)  # at one sitting
MOST_A_LOOK = 25  # sittings, at 4 ms each in the lane all reading shares; the others come with the next look, seconds later


@dataclass(frozen=True, slots=True)
class RangeRule:
    settling: SettlingRule = field(default_factory=SettlingRule)
    width: float = 0.3  # of the most an exam can give


@dataclass(frozen=True, slots=True)
class _KnownRange:
    sequence: int  # of the answer events that were read
    read_at: datetime
    next_at: datetime | None
    shown: ShownRange | None


class RunningRanges:
    """Nothing here must outlive the process: the log and the key files say the same again."""

    def __init__(self, rule: RangeRule) -> None:
        self._rule = rule
        self._known: dict[UUID, _KnownRange] = {}

    def of(self, work: Work, blueprint: ExamBlueprint, wholes: Sequence[Whole]) -> Mapping[UUID, ShownRange]:
        """The newest range of each sitting that has one."""
        size = self._rule.settling.batch(_items(blueprint))
        sittings = [whole.sitting for whole in wholes]
        due = [sitting for sitting in sittings if self._is_due(sitting, size, work.now)]
        for sitting in sorted(due, key=self._read_at)[:MOST_A_LOOK]:
            self._known[sitting.id] = self._read_range(work, blueprint, sitting)
        known = ((sitting.id, self._known.get(sitting.id)) for sitting in sittings)
        return {sitting: one.shown for sitting, one in known if one is not None and one.shown is not None}

    def forget_others(self, sittings: frozenset[UUID]) -> None:
        self._known = {sitting: known for sitting, known in self._known.items() if sitting in sittings}

    def _is_due(self, sitting: SittingRow, size: int, now: datetime) -> bool:
        if sitting.sequence < size:
            return False
        known = self._known.get(sitting.id)
        if known is None:
            return True
        if timedelta() <= now - known.read_at < LOOK_EVERY:
            return False
        return sitting.sequence != known.sequence or (known.next_at is not None and known.next_at <= now)

    def _read_at(self, sitting: SittingRow) -> float:
        known = self._known.get(sitting.id)
        return known.read_at.timestamp() if known is not None else 0.0

    def _read_range(self, work: Work, blueprint: ExamBlueprint, sitting: SittingRow) -> _KnownRange:
        def draw(batch: int) -> bytes:
            return work.vault.files.keyed_hash("board range", f"{sitting.board_id.hex}:{batch}")

        marked = work.papers.marked(sitting.id)
        found = running(
            work.answers.events(sitting.id), self._rule.settling.batch(_items(blueprint)), self._rule.settling, work.now
        )
        return _KnownRange(sitting.sequence, work.now, found.next_at, range_shown(found, marked, self._rule, draw))


def range_shown(found: Running, marked: MarkedPaper, rule: RangeRule, draw: Callable[[int], bytes]) -> ShownRange | None:
    """The range of the newest batch. `draw` gives the same secret bytes whenever the same batch is shown again."""
    if not found.batches:
        return None
    counted = found.batches[-1].counted
    points, most = points_of(counted, marked.paper, marked.key)
    width = width_of(rule.width, sum(section.maximum for section in marked.blueprint.sections))
    return ShownRange(*shown_range(points, most, width, draw(len(found.batches))), counted=len(counted))


def _items(blueprint: ExamBlueprint) -> int:
    return sum(section.items for section in blueprint.sections)
