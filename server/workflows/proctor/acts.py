"""What proctors do to sittings, one or many: each is done or refused by itself, with its right, its reason and its audit line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.errors import RuleBroken
from server.exam.rights import Action
from server.storage.tables import SittingRow
from server.storage.work import Work
from server.workflows.access import where_of
from server.workflows.proctor import end, identity, pause, seat
from server.workflows.proctor.request import ActRequest
from server.workflows.refusals import UnknownSitting


class Carry(Protocol):
    def __call__(self, work: Work, sitting: SittingRow, asked: ActRequest, /, *, by: Officer) -> None: ...


@dataclass(frozen=True, slots=True)
class Act:
    right: Action
    carry_out: Carry


ACTS: Mapping[str, Act] = {
    "pause": Act(Action.PAUSE, pause.pause),
    "resume": Act(Action.RESUME, pause.resume),
    "grant": Act(Action.GRANT_TIME, pause.grant_time),
    "message": Act(Action.MESSAGE, pause.message),
    "move": Act(Action.MOVE_SEAT, seat.move),
    "confirm_identity": Act(Action.CONFIRM_IDENTITY, identity.confirm),
    "send_to_desk": Act(Action.SEND_TO_DESK, identity.send_to_desk),
    "identity_mode": Act(Action.SET_IDENTITY_MODE, identity.set_mode),
    "rechecked": Act(Action.CONFIRM_IDENTITY, identity.rechecked),
    "accompanied_back": Act(Action.CONFIRM_IDENTITY, identity.accompanied_back),
    "terminate": Act(Action.TERMINATE, end.terminate),
    "reopen": Act(Action.REOPEN, end.reopen),
    "absent": Act(Action.MARK_ABSENT, end.absent),
    "admit_late": Act(Action.MARK_ABSENT, end.admit_late),
    "reschedule": Act(Action.RESCHEDULE, end.reschedule),
    "disqualify": Act(Action.DISQUALIFY, end.disqualify),
}


@dataclass
class ActOutcome:
    done: list[UUID] = field(default_factory=list)
    refused: list[tuple[UUID, RuleBroken]] = field(default_factory=list)


def act(work: Work, name: str, sitting_ids: Sequence[UUID], asked: ActRequest, *, by: Officer) -> ActOutcome:
    """Carry out one act on every sitting; a refused one changes nothing of its own and nothing of the others."""
    outcome = ActOutcome()
    for sitting_id in sitting_ids:
        announced = len(work.announcements)
        try:
            _alone(work, name, sitting_id, asked, by=by)
        except RuleBroken as refusal:
            del work.announcements[announced:]
            outcome.refused.append((sitting_id, refusal))
        else:
            outcome.done.append(sitting_id)
    return outcome


def _alone(work: Work, name: str, sitting_id: UUID, asked: ActRequest, *, by: Officer) -> None:
    with work.session.begin_nested():
        sitting = work.sittings.get(sitting_id)
        if sitting is None:
            raise UnknownSitting()
        require(by, ACTS[name].right, where_of(work, sitting))
        before = sitting.status
        ACTS[name].carry_out(work, sitting, asked, by=by)
        line = work.audit.note(
            by, name, ("sitting", sitting.id), **_facts(work, name, sitting, asked), was=before, now=sitting.status
        )
        work.audit.remark(line, asked.reason.text if asked.reason else "", sitting.slot_id, sitting.id)


def _facts(work: Work, name: str, sitting: SittingRow, asked: ActRequest) -> dict[str, str | int]:
    """What the audit log keeps of the request for ever: codes and ids. Words of somebody's own are kept elsewhere and go."""
    facts: dict[str, str | int | None] = {
        "reason": asked.reason.code if asked.reason else None,
        "seconds": asked.seconds or None,
        "seat": str(asked.seat) if asked.seat else None,
        "second": str(asked.second.id) if asked.second else None,
    }
    if name == "identity_mode":
        facts["mode"] = asked.mode
        facts["every_minutes"] = asked.every // timedelta(minutes=1) if asked.every else None
    if name == "message" and (sent := work.sittings.last_message(sitting.id)) is not None:
        # A keyed hash: who has the text can have it confirmed, and without the key folder nobody can try guesses.
        facts |= {"message": str(sent.id), "length": len(asked.text), "hash": work.vault.keyed_hash("message", asked.text).hex()}
    return {name: fact for name, fact in facts.items() if fact is not None}
