"""Codes of second factors at the edge: how often who may try one, and who confirms as a second officer."""

from typing import Any
from uuid import UUID

from server import context
from server.memory.rate_limits import CODE_TRIES
from server.storage.work import Work
from server.web import parsing
from server.web.known_browsers import browser_of_request
from server.web.passwords import check_password
from server.web.session import current_officer
from server.workflows.access import officer
from server.workflows.staff import login
from server.workflows.staff.login import LogInRules

_LONGEST = 40
_STRANGERS = "browsers nobody knows"


def code_of(values: dict[str, Any], staff_id: UUID) -> str | None:
    """The code in the request, if there is one, counted as a try before it is looked at.

    Counted for the account, not for an address: a thief of the password has many addresses. Browsers the account has logged
    in from keep tries of their own, so that the thief does not lock the owner out.
    """
    code = parsing.optional_text(values, "code", _LONGEST)
    if code is not None:
        context.hall().limits.count(CODE_TRIES, str(staff_id), _whose(staff_id))
    return code


def forget_tries(staff_id: UUID) -> None:
    context.hall().limits.forget(CODE_TRIES, str(staff_id), _whose(staff_id))


def second_officer(given: dict[str, Any]) -> UUID:
    """Somebody else of the staff by their own password and, where they have one, a code, on the screen of the first."""
    by = current_officer()
    staff_id = check_password(parsing.text(given, "account"), parsing.text(given, "password"), first=by)
    context.write(_confirm, staff_id, code_of(given, staff_id), context.hall().log_in_rules)
    forget_tries(staff_id)
    return staff_id


def _confirm(work: Work, staff_id: UUID, code: str | None, rules: LogInRules) -> None:
    login.confirm_as_second(work, code, rules, by=officer(work, staff_id))


def _whose(staff_id: UUID) -> str:
    browser = browser_of_request()
    return browser.name if browser is not None and browser.knows(staff_id) else _STRANGERS
