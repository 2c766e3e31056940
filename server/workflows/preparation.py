"""Before the day: exams with their items, sites with their seats, slots, staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.announcements import SlotMoved
from server.bank.package import Item, Package
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import PoolTooSmall
from server.exam.paper import Place, assemble_room
from server.exam.pool import PoolItem
from server.exam.rights import Grant, Role, ScopeKind, actions_of
from server.exam.slots import SlotMove, SlotStatus, after
from server.storage.exams import BankItem
from server.storage.tables import ExamRow, SiteRow, SlotRow, StaffRow
from server.storage.work import Work
from server.workflows.refusals import AlreadyThere, ItemUnfit, RoleNeedsOtherScope, ZoneUnknown
from server.zones import ZONES, local


@dataclass(frozen=True, slots=True)
class NewExam:
    code: str
    title: str
    rule_set: Mapping[str, Any]
    package: Package

    def __post_init__(self) -> None:
        """What does not fit is refused here, outside of any transaction: the trial paper costs thousands of calls."""
        check_fits(ExamBlueprint.from_json(dict(self.rule_set)), self.package)


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """Seats in rows and columns, numbered along the rows; the last `spare` of them stay free for broken PCs."""

    name: str
    rows: int
    columns: int
    spare: int = 0


@dataclass(frozen=True, slots=True)
class NewSite:
    code: str
    name: str
    zone: str
    rooms: Sequence[RoomPlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlot:
    exam_id: UUID
    site_id: UUID
    number: int
    starts_at: datetime
    pin_closes_before: timedelta
    late_start: timedelta
    hard_end_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewStaff:
    account: str
    name: str
    password_hash: str
    by_command: bool = False  # somebody else knows the password: it is changed at the first log-in


def create_exam(work: Work, new: NewExam) -> ExamRow:
    """The rule set and the items are copied: a later edit of the files changes no exam that exists."""
    if work.exams.by_code(new.code) is not None:
        raise AlreadyThere(what="exam", name=new.code)
    blueprint = ExamBlueprint.from_json(dict(new.rule_set))
    exam = work.exams.add(ExamRow(code=new.code, title=new.title, rule_set=dict(new.rule_set), package=new.package.name))
    wanted = {section.code for section in blueprint.sections}
    work.exams.add_items(exam.id, [_banked(item) for item in new.package.items if item.section in wanted])
    work.audit.note(None, "created exam", ("exam", exam.id), code=new.code, package=new.package.name)
    return exam


def check_fits(blueprint: ExamBlueprint, package: Package) -> None:
    """Every section has enough items, and each is worth what the rule set says."""
    sections = {section.code: section for section in blueprint.sections}
    for item in package.items:
        if item.section in sections and not sections[item.section].fits(option.points for option in item.options):
            raise ItemUnfit(item=item.code, section=item.section)
    pool = [_pool_item(item) for item in package.items]
    for section in blueprint.sections:
        present = sum(item.section == section.code for item in pool)
        if present < section.items:
            raise PoolTooSmall(section=section.code, needed=section.items, present=present)
    assemble_room(blueprint, pool, [Place("trial", 0, 0)], b"trial")


def add_site(work: Work, new: NewSite) -> SiteRow:
    if work.places.site_by_code(new.code) is not None:
        raise AlreadyThere(what="site", name=new.code)
    if new.zone not in ZONES:
        raise ZoneUnknown(zone=new.zone)
    names = [room.name for room in new.rooms]
    for name in names:
        if names.count(name) > 1:
            raise AlreadyThere(what="room", name=name)
    site = work.places.add_site(new.code, new.name, new.zone)
    for plan in new.rooms:
        room = work.places.add_room(site, plan.name)
        seats = plan.rows * plan.columns
        for place in range(seats):
            row, column = divmod(place, plan.columns)
            work.places.add_seat(room, place + 1, row + 1, column + 1, spare=place >= seats - plan.spare)
    work.audit.note(None, "added site", ("site", site.id), code=new.code, rooms=len(new.rooms))
    return site


def add_slot(work: Work, new: NewSlot) -> SlotRow:
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
        status=SlotStatus.PREPARED.value,
    )
    slot = work.slots.add(row)
    work.audit.note(None, "added slot", ("slot", slot.id), site=site.code, number=new.number)
    return slot


def plan_again(work: Work, slot: SlotRow, starts_at: datetime) -> None:
    """A postponed slot gets a new time; its seats, papers and answers stay, and a hard end moves along."""
    slot.status = after(SlotStatus(slot.status), SlotMove.PLAN_AGAIN).value
    if slot.hard_end_at is not None:
        slot.hard_end_at += starts_at - slot.starts_at
    slot.starts_at, slot.opened_at = starts_at, None
    slot.stands_since, slot.stood = None, timedelta()
    work.audit.note(None, "planned slot again", ("slot", slot.id), starts_at=starts_at.isoformat())
    work.announce(SlotMoved(slot.id))


def add_staff(work: Work, new: NewStaff, grants: Sequence[Grant]) -> StaffRow:
    if work.staff.by_account(new.account) is not None:
        raise AlreadyThere(what="account", name=new.account)
    row = work.staff.add(new.account, new.name, new.password_hash, work.now if new.by_command else None)
    for grant in grants:
        give(work, row.id, grant)
    return row


def give(work: Work, staff_id: UUID, grant: Grant) -> None:
    """A grant that allows nothing would look like a right and be none, so it is refused."""
    if not actions_of([grant]):
        raise RoleNeedsOtherScope(role=grant.role.value, scope=grant.scope_kind.value)
    work.staff.grant(staff_id, grant.role.value, grant.scope_kind.value, UUID(grant.scope_id))
    work.audit.note(None, "granted role", ("staff", staff_id), role=grant.role.value, scope=grant.scope_id)


def granted(role: Role, kind: ScopeKind, scope_id: UUID) -> Grant:
    return Grant(role, kind, str(scope_id))


def _banked(item: Item) -> BankItem:
    return BankItem(
        code=item.code,
        section=item.section,
        topic=item.topic,
        text=item.text,
        figure=item.figure,
        options=tuple({"key": o.key, "text": o.text, "figure": o.figure, "points": o.points} for o in item.options),
    )


def _pool_item(item: Item) -> PoolItem:
    return PoolItem(item.code, item.section, item.topic, tuple(option.key for option in item.options))
