"""Browsers an account has logged in from: they keep tries of their own, whatever strangers do with the account's name."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response, request
from itsdangerous import BadSignature, URLSafeSerializer

from server import context
from server.storage.tokens import new_token
from server.web.request_guard import set_token
from server.wire import BROWSER_COOKIE

_DAYS = 400  # browsers keep no cookie longer
_MOST_ACCOUNTS = 20  # a desk is shared; who logged in longest ago makes room


@dataclass(frozen=True, slots=True)
class Browser:
    """Its name is random and says nothing; the cookie gives no right but to try a password."""

    name: str
    accounts: tuple[str, ...] = ()

    def knows(self, staff_id: UUID) -> bool:
        return str(staff_id) in self.accounts


def browser_of_request() -> Browser | None:
    try:
        listed = _serializer().loads(request.cookies.get(BROWSER_COOKIE, ""))
        return Browser(str(listed["name"]), tuple(map(str, listed["accounts"])))
    except (BadSignature, KeyError, TypeError):
        return None


def remember(response: Response, staff_id: UUID) -> None:
    """After a log-in that went well."""
    browser = browser_of_request() or Browser(new_token())
    others = [account for account in browser.accounts if account != str(staff_id)]
    accounts = [*others, str(staff_id)][-_MOST_ACCOUNTS:]
    set_token(response, BROWSER_COOKIE, _serializer().dumps({"name": browser.name, "accounts": accounts}), days=_DAYS)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(context.hall().works.vault.files.cookie_secret(), salt="lugas-browser")
