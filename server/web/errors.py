"""Every refusal in one shape, and which HTTP status each family of refusals has."""

import logging
from typing import Any

from flask import Flask, Response, g, jsonify, request
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException

from server.catalogue import words
from server.edge_refusals import EdgeRefusal
from server.exam.errors import NotAllowed, RuleBroken
from server.plain_page import plain_page, wants_page

log = logging.getLogger(__name__)


def shape(code: str, **parameters: Any) -> dict[str, Any]:
    return {"error": {"code": code, "parameters": parameters}}


def status_of(refusal: RuleBroken) -> int:
    if isinstance(refusal, EdgeRefusal):
        return refusal.status
    return 403 if isinstance(refusal, NotAllowed) else 409


def error_json(error: Exception) -> dict[str, Any]:
    """The one shape, for HTTP and sockets alike. What we did not foresee says nothing of its inside."""
    if isinstance(error, RuleBroken):
        return shape(error.code, **error.parameters)
    if isinstance(error, NoResultFound):
        return shape("unknown")
    return shape("our_failure")


def register(app: Flask) -> None:
    @app.errorhandler(RuleBroken)
    def refuse(refusal: RuleBroken) -> Response:
        _let_go(refusal)
        g.setdefault("refusals", []).append((refusal, None))  # server/web/access_log.py looks at them
        response = jsonify(error_json(refusal))
        response.status_code = status_of(refusal)
        if "seconds" in refusal.parameters:
            response.headers["Retry-After"] = str(refusal.parameters["seconds"])
        return response

    @app.errorhandler(NoResultFound)
    def unknown(error: NoResultFound) -> tuple[Response, int]:
        return _page(404) or jsonify(error_json(error)), 404

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response, int]:
        _let_go(error)
        codes = {404: "unknown", 405: "unreadable", 413: "too_large", 400: "unreadable"}
        status = error.code or 500
        return _page(status) or jsonify(shape(codes.get(status, "our_failure" if status >= 500 else "unreadable"))), status

    @app.errorhandler(Exception)
    def ours(error: Exception) -> tuple[Response, int]:
        log.exception("request failed")
        return _page(500) or jsonify(error_json(error)), 500


def _page(status: int) -> Response | None:
    """For a person at an address of ours; none: a script of a page asked."""
    if not wants_page(request.path, request.accept_mimetypes):
        return None
    sentences = {404: ("page_missing", "page_missing_text"), 500: ("page_failed", "our_failure")}
    title, text = sentences.get(500 if status >= 500 else status, ("page_unusable", "page_unusable_text"))
    return Response(plain_page(words(title), words(text), ("/", words("page_home"))))


def _let_go(error: BaseException | None) -> None:
    """Its traceback holds the request, which keeps the error: such a circle would wait for a full collection."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__
