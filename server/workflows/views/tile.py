"""One tile of the seat map: a sitting as the database, the clock and the page's presence tell it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.exam.ledger import Cause
from server.exam.sittings import WORKING, Status
from server.exam.timing import NONE, BlockClock
from server.identity.camera.unseen import Stage
from server.identity.choices import IdentityMode
from server.json_values import duration_s, iso
from server.memory.presence import SeatPresence
from server.storage.ledger import clock_of
from server.storage.sittings import Whole
from server.storage.tables import LedgerRow, SeatRow, SittingRow, SlotRow
from server.workflows.steps.identity_mode import mode_in_force

CAMERA_STARTS_WITHIN = timedelta(seconds=30)
BEFORE_CAMERA = ("confirming", Status.SEATED, Status.RUNNING, Status.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileContext:
    """What a tile is made of beside the sitting itself."""

    now: datetime
    slot: SlotRow
    items: int
    ledger: Sequence[LedgerRow]
    has_picture: bool
    presence: SeatPresence
    no_answers_after: timedelta


def seat_json(seat: SeatRow) -> dict[str, Any]:
    return {"id": str(seat.id), "number": seat.number, "row": seat.row, "column": seat.column, "spare": seat.spare}


def sitting_json(whole: Whole, context: TileContext) -> dict[str, Any]:
    sitting, here = whole.sitting, context.presence
    clock = _clock(sitting, context)
    return {
        "id": str(sitting.id),
        "number": whole.registration.number,
        "name": whole.person.name,
        "picture": "desk" if context.has_picture else None,
        "status": _status(sitting),
        "cause": sitting.cause,
        "needs_face_check": sitting.needs_face_check,
        "identity_mode": mode_in_force(sitting, context.slot),
        "enrolled_at_desk": sitting.enrolled_at_desk,
        "answered": sitting.answered,
        "items": context.items,
        "last_saved_at": iso(sitting.last_saved_at),
        "left_s": None if clock is None else duration_s(clock.left(context.now)),
        "clock_stopped": clock is not None and clock.stands(context.now),
        "face": None if here.face is None else {"kind": here.face, "at": iso(here.face_at)},
        "seen_at": iso(here.seen_at),
        "unseen": here.unseen,
        "connection": _connection(sitting, here),
        "focus": here.focus,
        "camera": here.camera,
        "unverified_s": duration_s(sitting.unverified),
        "lost_s": duration_s(sum((row.lost for row in context.ledger), NONE)),
        "credited_s": duration_s(sum((row.credited for row in context.ledger), NONE)),
        "alerts": alerts(sitting, context),
    }


def alerts(sitting: SittingRow, context: TileContext) -> list[str]:
    """Marks that need no decision but a look."""
    return [name for name, holds in ALERTS.items() if holds(sitting, context)]


def _status(sitting: SittingRow) -> str:
    """Checked in and logged in is a state of its own for a proctor: somebody sits there and waits to be known."""
    return "confirming" if sitting.status == Status.CHECKED_IN and sitting.token_hash is not None else sitting.status


def _connection(sitting: SittingRow, here: SeatPresence) -> str:
    if here.connected:
        return "online"
    return "offline" if here.ever_connected or sitting.token_hash is not None else "never"


def _clock(sitting: SittingRow, context: TileContext) -> BlockClock | None:
    if sitting.status not in WORKING:
        return None
    return clock_of(sitting, context.slot, sum((row.credited for row in context.ledger if row.block == sitting.block), NONE))


def _has_no_answers(sitting: SittingRow, context: TileContext) -> bool:
    began = sitting.block_started_at
    return (
        sitting.status == Status.RUNNING
        and sitting.answered == 0
        and began is not None
        and context.now - began >= context.no_answers_after
    )


def _has_lost_camera(sitting: SittingRow, context: TileContext) -> bool:
    """What the page itself says is wrong, at the gate too; in the exam also that nothing was measured since it came."""
    here = context.presence
    if (
        mode_in_force(sitting, context.slot) is not IdentityMode.CAMERA
        or not here.connected
        or _status(sitting) not in BEFORE_CAMERA
    ):
        return False
    if here.camera == "off":
        starting = here.connected_since is not None and context.now - here.connected_since < CAMERA_STARTS_WITHIN
        return sitting.status == Status.RUNNING and not starting
    return here.camera != "ok"


def _is_unseen(sitting: SittingRow, context: TileContext) -> bool:
    return sitting.status == Status.RUNNING and context.presence.unseen == Stage.ALERT


def _is_unverified(sitting: SittingRow, context: TileContext) -> bool:
    return sitting.status == Status.RUNNING and context.presence.unverified_since is not None


def _has_lost_evidence(sitting: SittingRow, context: TileContext) -> bool:
    return sitting.status in WORKING and context.presence.evidence_lost


def _is_due(sitting: SittingRow, context: TileContext) -> bool:
    """An officer looks instead of the camera, and has not for longer than was set."""
    every = sitting.recheck_every or context.slot.recheck_every
    last = sitting.rechecked_at or sitting.block_started_at
    if (
        sitting.status != Status.RUNNING
        or mode_in_force(sitting, context.slot) is not IdentityMode.OFFICER
        or every is None
        or last is None
    ):
        return False
    return context.now - last >= every


def _runs_in_pause(sitting: SittingRow, context: TileContext) -> bool:
    """The pause has used up the time that may be given for it: whoever wants the clock to stand on asks the chief."""
    clock = _clock(sitting, context)
    return (
        sitting.status == Status.PAUSED and clock is not None and clock.stopped_at is not None and not clock.stands(context.now)
    )


def _has_late_answers(_sitting: SittingRow, context: TileContext) -> bool:
    return any(row.cause == Cause.LATE_ANSWERS for row in context.ledger)


ALERTS: Mapping[str, Callable[[SittingRow, TileContext], bool]] = {
    "evidence_lost": _has_lost_evidence,
    "unseen": _is_unseen,
    "no_answers": _has_no_answers,
    "camera_lost": _has_lost_camera,
    "unverified": _is_unverified,
    "recheck_due": _is_due,
    "late_answers": _has_late_answers,
    "clock_runs": _runs_in_pause,
}
