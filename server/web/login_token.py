"""A new log-in of this browser: its token, and what its owner later knows the browser by."""

from dataclasses import dataclass

from flask import request

from server.storage.tokens import new_token, token_hash
from server.web.passwords import address
from server.workflows.staff.login import NewLogIn

# The first that is found: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "SamsungBrowser": "Samsung",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS", "CrOS": "ChromeOS",
            "Linux": "Linux"}  # fmt: skip
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class NewToken:
    token: str
    kept: NewLogIn


def new_token_here() -> NewToken:
    token = new_token()
    return NewToken(token, NewLogIn(token_hash(token), browser_named(request.headers.get("User-Agent", "")), address()))


def browser_named(agent: str) -> str:
    """Its family and system, without a version: a hint for people, never a proof."""
    return f"{_first(_BROWSERS, agent)} · {_first(_SYSTEMS, agent)}"


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for mark, name in names.items() if mark in agent), _UNKNOWN)
