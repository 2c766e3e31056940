"""Active liveness on the desk page: prompts in random order, a burst of pictures for each, one outcome."""

from math import dist
from uuid import UUID

from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown
from server.identity.choices import Verdict
from server.identity.gate.check import DeskVerdict
from server.identity.gate.liveness import prompts_from
from server.json_values import iso
from server.memory.rate_limits import LIVENESS_TRIES
from server.web import face_check as web_face_check
from server.web import films
from server.web.session import current_officer
from server.workflows.desk import face_check, liveness
from server.workflows.steps import at_desk

routes = Blueprint("desk_liveness", __name__, url_prefix="/api/desk/sittings/<uuid:sitting_id>/liveness")


@routes.post("")
def ask(sitting_id: UUID) -> Response:
    by = current_officer()
    if context.hall().settings.liveness == "off":
        raise Unknown()
    context.hall().limits.count(LIVENESS_TRIES, str(sitting_id))
    context.read(at_desk.may_check_face, sitting_id, by=by)
    token, attempt = context.hall().liveness.open(sitting_id, by.id, prompts_from)
    return jsonify({"attempt": token, "prompts": attempt.prompts, "expires_at": iso(attempt.expires_at)})


@routes.post("/<attempt_token>")
def show(sitting_id: UUID, attempt_token: str) -> Response:
    by = current_officer()
    attempt = context.hall().liveness.take(attempt_token, sitting_id, by.id)
    enrolled = context.read(face_check.to_compare, sitting_id, by=by).enrolled
    found = films.judged(attempt, enrolled, web_face_check.desk_of(by.id))
    context.write(liveness.keep, sitting_id, found.shown, by=by)
    if context.hall().settings.liveness == "require":
        context.hall().liveness.note(sitting_id, passed=found.verdict.passed, embedding=found.embedding)
    return jsonify(found.as_json)


def after_liveness(sitting_id: UUID, verdict: DeskVerdict) -> Verdict:
    """What a desk check comes to where liveness is required: who failed it, or is not who passed it, waits for two officers."""
    hall = context.hall()
    if hall.settings.liveness != "require" or verdict.kind is not Verdict.MATCH:
        return verdict.kind
    result = hall.liveness.result(sitting_id)
    if not result.passed or result.embedding is None or verdict.embedding is None:
        return Verdict.NOT_LIVE
    return Verdict.MATCH if dist(result.embedding, verdict.embedding) <= hall.policy.match_limit else Verdict.NOT_LIVE
