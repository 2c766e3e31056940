"""The life of a staff account as others manage it: its password, its grants, its end."""

from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.rights import HOUSE, Action, Grant
from server.storage.tables import StaffRow
from server.storage.work import Work
from server.workflows.refusals import NotThere


def give_password(work: Work, account: str, password_hash: str, *, by: Actor) -> None:
    """Whoever typed it knows it, so its owner changes it at the next log-in."""
    require(by, Action.MANAGE_STAFF, HOUSE)
    row = named(work, account)
    row.password_hash, row.password_given_at = password_hash, work.now
    work.staff_sessions.end_all(row.id)
    work.audit.note(by, "gave password", ("staff", row.id))


def take_factor(work: Work, account: str, *, by: Actor) -> None:
    """Phone and recovery codes are lost."""
    require(by, Action.MANAGE_STAFF, HOUSE)
    row = named(work, account)
    if not work.factors.remove(row.id):
        raise NotThere(what="factor", name=account)
    work.staff_sessions.end_all(row.id)
    work.audit.note(by, "removed second factor", ("staff", row.id))


def take_grant(work: Work, account: str, grant: Grant, *, by: Actor) -> None:
    require(by, Action.MANAGE_STAFF, HOUSE)
    row = named(work, account)
    if not work.staff.take_back(row.id, grant.role, grant.scope_kind, UUID(grant.scope_id)):
        raise NotThere(what="role", name=grant.role)
    work.audit.note(by, "revoked role", ("staff", row.id), role=grant.role, scope=grant.scope_id)


def close(work: Work, account: str, *, by: Actor) -> None:
    require(by, Action.MANAGE_STAFF, HOUSE)
    row = named(work, account)
    row.disabled_at = work.now
    work.staff_sessions.end_all(row.id)
    work.factors.remove(row.id)
    work.audit.note(by, "closed account", ("staff", row.id))


def named(work: Work, account: str) -> StaffRow:
    row = work.staff.by_account(account)
    if row is None:
        raise NotThere(what="account", name=account)
    return row
