"""What a chief proctor does to a whole slot or to rooms of it: open, suspend, resume, close, postpone, set the identity mode."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from server.announcements import SlotMoved
from server.exam.actors import Officer, require
from server.exam.errors import SlotNotOpen
from server.exam.ledger import Cause, stops
from server.exam.rights import Action, allowed
from server.exam.sittings import WORKING, Status
from server.exam.slots import SlotMove, SlotStatus, after, opened, suspended_so_far
from server.identity.choices import IdentityMode
from server.storage.room_queries import Watching
from server.storage.tables import SittingRow, SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.proctor import pause as proctor_pause
from server.workflows.proctor.request import ActRequest, reason_for
from server.workflows.refusals import StillWorking
from server.workflows.steps import absence, pause
from server.workflows.steps.incidents import PAUSED
from server.workflows.steps.sight_confirmation import check_second

FACED = (Cause.SUSPENDED, Cause.SEAT_CHANGE, Cause.LOG_IN, Cause.FACE_CHECK)  # ended by a face check once the slot goes on

BY_HAND = (Cause.PROCTOR, Cause.POWER)


def act(work: Work, name: str, slot_id: UUID, asked: ActRequest, *, by: Officer) -> None:
    slot = work.slots.get_one(slot_id)
    ACTS[name](work, slot, asked, by=by)
    reason = asked.reason
    facts: dict[str, Any] = {"reason": reason.code if reason else None, "rooms": [str(room) for room in asked.rooms]}
    if name == "identity_mode":
        facts |= {"mode": asked.mode, "every_minutes": asked.every // timedelta(minutes=1) if asked.every else None}
        facts["second"] = str(asked.second.id) if asked.second else None
    line = work.audit.note(by, f"slot {name}", ("slot", slot.id), **facts)
    work.audit.remark(line, reason.text if reason else "", slot.id)
    work.announce(SlotMoved(slot.id))


def open_slot(work: Work, slot: SlotRow, _asked: ActRequest, *, by: Officer) -> None:
    require(by, Action.OPEN_SLOT, where_of_slot(work, slot))
    slot.status = opened(slot.status, planned=slot.starts_at, now=work.now)
    slot.opened_at = work.now
    slot.suspended_since = work.now if slot.suspended_rooms else None  # a room may be suspended from the day before, or the hour


def suspend(work: Work, slot: SlotRow, asked: ActRequest, *, by: Officer) -> None:
    """Every clock stands from now on; nobody goes on by themselves, whatever their page sees."""
    reason_for("slot_suspend", asked)
    _check_scope(work, slot, asked.rooms, by=by)
    if not asked.rooms:
        slot.status = after(slot.status, SlotMove.SUSPEND)
    slot.suspended_rooms = sorted({*slot.suspended_rooms, *map(str, asked.rooms)})
    slot.suspended_since = slot.suspended_since or work.now
    for sitting in _there(work, slot, asked.rooms):
        if sitting.status in (Status.RUNNING, Status.AWAY):
            pause.keep(work, sitting, sitting.state.paused(Cause.SUSPENDED, work.now), by=by)
        elif sitting.status is Status.PAUSED and not _stands(sitting):
            pause.stay_paused(work, sitting, Cause.SUSPENDED, _limit_to_keep(sitting, work.now), by=by)
        work.sittings.keep(sitting.id, sitting.state.without_face_check())


def resume(work: Work, slot: SlotRow, asked: ActRequest, *, by: Officer) -> None:
    """Each page takes a fresh face check and goes on by itself; whom the camera stopped before waits for a proctor."""
    reason_for("slot_resume", asked)
    _check_scope(work, slot, asked.rooms, by=by)
    if not asked.rooms:
        slot.status = after(slot.status, SlotMove.RESUME)
    elif slot.status is SlotStatus.SUSPENDED:
        raise SlotNotOpen(status=slot.status)
    slot.suspended_rooms = sorted(set(slot.suspended_rooms) - set(map(str, asked.rooms))) if asked.rooms else []
    if not slot.suspended_rooms:
        before, since = slot.suspended_total, slot.suspended_since
        slot.suspended_total = suspended_so_far(before, since, opened_at=slot.opened_at, now=work.now)
        slot.suspended_since = None
    for sitting in _there(work, slot, asked.rooms):
        if sitting.status is Status.PAUSED and sitting.cause in FACED:
            _go_on(work, sitting, proctor_pause.may_give(work, sitting, asked, by=by), by=by)


def close(work: Work, slot: SlotRow, _asked: ActRequest, *, by: Officer) -> None:
    """Who never came is absent; nobody's exam is ended by closing the slot."""
    require(by, Action.CLOSE_SLOT, where_of_slot(work, slot))
    slot.status, slot.closed_at = after(slot.status, SlotMove.CLOSE), work.now
    sittings = work.sittings.of_slot(slot.id)
    working = sum(sitting.status in WORKING for sitting in sittings)
    if working:
        raise StillWorking(count=working)
    for sitting in sittings:
        absence.never_began(work, sitting)


def postpone(work: Work, slot: SlotRow, asked: ActRequest, *, by: Officer) -> None:
    reason_for("slot_postpone", asked)
    require(by, Action.POSTPONE_SLOT, where_of_slot(work, slot))
    slot.status = after(slot.status, SlotMove.POSTPONE)


def identity_mode(work: Work, slot: SlotRow, asked: ActRequest, *, by: Officer) -> None:
    """For everybody who has no mode of their own."""
    reason_for("slot_identity_mode", asked)
    require(by, Action.SET_IDENTITY_MODE, where_of_slot(work, slot))
    if asked.mode is IdentityMode.OFFICER:
        second = asked.second
        may = second is not None and allowed(second.grants, Action.CONFIRM_IDENTITY, where_of_slot(work, slot))
        check_second(second, is_allowed=may, by=by)
    slot.identity_mode = asked.mode
    slot.recheck_every = asked.every if asked.mode is IdentityMode.OFFICER else None


class SlotAct(Protocol):
    def __call__(self, work: Work, slot: SlotRow, asked: ActRequest, /, *, by: Officer) -> None: ...


ACTS: Mapping[str, SlotAct] = {
    "open": open_slot,
    "suspend": suspend,
    "resume": resume,
    "close": close,
    "postpone": postpone,
    "identity_mode": identity_mode,
}


def _check_scope(work: Work, slot: SlotRow, rooms: Sequence[UUID], *, by: Officer) -> None:
    """A whole slot is one right, each room another."""
    if not rooms:
        require(by, Action.SUSPEND_SLOT, where_of_slot(work, slot))
    for room_id in rooms:
        require(by, Action.SUSPEND_ROOM, where_of_slot(work, slot, room_id))


def _there(work: Work, slot: SlotRow, rooms: Sequence[UUID]) -> list[SittingRow]:
    if rooms:
        return list(Watching(work.session).in_rooms(slot.id, rooms))
    return work.sittings.of_slot(slot.id)


def _stands(sitting: SittingRow) -> bool:
    """Its clock stands whatever happens."""
    return sitting.cause is not None and stops(sitting.cause) and sitting.pause_limit is None


def _limit_to_keep(sitting: SittingRow, now: datetime) -> timedelta | None:
    """An officer's pause outlives the suspension, with what was left of the time given for it."""
    if sitting.cause == Cause.SUSPENDED:
        return sitting.pause_limit
    return sitting.state.pause_limit_left(now) if sitting.cause in BY_HAND else None


def _go_on(work: Work, sitting: SittingRow, may_give: timedelta, *, by: Officer) -> None:
    """By a face check; whoever the camera or an officer had stopped before waits for a proctor."""
    stopped_by_camera = any(one.decided == PAUSED for one in Watching(work.session).open_incidents(sitting.id))
    if sitting.cause == Cause.SUSPENDED and sitting.pause_limit is not None:
        pause.stay_paused(work, sitting, Cause.PROCTOR, sitting.pause_limit, by=by)
    elif stopped_by_camera:
        pause.stay_paused(work, sitting, Cause.PROCTOR, may_give, by=by)
    else:
        pause.wait_for_face(work, sitting, by=by)
