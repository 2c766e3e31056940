"""What an applicant does in the exam besides answering: start, leave for a moment, finish, see the score."""

from datetime import datetime

from server.announcements import SittingMoved
from server.exam.actors import Applicant, require
from server.exam.blueprint import Block, minutes_for
from server.exam.errors import MoveNotAllowed, SittingNotRunning
from server.exam.rights import Action
from server.exam.sittings import Move, Status
from server.storage.papers import MarkedPaper
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.steps import admission, pause


def start(work: Work, *, by: Applicant) -> None:
    """The applicant presses Mulai: the first block's clock runs from here."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    slot = work.slots.get_one(sitting.slot_id)
    state = sitting.state.started()
    admission.check_may_begin(work, sitting, slot)
    pause.check_room(work, sitting)
    work.sittings.keep(sitting.id, state)
    begin_block(work, sitting, work.papers.marked(sitting.id).blueprint.blocks[0])
    work.audit.note(by, "began", ("sitting", sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def begin_block(work: Work, sitting: SittingRow, block: Block) -> None:
    registration = work.people.registration(sitting.registration_id)
    kind = work.people.formation(registration.formation_id).kind
    sitting.block = block.code
    sitting.block_started_at = work.now
    sitting.block_allowed = minutes_for(block, kind, work.people.disability(registration) or None)


def finish(work: Work, *, by: Applicant) -> None:
    """The applicant hands in; the score is shown at once, so there is no way back."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    state = sitting.state.submitted(work.now)
    if block_after(work.papers.marked(sitting.id), sitting.block) is not None:
        raise MoveNotAllowed(noun="sitting", status=sitting.status, move=Move.SUBMIT)
    work.sittings.keep(sitting.id, state)
    work.audit.note(by, "handed in", ("sitting", sitting.id))
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def next_block(work: Work, *, by: Applicant) -> None:
    """Leave the block early and begin the next one; time ends a block of a covered sitting, its applicant does not."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    if sitting.status is not Status.RUNNING:
        raise SittingNotRunning(status=sitting.status)
    work.sittings.keep(sitting.id, sitting.state.next_block(work.now))
    work.audit.note(by, "left block", ("sitting", sitting.id), block=sitting.block)
    move_to_next(work, sitting, work.now)


def move_to_next(work: Work, sitting: SittingRow, left_at: datetime) -> None:
    following = block_after(work.papers.marked(sitting.id), sitting.block)
    if following is None:
        raise SittingNotRunning(status="last_block")
    sitting.left_blocks = {**sitting.left_blocks, str(sitting.block): left_at.isoformat()}
    begin_block(work, sitting, following)
    work.announce(SittingMoved(sitting.id, sitting.slot_id))


def block_after(marked: MarkedPaper, code: str | None) -> Block | None:
    blocks = marked.blueprint.blocks
    at = [block.code for block in blocks].index(code or "")
    return blocks[at + 1] if at + 1 < len(blocks) else None


def show_scores(work: Work, *, by: Applicant) -> None:
    """The page of a sitting closed by time has nothing left to send and shows the score."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    work.sittings.keep(sitting.id, sitting.state.scores_shown(work.now))


def leave(work: Work, *, by: Applicant) -> None:
    """To the toilet: the questions are covered until the face has been seen again."""
    require(by, Action.SIT_EXAM)
    sitting = work.sittings.get_one(by.sitting_id)
    pause.keep(work, sitting, sitting.state.away(work.now), by=by)
    work.audit.note(by, "left for a moment", ("sitting", sitting.id))
