"""The life of a staff account: its password, its grants, its end."""

from uuid import UUID

from server.exam.rights import Grant
from server.storage.tables import StaffRow
from server.storage.work import Work
from server.workflows.refusals import NotThere


def choose_password(work: Work, staff_id: UUID, password_hash: str) -> None:
    """By the owner; the log-ins at other browsers are for the caller to end."""
    row = work.staff.get_one(staff_id)
    row.password_hash, row.password_given_at = password_hash, None
    work.audit.note(staff_id, "changed password", ("staff", staff_id))


def give_password(work: Work, account: str, password_hash: str) -> None:
    """By the command line: whoever typed it knows it, so its owner changes it at the next log-in."""
    row = named(work, account)
    row.password_hash, row.password_given_at = password_hash, work.now
    work.staff_sessions.end_all(row.id)
    work.audit.note(None, "gave password", ("staff", row.id))


def take_factor(work: Work, account: str) -> None:
    """Phone and recovery codes are lost."""
    row = named(work, account)
    if not work.factors.remove(row.id):
        raise NotThere(what="factor", name=account)
    work.staff_sessions.end_all(row.id)
    work.audit.note(None, "removed second factor", ("staff", row.id))


def take_grant(work: Work, account: str, grant: Grant) -> None:
    row = named(work, account)
    if not work.staff.take_back(row.id, grant.role, grant.scope_kind, UUID(grant.scope_id)):
        raise NotThere(what="role", name=grant.role)
    work.audit.note(None, "revoked role", ("staff", row.id), role=grant.role, scope=grant.scope_id)


def close(work: Work, account: str) -> None:
    row = named(work, account)
    row.disabled_at = work.now
    work.staff_sessions.end_all(row.id)
    work.factors.remove(row.id)
    work.audit.note(None, "closed account", ("staff", row.id))


def named(work: Work, account: str) -> StaffRow:
    row = work.staff.by_account(account)
    if row is None:
        raise NotThere(what="account", name=account)
    return row
