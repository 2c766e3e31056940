"""Staff: logging in and out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from server import context
from server.exam.rights import actions_of
from server.storage.work import Work
from server.web import parsing
from server.web.known_browsers import remember
from server.web.login_token import NewToken, new_token_here
from server.web.passwords import check_password
from server.web.request_guard import csrf_of, set_token
from server.web.second_factor import code_of, forget_tries
from server.web.session import current_log_in, staff_token
from server.wire import STAFF_COOKIE
from server.workflows.access import officer
from server.workflows.staff import login
from server.workflows.staff.login import LogIn, LogInRules, NewLogIn

routes = Blueprint("staff", __name__, url_prefix="/api/staff")


@routes.post("/login")
def log_in() -> Response:
    """Always under a new token: one that was planted in the browser before is worth nothing."""
    values = parsing.body()
    staff_id = check_password(parsing.text(values, "account"), parsing.text(values, "password"))
    code, new = code_of(values, staff_id), new_token_here()
    began = context.write(_begin, staff_id, new.kept, code, context.hall().log_in_rules)
    forget_tries(staff_id)
    response = answered(began, new)
    remember(response, staff_id)
    return response


@routes.post("/logout")
def log_out() -> tuple[str, int]:
    log_in = context.read(login.found, staff_token(), context.hall().log_in_rules)
    if log_in is not None:
        context.write(login.log_out, log_in.id, by=log_in.officer)
    return "", 204


@routes.get("/me")
def me() -> Response:
    return jsonify(log_in_json(current_log_in(), request.cookies[STAFF_COOKIE]))


def answered(log_in: LogIn, new: NewToken, **more: Any) -> Response:
    """A log-in that begins here, with its cookie."""
    response = jsonify({**log_in_json(log_in, new.token), **more})
    set_token(response, STAFF_COOKIE, new.token)
    return response


def log_in_json(log_in: LogIn, token: str) -> dict[str, Any]:
    who = log_in.officer
    staff = {"id": str(who.id), "account": who.account, "name": who.name, "may": sorted(actions_of(who.grants))}
    return {"csrf": csrf_of(token), "staff": staff, "todo": log_in.todo}


def _begin(work: Work, staff_id: UUID, new: NewLogIn, code: str | None, rules: LogInRules) -> LogIn:
    return login.begin(work, new, code, rules, by=officer(work, staff_id))
