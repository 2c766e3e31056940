"""Staff: logging in and out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from server.exam.rights import actions_of
from server.storage.tokens import new_token, token_hash
from server.storage.work import Work
from server.web import context, parsing
from server.web.callers import current_officer
from server.web.known_browsers import remember
from server.web.passwords import check_password
from server.web.security import STAFF_COOKIE, csrf_of, set_token
from server.workflows.access import Officer, officer

routes = Blueprint("staff", __name__, url_prefix="/api/staff")


@routes.post("/login")
def log_in() -> Response:
    values = parsing.body()
    staff_id = check_password(parsing.text(values, "account"), parsing.text(values, "password"))
    token = new_token()
    who = context.write(_log_in, staff_id, token_hash(token), context.hall().settings.staff_idle)
    response = jsonify(_told(who, token))
    set_token(response, STAFF_COOKIE, token)
    remember(response, staff_id)
    return response


@routes.post("/logout")
def log_out() -> tuple[str, int]:
    context.write(_log_out, request.cookies.get(STAFF_COOKIE, ""))
    return "", 204


@routes.get("/me")
def me() -> Response:
    return jsonify(_told(current_officer(), request.cookies[STAFF_COOKIE]))


def _log_in(work: Work, staff_id: UUID, hashed: bytes, idle: timedelta) -> Officer:
    work.staff.log_in(staff_id, hashed, work.now, work.now + idle)
    work.audit.note(staff_id, "logged in", ("staff", staff_id))
    return officer(work, staff_id)


def _log_out(work: Work, token: str) -> None:
    work.staff.log_out(token_hash(token))


def _told(who: Officer, token: str) -> dict[str, Any]:
    may = sorted(actions_of(who.grants))
    return {"csrf": csrf_of(token), "staff": {"id": str(who.id), "account": who.account, "name": who.name, "may": may}}
