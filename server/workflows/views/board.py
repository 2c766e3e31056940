"""What the public board is fed with: the scores of the day's slots, from the projection the result itself is read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from server.exam.blueprint import TOTAL, ExamBlueprint
from server.exam.passing import Formation, judge
from server.exam.scoring import stored_scores
from server.exam.sittings import GONE, SCORED, WORKING, Status
from server.exam.slots import SlotStatus
from server.livescore.feed import SlotRows
from server.livescore.projection import ScoreRow, State
from server.livescore.snapshot import SlotHead
from server.storage.sittings import Whole
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.steps import admission
from server.workflows.views.running_ranges import RunningRanges

SHOWN_AFTER_CLOSE = timedelta(hours=24)
NOT_YET = (Status.EXPECTED, Status.CHECKED_IN, Status.SEATED)


@dataclass(frozen=True, slots=True)
class PublicSlots:
    """Reads what the feed shows."""

    ranges: RunningRanges
    late_answers_within: timedelta

    def __call__(self, work: Work) -> list[SlotRows]:
        """Every slot that is open, or closed within a day, with a row for each sitting that is not absent or moved away."""
        slots = work.slots.with_status(SlotStatus.OPEN, SlotStatus.SUSPENDED, SlotStatus.CLOSED)
        present = {
            slot: [whole for whole in work.sittings.whole_slot(slot.id) if whole.sitting.status not in GONE]
            for slot in slots
            if slot.closed_at is None or work.now - slot.closed_at < SHOWN_AFTER_CLOSE
        }
        self.ranges.forget_others(frozenset(whole.sitting.id for wholes in present.values() for whole in wholes))
        return [self._slot(work, slot, wholes) for slot, wholes in present.items()]

    def _slot(self, work: Work, slot: SlotRow, wholes: Sequence[Whole]) -> SlotRows:
        blueprint = work.exams.blueprint(slot.exam_id)
        reached = work.answers.scores_of_slot(slot.id)
        closed = slot.status == SlotStatus.CLOSED
        ranges = {} if closed else self.ranges.of(work, blueprint, wholes)
        rows = [
            replace(
                _row(whole, blueprint, reached.get(whole.sitting.id, {})),
                range=ranges.get(whole.sitting.id),
                open=not closed and self._may_answer(work, slot, whole.sitting),
            )
            for whole in wholes
        ]
        return SlotRows(_head(work, slot, blueprint), tuple(rows))

    def _may_answer(self, work: Work, slot: SlotRow, sitting: SittingRow) -> bool:
        status = sitting.status
        if status in NOT_YET:
            return admission.may_come_to_begin(work, sitting, slot)
        if status is Status.CLOSED_BY_TIME:  # answers from an outage may come, until the page has asked for its score
            ended_at = sitting.ended_at or work.now
            return sitting.scores_shown_at is None and work.now < ended_at + self.late_answers_within
        return status in WORKING or status is Status.TERMINATED  # two officers may reopen it


def _head(work: Work, slot: SlotRow, blueprint: ExamBlueprint) -> SlotHead:
    site = work.places.site(slot.site_id)
    return SlotHead(
        slot=str(slot.id),
        exam=work.exams.get(slot.exam_id).title,
        site=site.name,
        zone=site.zone,
        number=slot.number,
        starts_at=slot.starts_at,
        closed=slot.status == SlotStatus.CLOSED,
        items=sum(section.items for section in blueprint.sections),
        sections=tuple(section.code for section in blueprint.sections),
        tie_order=tuple(code for code in blueprint.tie_break if code != TOTAL),
    )


def _row(whole: Whole, blueprint: ExamBlueprint, reached: dict[str, int]) -> ScoreRow:
    scores = stored_scores(blueprint, {code: (points, 0) for code, points in reached.items()})
    status = whole.sitting.status
    state: State = "expected" if status in NOT_YET else "finished" if whole.sitting.ended_at is not None else "working"
    formation = Formation(whole.formation.kind, whole.formation.position_group or None)
    return ScoreRow(
        public_id=_public(whole.sitting.board_id),
        number=whole.registration.number,
        name=whole.person.name,
        agency=whole.formation.agency,
        position=whole.formation.position,
        location=whole.formation.location,
        sections=tuple((section.code, section.score) for section in scores.sections),
        total=scores.total,
        state=state,
        passed=judge(blueprint, formation, scores).passed if status in SCORED else None,
        answered=whole.sitting.answered,
        range=None,
        open=True,
    )


def _public(board_id: UUID) -> str:
    return board_id.hex
