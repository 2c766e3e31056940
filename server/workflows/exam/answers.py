"""An applicant's answers: kept or refused one by one, those after the end by what was known of an outage; scores follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from server.announcements import AnswerSaved, SittingMoved
from server.exam.actors import Applicant, require
from server.exam.answers import NOTHING_LATE, AnswerEvent, Submission, Window, accept
from server.exam.errors import RuleBroken, StaleRevision
from server.exam.ledger import Cause, Entry
from server.exam.rights import Action
from server.exam.scoring import score
from server.exam.timing import NONE
from server.storage.papers import MarkedPaper
from server.storage.tables import SittingRow
from server.storage.work import Work


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer as the page sent it."""

    item: str
    option: str | None
    doubtful: bool
    revision: int
    client_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands now: the answer just given, or the one that was kept instead of it."""

    item: str
    option: str | None
    doubtful: bool
    revision: int
    saved_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class LateRule:
    """How answers that come after the end are judged."""

    grace: timedelta


def answer(work: Work, given: SentAnswer, rule: LateRule, *, by: Applicant) -> tuple[Saved, int]:
    """Keep one answer; returns what is saved now and how many items are answered. The same answer twice is saved once."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    intake = _Intake(work, sitting, work.papers.marked(sitting.id), rule)
    try:
        saved = _keep(intake, given)
    except StaleRevision:
        saved = _as_stored(work, sitting, given)
    _note_late(work, sitting, [saved], by=by)
    _project(work, sitting, intake.marked)
    return saved, sitting.answered


def answer_many(
    work: Work, givens: Sequence[SentAnswer], rule: LateRule, *, by: Applicant
) -> tuple[list[Saved], list[tuple[str, RuleBroken]]]:
    """After a reconnect: each answer is kept or refused by itself."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    intake = _Intake(work, sitting, work.papers.marked(sitting.id), rule)
    saved: list[Saved] = []
    refused: list[tuple[str, RuleBroken]] = []
    for given in sorted(givens, key=lambda one: one.client_at):
        try:
            saved.append(_keep(intake, given))
        except StaleRevision:
            saved.append(_as_stored(work, sitting, given))
        except RuleBroken as refusal:
            refused.append((given.item, refusal))
    _note_late(work, sitting, saved, by=by)
    _project(work, sitting, intake.marked)
    return saved, refused


@dataclass
class _Intake:
    """One message of answers: what stays as it is while they are taken one by one."""

    work: Work
    sitting: SittingRow
    marked: MarkedPaper
    rule: LateRule

    @cached_property
    def block_ends_at(self) -> datetime:
        """Of the block the sitting is in. Asked once: the ledger would be read, and the sitting written, for each answer."""
        slot = self.work.slots.get_one(self.sitting.slot_id)
        return self.sitting.ended_at or self.work.ledger.clock(self.sitting, slot).ends_at(self.work.now)


def _keep(intake: _Intake, given: SentAnswer) -> Saved:
    work, sitting = intake.work, intake.sitting
    submission = Submission(
        item=given.item,
        option=given.option,
        revision=given.revision,
        client_at=given.client_at,
        arrived_at=work.now,
        doubtful=given.doubtful,
    )
    event = accept(
        submission,
        paper=intake.marked.paper,
        stored=work.answers.newest(sitting.id, given.item),
        window=_window(intake, given.item),
        sequence=sitting.sequence + 1,
    )
    if event is None:
        return _as_stored(work, sitting, given)
    work.answers.add(sitting.id, event, sitting.seat_id)
    sitting.sequence, sitting.last_saved_at = event.sequence, work.now
    return _saved(event)


def _window(intake: _Intake, item: str) -> Window:
    """How things stand for the block this item belongs to."""
    work, sitting, marked = intake.work, intake.sitting, intake.marked
    known = marked.paper.item(item)
    block = marked.blueprint.block_of(known.section).code if known else None
    ends_at = None
    if block is not None and block == sitting.block:
        ends_at = intake.block_ends_at
    elif block in sitting.left_blocks:
        ends_at = datetime.fromisoformat(sitting.left_blocks[block])
    is_over = ends_at is not None and work.now >= ends_at
    return Window(
        status=sitting.status,
        is_current=block == sitting.block,
        ends_at=ends_at,
        outages=work.ledger.outages(sitting.id) if is_over else (),
        late=work.answers.late_so_far(sitting.id, ends_at) if is_over and ends_at is not None else NOTHING_LATE,
        grace=intake.rule.grace,
        score_shown=sitting.scores_shown_at is not None,
    )


def _note_late(work: Work, sitting: SittingRow, saved: Sequence[Saved], *, by: Applicant) -> None:
    """Answers kept after the end are for a proctor's eye and stand in ledger and log."""
    late = sum(one.late and one.saved_at == work.now for one in saved)
    if not late:
        return
    work.ledger.add(sitting.id, str(sitting.block), Entry(Cause.LATE_ANSWERS, work.now, work.now, NONE, NONE))
    work.audit.note(by, "kept late answers", ("sitting", sitting.id), answers=late)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def _as_stored(work: Work, sitting: SittingRow, given: SentAnswer) -> Saved:
    stored = work.answers.newest(sitting.id, given.item)
    if stored is None:
        raise StaleRevision(stored=0)
    return _saved(stored)


def _saved(event: AnswerEvent) -> Saved:
    return Saved(event.item, event.option, event.doubtful, event.revision, event.server_at, event.late)


def _project(work: Work, sitting: SittingRow, marked: MarkedPaper) -> None:
    """Let the scores follow the answers, by the one function that counts for page, board and result."""
    scores = score(marked.blueprint, marked.paper, marked.key, work.answers.chosen(sitting.id))
    work.answers.keep_scores(sitting.id, scores)
    sitting.answered = scores.answered
    work.announce(AnswerSaved(sitting.id, sitting.slot_id))
