"""What the public board is fed with: the scores of the day's slots, from the projection the result itself is read from."""

from datetime import timedelta
from uuid import UUID

from server.exam.blueprint import TOTAL, ExamBlueprint
from server.exam.passing import Formation, judge
from server.exam.scoring import Scores, SectionScore
from server.exam.sittings import GONE, Status
from server.exam.slots import SlotStatus
from server.livescore.feed import SlotRows
from server.livescore.projection import ScoreRow, State
from server.livescore.snapshot import SlotHead
from server.storage.sittings import Whole
from server.storage.tables import SlotRow
from server.storage.work import Work
from server.workflows.sitting import SCORED

SHOWN_AFTER_CLOSE = timedelta(hours=24)
NOT_YET = (Status.EXPECTED, Status.CHECKED_IN, Status.SEATED)


def public_slots(work: Work) -> list[SlotRows]:
    """Every slot that is open, or closed within a day, with a row for each sitting that is not absent or moved away."""
    slots = work.slots.with_status(SlotStatus.OPEN, SlotStatus.SUSPENDED, SlotStatus.CLOSED)
    return [_slot(work, slot) for slot in slots if slot.closed_at is None or work.now - slot.closed_at < SHOWN_AFTER_CLOSE]


def _slot(work: Work, slot: SlotRow) -> SlotRows:
    blueprint, site = work.exams.blueprint(slot.exam_id), work.places.site(slot.site_id)
    reached = work.answers.scores_of_slot(slot.id)
    head = SlotHead(
        slot=str(slot.id),
        exam=work.exams.get(slot.exam_id).title,
        site=site.name,
        zone=site.zone,
        number=slot.number,
        starts_at=slot.starts_at,
        closed=slot.status == SlotStatus.CLOSED,
        sections=tuple(section.code for section in blueprint.sections),
        tie_order=tuple(code for code in blueprint.tie_break if code != TOTAL),
    )
    present = [whole for whole in work.sittings.whole_slot(slot.id) if Status(whole.sitting.status) not in GONE]
    return SlotRows(head, tuple(_row(whole, blueprint, reached.get(whole.sitting.id, {})) for whole in present))


def _row(whole: Whole, blueprint: ExamBlueprint, reached: dict[str, int]) -> ScoreRow:
    scores = Scores(tuple(SectionScore(s.code, reached.get(s.code, 0), 0, s.items, s.maximum) for s in blueprint.sections))
    status = Status(whole.sitting.status)
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
    )


def _public(board_id: UUID) -> str:
    return board_id.hex
