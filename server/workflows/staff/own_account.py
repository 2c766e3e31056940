"""What an officer does with their own account. Whose it is is the actor's own affair: nobody can name another one."""

from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import HOUSE, Action
from server.storage.work import Work
from server.workflows.staff import second_factor
from server.workflows.staff.login import LogIn, LogInRules, NewLogIn, begin_anew


def change_password(work: Work, password_hash: str, new: NewLogIn, rules: LogInRules, *, by: Officer) -> LogIn:
    """Ends the log-ins at every other browser."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    row = work.staff.get_one(by.id)
    row.password_hash, row.password_given_at = password_hash, None
    work.audit.note(by, "changed password", ("staff", by.id))
    return begin_anew(work, new, rules, by=by)


def set_factor(work: Work, code: str, new: NewLogIn, rules: LogInRules, *, by: Officer) -> tuple[LogIn, list[str]]:
    """A second factor that was offered counts from now on; the log-ins at every other browser end."""
    codes = second_factor.confirm(work, code, by=by)
    return begin_anew(work, new, rules, by=by), codes


def end_log_in(work: Work, session_id: UUID, *, by: Officer) -> bool:
    """False: there is no such log-in of theirs."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    ended = work.staff_sessions.end(by.id, session_id)
    if ended:
        work.audit.note(by, "ended log-in", ("staff", by.id))
    return ended


def end_other_log_ins(work: Work, this: UUID, *, by: Officer) -> int:
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    ended = work.staff_sessions.end_all(by.id, but=this)
    work.audit.note(by, "ended other log-ins", ("staff", by.id), count=ended)
    return ended
