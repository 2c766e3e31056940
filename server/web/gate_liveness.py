"""Active liveness at the seat: the page asks which movement, films it once, and the check that follows needs the outcome."""

from functools import partial
from math import dist
from uuid import UUID

from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown
from server.identity.gate.liveness import prompts_at_gate
from server.json_values import iso
from server.memory.rate_limits import LIVENESS_TRIES
from server.storage.work import Work
from server.web import face_check, films
from server.web.exam_state import MOVEMENTS
from server.web.session import act, read_as_page
from server.workflows.desk import liveness
from server.workflows.seat.face_check import GateResult

routes = Blueprint("gate_liveness", __name__, url_prefix="/api/exam/liveness")


def movements() -> int:
    """How many the gate asks for."""
    return MOVEMENTS[context.hall().settings.liveness]


@routes.post("")
def ask() -> Response:
    if not movements():
        raise Unknown()
    known = read_as_page(face_check.references)
    context.hall().limits.count(LIVENESS_TRIES, "gate-liveness", str(known.sitting))
    draw = partial(prompts_at_gate, count=movements())
    token, attempt = context.hall().gate_liveness.open(known.sitting, known.sitting, draw)
    return jsonify({"attempt": token, "prompts": attempt.prompts, "expires_at": iso(attempt.expires_at)})


@routes.post("/<attempt_token>")
def show(attempt_token: str) -> Response:
    known = read_as_page(face_check.references)
    attempt = context.hall().gate_liveness.take(attempt_token, known.sitting, known.sitting)
    found = films.judged(attempt, known.enrolled, known.sender)
    act(partial(liveness.keep_at_gate, gate=known.gate, shown=found.shown))
    context.hall().gate_liveness.note(known.sitting, passed=found.verdict.passed, embedding=found.embedding)
    return jsonify(found.as_json)


def has_moved(sitting_id: UUID, result: GateResult, cannot_move: bool) -> bool:
    """Whether who matched is who moved as asked. LivenessNeeded: nobody was asked lately, and nobody said they cannot."""
    hall = context.hall()
    if not movements() or context.read(_is_exempt, sitting_id):
        return True
    if cannot_move:
        return False
    moved = hall.gate_liveness.result(sitting_id)
    hall.gate_liveness.forget(sitting_id)  # one attempt lets one check follow
    return moved.passed and moved.embedding is not None and dist(moved.embedding, result.embedding) <= hall.policy.match_limit


def _is_exempt(work: Work, sitting_id: UUID) -> bool:
    return work.identity.is_exempt_from_moving(sitting_id)
