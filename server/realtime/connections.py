"""What every namespace needs of a new connection: its cookies, and the one shape of a refusal."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

Answer = dict[str, Any]


def refusal(code: str, **parameters: str | int) -> Answer:
    return {"error": {"code": code, "parameters": parameters}}


def cookie(environ: Mapping[str, Any], name: str) -> str | None:
    try:
        morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(name)
    except CookieError:
        return None
    return morsel.value if morsel is not None else None
