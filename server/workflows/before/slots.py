"""Slots: one scheduled run of an exam at a site."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.announcements import SlotMoved
from server.exam.actors import Actor, require
from server.exam.rights import Action, Where
from server.exam.slots import SlotMove, SlotStatus, after
from server.storage.tables import SlotRow
from server.storage.work import Work
from server.workflows.access import where_of_slot
from server.workflows.refusals import AlreadyThere
from server.zones import local


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlot:
    exam_id: UUID
    site_id: UUID
    number: int
    starts_at: datetime
    pin_closes_before: timedelta
    late_start: timedelta
    hard_end_at: datetime | None = None


def add_slot(work: Work, new: NewSlot, *, by: Actor) -> SlotRow:
    require(by, Action.PLAN_SLOT, Where(site=str(new.site_id)))
    site = work.places.site(new.site_id)
    day = local(new.starts_at, site.zone).date()
    for slot in work.slots.all():
        if (slot.site_id, slot.number, local(slot.starts_at, site.zone).date()) == (site.id, new.number, day):
            raise AlreadyThere(what="slot", name=f"{site.code}/{day}/{new.number}")
    row = SlotRow(
        exam_id=new.exam_id,
        site_id=new.site_id,
        number=new.number,
        starts_at=new.starts_at,
        pin_closes_before=new.pin_closes_before,
        late_start=new.late_start,
        hard_end_at=new.hard_end_at,
        status=SlotStatus.PREPARED,
    )
    slot = work.slots.add(row)
    work.audit.note(by, "added slot", ("slot", slot.id), site=site.code, number=new.number)
    return slot


def plan_again(work: Work, slot: SlotRow, starts_at: datetime, *, by: Actor) -> None:
    """A postponed slot gets a new time; its seats, papers and answers stay, and a hard end moves along."""
    require(by, Action.PLAN_SLOT, where_of_slot(work, slot))
    slot.status = after(slot.status, SlotMove.PLAN_AGAIN)
    if slot.hard_end_at is not None:
        slot.hard_end_at += starts_at - slot.starts_at
    slot.starts_at, slot.opened_at = starts_at, None
    slot.suspended_since, slot.suspended_total = None, timedelta()
    work.audit.note(by, "planned slot again", ("slot", slot.id), starts_at=starts_at.isoformat())
    work.announce(SlotMoved(slot.id))
