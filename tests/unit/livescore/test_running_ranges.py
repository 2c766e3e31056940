"""Reading the running ranges holds nobody up: few sittings a look, and each in its turn."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from server.workflows.views.running_ranges import LOOK_EVERY, MOST_A_LOOK, RangeRule, RunningRanges, _KnownRange
from tests.unit.exam.samples import TEN


class Counted(RunningRanges):
    """Counts what is read instead of reading it."""

    def __init__(self) -> None:
        super().__init__(RangeRule())
        self.looks: Counter[UUID] = Counter()

    def _read_range(self, work, blueprint, sitting) -> _KnownRange:
        self.looks[sitting.id] += 1
        return _KnownRange(sitting.sequence - 1, work.now, None, None)  # there is always something new


def test_a_full_hall_is_read_in_small_portions_and_nobody_is_left_out():
    blueprint = SimpleNamespace(sections=[SimpleNamespace(items=110)])
    wholes = [SimpleNamespace(sitting=SimpleNamespace(id=UUID(int=number), sequence=200)) for number in range(600)]
    ranges, now = Counted(), TEN
    for _ in range(72):
        before = ranges.looks.total()
        ranges.of(SimpleNamespace(now=now), blueprint, wholes)
        assert ranges.looks.total() - before <= MOST_A_LOOK
        now += LOOK_EVERY / 6 + timedelta(milliseconds=1)

    assert {ranges.looks[whole.sitting.id] for whole in wholes} == {3}
