"""One's own account: password, second factor, log-ins. The only addresses for somebody who has something to do first."""

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown, WrongLogin
from server.json_values import iso
from server.password_hashes import passwords
from server.storage.work import Work
from server.web import parsing
from server.web.login_token import new_token_here
from server.web.passwords import check_password
from server.web.second_factor import code_of, forget_tries
from server.web.session import current_log_in
from server.web.staff import answered
from server.workflows.refusals import PasswordSame, WrongPassword
from server.workflows.staff import login, own_account, password_rules, second_factor
from server.workflows.staff.login import LogIn, LogInRules

routes = Blueprint("account", __name__, url_prefix="/api/account")


@routes.get("")
def account() -> Response:
    return jsonify(context.read(_account_json, current_log_in(), context.hall().log_in_rules))


@routes.post("/password")
def change_password() -> Response:
    """Needs the old one, and ends the log-ins at every other browser."""
    log_in, values = current_log_in(), parsing.body()
    old, chosen = parsing.text(values, "old"), parsing.text(values, "new")
    password_rules.check_fit(chosen, log_in.officer.account)
    _require_password(log_in, old)
    if old == chosen:
        raise PasswordSame()
    new, hashed = new_token_here(), context.hall().log_ins.made(passwords.hash, chosen)
    return answered(
        context.write(own_account.change_password, hashed, new.kept, context.hall().log_in_rules, by=log_in.officer), new
    )


@routes.post("/factor")
def offer_factor() -> Response:
    log_in, values = current_log_in(), parsing.body()
    login.require_password_done(log_in.todo)
    _require_password(log_in, parsing.text(values, "password"))
    offered = context.write(second_factor.offer, code_of(values, log_in.officer.id), by=log_in.officer)
    picture = segno.make(offered.uri, error="m").svg_data_uri(scale=5, border=4, light="#ffffff")
    return jsonify({"secret": offered.secret, "uri": offered.uri, "picture": picture})


@routes.post("/factor/confirm")
def confirm_factor() -> Response:
    log_in, values = current_log_in(), parsing.body()
    login.require_password_done(log_in.todo)
    parsing.text(values, "code")
    code, new = code_of(values, log_in.officer.id) or "", new_token_here()
    began, codes = context.write(own_account.set_factor, code, new.kept, context.hall().log_in_rules, by=log_in.officer)
    forget_tries(log_in.officer.id)
    return answered(began, new, codes=codes)


@routes.post("/factor/codes")
def renew_codes() -> Response:
    log_in, code = _proven()
    return jsonify({"codes": context.write(second_factor.renew_codes, code, by=log_in.officer)})


@routes.post("/factor/remove")
def remove_factor() -> tuple[str, int]:
    log_in, code = _proven()
    is_demanded = login.is_factor_demanded(log_in.officer, context.hall().log_in_rules)
    context.write(second_factor.remove, code, is_demanded=is_demanded, by=log_in.officer)
    return "", 204


@routes.post("/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> tuple[str, int]:
    if not context.write(own_account.end_log_in, session_id, by=current_log_in().officer):
        raise Unknown()
    return "", 204


@routes.post("/sessions/end-others")
def end_others() -> Response:
    log_in = current_log_in()
    return jsonify({"ended": context.write(own_account.end_other_log_ins, log_in.id, by=log_in.officer)})


def _proven() -> tuple[LogIn, str | None]:
    """Who is logged in, with their password once more, and the code to check."""
    log_in, values = current_log_in(), parsing.body()
    login.require_password_done(log_in.todo)
    _require_password(log_in, parsing.text(values, "password"))
    return log_in, code_of(values, log_in.officer.id)


def _require_password(log_in: LogIn, password: str) -> None:
    try:
        check_password(log_in.officer.account, password)
    except WrongLogin as error:  # not a 401: whoever is logged in here stays so
        raise WrongPassword() from error


def _account_json(work: Work, log_in: LogIn, rules: LogInRules) -> dict[str, Any]:
    who, factor = log_in.officer, work.factors.in_use(log_in.officer.id)
    sessions = [
        {
            "id": str(row.id),
            "began": iso(row.began),
            "seen_at": iso(row.seen_at),
            "browser": row.browser,
            "address": row.address,
            "is_this": row.id == log_in.id,
        }
        for row in work.staff_sessions.of(who.id, rules.idle)
    ]
    return {
        "account": who.account,
        "name": who.name,
        "roles": sorted({grant.role for grant in who.grants}),
        "todo": log_in.todo,
        "least": password_rules.LEAST_LETTERS,
        "factor": {
            "since": iso(factor.confirmed_at) if factor and factor.confirmed_at else None,
            "is_demanded": login.is_factor_demanded(who, rules),
            "codes_left": work.factors.codes_left(who.id),
        },
        "sessions": sessions,
        "now": iso(work.now),
    }
