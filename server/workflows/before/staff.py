"""Staff accounts and their grants."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.rights import HOUSE, Action, Grant, Role, ScopeKind, actions_of
from server.storage.tables import StaffRow
from server.storage.work import Work
from server.workflows.refusals import AlreadyThere, RoleNeedsOtherScope

WHOLE_HOUSE = UUID(int=0)  # what stands for the house where a grant names its place


@dataclass(frozen=True, slots=True)
class NewStaff:
    account: str
    name: str
    password_hash: str
    by_command: bool = False  # somebody else knows the password: it is changed at the first log-in


def add_staff(work: Work, new: NewStaff, grants: Sequence[Grant], *, by: Actor) -> StaffRow:
    require(by, Action.MANAGE_STAFF, HOUSE)
    if work.staff.by_account(new.account) is not None:
        raise AlreadyThere(what="account", name=new.account)
    row = work.staff.add(new.account, new.name, new.password_hash, work.now if new.by_command else None)
    work.audit.note(by, "added account", ("staff", row.id))
    for grant in grants:
        give(work, row.id, grant, by=by)
    return row


def give(work: Work, staff_id: UUID, grant: Grant, *, by: Actor) -> None:
    """A grant that allows nothing would look like a right and be none, so it is refused."""
    require(by, Action.MANAGE_STAFF, HOUSE)
    if not actions_of([grant]):
        raise RoleNeedsOtherScope(role=grant.role, scope=grant.scope_kind)
    work.staff.grant(staff_id, grant.role, grant.scope_kind, UUID(grant.scope_id))
    work.audit.note(by, "granted role", ("staff", staff_id), role=grant.role, scope=grant.scope_id)


def granted(role: Role, kind: ScopeKind, scope_id: UUID) -> Grant:
    return Grant(role, kind, str(scope_id))
