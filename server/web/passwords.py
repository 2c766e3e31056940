"""Whether a password is right: what asking may cost, and how often who may ask."""

import ipaddress
import logging
from uuid import UUID

from argon2.exceptions import VerificationError
from flask import g, request

from server import context
from server.edge_refusals import WrongLogin
from server.exam.actors import ACCESS, Officer
from server.hall import Hall
from server.letters import folded
from server.memory.rate_limits import KNOWN_TRIES, PASSWORD_TRIES, SECOND_TRIES, STRANGERS_TRIES, UNKNOWN_TRIES, Limit
from server.password_hashes import passwords
from server.storage.work import Work
from server.web.known_browsers import browser_of_request
from server.workflows.steps import repeated_attempts

log = logging.getLogger(__name__)

NOBODY = passwords.hash("an account that does not exist takes as long to refuse as one that does")
_HAMMERED = Limit("hammered account", 20, PASSWORD_TRIES.every * 12)
_IPV6_SITE = 64  # bits: whoever has one address of such a network has all of them


def check_password(account: str, password: str, *, first: Officer | None = None) -> UUID:
    """The account's id; WrongLogin otherwise, after as long a time whether the account exists or not.

    Who may try how often is counted for the one who tries: a browser the account has logged in from, the screen of the
    officer who asks for a second one, or else the address. Nobody can use up another one's tries.
    """
    hall, browser, typed = context.hall(), browser_of_request(), folded(account)  # one budget, however it is spelled
    if first is None and browser is None:
        hall.limits.count(STRANGERS_TRIES, address())
    found = context.read(_password_of, account)
    g.tried = found[0] if found else None
    known = browser is not None and found is not None and browser.knows(found[0])
    if first is not None:
        limit, who = SECOND_TRIES, (str(first.id), typed)
    elif known and browser is not None:
        limit, who = KNOWN_TRIES, (browser.name, typed)
    else:
        limit, who = PASSWORD_TRIES, (address(), typed)
    hall.limits.count(limit, *who)
    if not _is_right(hall, found, password, is_stranger=limit is PASSWORD_TRIES) or found is None:
        _notice(hall, found)
        raise WrongLogin()
    hall.limits.forget(limit, *who)
    return found[0]


def address() -> str:
    """Who somebody without any log-in is, as far as the network says."""
    remote = request.remote_addr or ""
    return str(ipaddress.ip_network(f"{remote}/{_IPV6_SITE}", strict=False)) if ":" in remote else remote


def _is_right(hall: Hall, found: tuple[UUID, str] | None, password: str, *, is_stranger: bool) -> bool:
    if found is None and hall.limits.wait(UNKNOWN_TRIES):
        hall.log_ins.rest_as_long()
        return False
    kept = found[1] if found else NOBODY
    if is_stranger:
        return hall.log_ins.for_stranger(address(), _verify, kept, password)
    return hall.log_ins.for_known(_verify, kept, password)


def _verify(kept: str, password: str) -> bool:
    try:
        return passwords.verify(kept, password)
    except VerificationError:
        return False


def _notice(hall: Hall, found: tuple[UUID, str] | None) -> None:
    """Many wrong passwords for one account, wherever they come from, leave a line: one each time the bucket runs over."""
    if found is not None and hall.limits.wait(_HAMMERED, str(found[0])):
        hall.limits.forget(_HAMMERED, str(found[0]))
        log.warning("account %s is being hammered with wrong passwords", found[0])
        context.write(repeated_attempts.note_account, found[0], by=ACCESS)


def _password_of(work: Work, account: str) -> tuple[UUID, str] | None:
    row = work.staff.by_account(account)
    return (row.id, row.password_hash) if row is not None and row.disabled_at is None else None
