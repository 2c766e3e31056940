"""A log-in of the staff: whose it is, how long it is good for, and what its owner must do before anything else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from server.exam.actors import Officer, require
from server.exam.rights import FACTOR_ROLES, HOUSE, Action
from server.storage.tables import StaffRow, StaffSessionRow
from server.storage.work import Work
from server.workflows.access import officer
from server.workflows.refusals import FactorNeeded, PasswordChangeNeeded
from server.workflows.staff import second_factor

SEEN_EVERY = timedelta(minutes=1)  # use is noted no more often: reading must not become writing


class Todo(StrEnum):
    PASSWORD = "password"
    FACTOR = "factor"


@dataclass(frozen=True, slots=True)
class LogInRules:
    idle: timedelta
    lasts: timedelta
    factor_demanded: bool  # of FACTOR_ROLES


@dataclass(frozen=True, slots=True)
class NewLogIn:
    token_hash: bytes
    browser: str
    address: str


@dataclass(frozen=True, slots=True)
class LogIn:
    id: UUID
    officer: Officer
    todo: Todo | None
    seen_at: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether use that happens now must be noted."""
        return now - self.seen_at >= SEEN_EVERY


def begin(work: Work, new: NewLogIn, code: str | None, rules: LogInRules, *, by: Officer) -> LogIn:
    """After the password was right; raises CodeNeeded or WrongCode where the account has a second factor."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    used = second_factor.check(work, code, by=by)
    row = work.staff.get_one(by.id)
    row.last_log_in_at = work.now
    began = _begin(work, by.id, new, rules.lasts)
    work.audit.note(by, "logged in", ("staff", by.id), **({"factor": used} if used else {}))
    return _log_in(work, began, row, rules)


def found(work: Work, token_hash: bytes | None, rules: LogInRules) -> LogIn | None:
    known = work.staff_sessions.found(token_hash, rules.idle) if token_hash else None
    return None if known is None else _log_in(work, *known, rules)


def ready(work: Work, token_hash: bytes | None, rules: LogInRules) -> LogIn | None:
    """The same of somebody who may work: whoever has something to do first is refused."""
    log_in = found(work, token_hash, rules)
    if log_in is not None:
        require_done(log_in.todo)
    return log_in


def require_done(todo: Todo | None) -> None:
    require_password_done(todo)
    if todo is Todo.FACTOR:
        raise FactorNeeded()


def require_password_done(todo: Todo | None) -> None:
    """A factor is set up after the password: before that, somebody else might do it."""
    if todo is Todo.PASSWORD:
        raise PasswordChangeNeeded()


def note_use(work: Work, token_hash: bytes, rules: LogInRules) -> None:
    known = work.staff_sessions.found(token_hash, rules.idle)
    if known is not None:
        known[0].seen_at = work.now


def log_out(work: Work, this: UUID, *, by: Officer) -> None:
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    if work.staff_sessions.end(by.id, this):
        work.audit.note(by, "logged out", ("staff", by.id))


def begin_anew(work: Work, new: NewLogIn, rules: LogInRules, *, by: Officer) -> LogIn:
    """After the keys of an account changed: this browser goes on under a new token, every other one is out."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    work.staff_sessions.end_all(by.id)
    began = _begin(work, by.id, new, rules.lasts)
    return _log_in(work, began, work.staff.get_one(by.id), rules)


def confirm_as_second(work: Work, code: str | None, rules: LogInRules, *, by: Officer) -> None:
    """The second officer's password was right: their account must be in order, and its factor is asked for too."""
    require(by, Action.MANAGE_OWN_ACCOUNT, HOUSE)
    require_done(todo_of(work, work.staff.get_one(by.id), by, rules))
    second_factor.check(work, code, by=by)


def todo_of(work: Work, row: StaffRow, who: Officer, rules: LogInRules) -> Todo | None:
    if row.password_given_at is not None:
        return Todo.PASSWORD
    if is_factor_demanded(who, rules) and work.factors.in_use(row.id) is None:
        return Todo.FACTOR
    return None


def is_factor_demanded(who: Officer, rules: LogInRules) -> bool:
    return rules.factor_demanded and any(grant.role in FACTOR_ROLES for grant in who.grants)


def _begin(work: Work, staff_id: UUID, new: NewLogIn, lasts: timedelta) -> StaffSessionRow:
    row = StaffSessionRow(
        token_hash=new.token_hash,
        staff_id=staff_id,
        began=work.now,
        expires_at=work.now + lasts,
        seen_at=work.now,
        browser=new.browser,
        address=new.address,
    )
    work.staff_sessions.begin(row)
    work.session.flush()
    return row


def _log_in(work: Work, session: StaffSessionRow, row: StaffRow, rules: LogInRules) -> LogIn:
    who = officer(work, row.id)
    return LogIn(session.id, who, todo_of(work, row, who, rules), session.seen_at)
