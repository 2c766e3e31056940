"""How the board says no: JSON in the house's error shape, or a page for those who came with a browser."""

import json
from collections.abc import Mapping

from flask import Response
from werkzeug.exceptions import HTTPException

CODES = {400: "unreadable", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class BoardError(Exception):
    def __init__(self, status: int, code: str, parameters: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.parameters = dict(parameters or {})


def answer_to(error: Exception) -> Response:
    refusal = error if isinstance(error, BoardError) else _of_http(error)
    body = json.dumps({"error": {"code": refusal.code, "parameters": refusal.parameters}})
    response = Response(body, status=refusal.status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_http(error: Exception) -> BoardError:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    return BoardError(status, CODES.get(status, "failed"))
