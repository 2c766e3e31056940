"""Who is calling: cookies and their tokens, forged requests refused, headers that keep a page to itself."""

import hashlib
import hmac

from flask import Flask, Response, request

from server import context
from server.edge_refusals import ForgedRequest
from server.wire import SITTING_COOKIE, STAFF_COOKIE

CSRF_HEADER = "X-Lugas-Csrf"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SEAT_COOKIE_DAYS = 400  # browsers keep no cookie longer; a pairing ends by being revoked

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src {connects}; worker-src 'self'; font-src 'self'; media-src 'self' blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def csrf_of(token: str) -> str:
    secret = context.hall().works.vault.files.cookie_secret()
    return hmac.new(secret, f"csrf:{token}".encode(), hashlib.sha256).hexdigest()


def set_token(response: Response, cookie: str, token: str, days: int | None = None) -> None:
    response.set_cookie(
        cookie,
        token,
        max_age=None if days is None else days * 86400,
        httponly=True,
        samesite="Strict",
        secure=context.hall().settings.secure_cookies,
    )


def _refuse_forged() -> None:
    """A change needs the token of whoever is logged in; before any log-in, our own origin."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Origin") not in (None, own_origin()):
        raise ForgedRequest()
    sent = request.headers.get(CSRF_HEADER, "")
    tokens = [request.cookies[cookie] for cookie in (STAFF_COOKIE, SITTING_COOKIE) if cookie in request.cookies]
    if any(hmac.compare_digest(sent, csrf_of(token)) for token in tokens):
        return
    if sent == "none" and request.endpoint in _BEFORE_LOGIN:
        return
    raise ForgedRequest()


_BEFORE_LOGIN = frozenset({"staff.log_in", "exam.pair", "exam.log_in"})


def own_origin() -> str:
    return context.hall().settings.public_origin or f"{request.scheme}://{request.host}"


def content_policy(*paths: str, sockets: bool = False) -> str:
    """What a page may load, and the addresses of ours its scripts may ask: those that begin with one of `paths`."""
    own = own_origin()
    connects = [own + path for path in paths] + ([own.replace("http", "ws", 1) + "/socket.io/"] if sockets else [])
    return CONTENT_POLICY.format(connects=" ".join(connects))


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", content_policy("/"))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), display-capture=()")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    if context.hall().settings.secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def register(app: Flask) -> None:
    app.before_request(_refuse_forged)
    app.after_request(_harden)
