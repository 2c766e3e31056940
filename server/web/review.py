"""The chief's list: who was enrolled at the desk, vouched for by sight, or looks like somebody else."""

from uuid import UUID

from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown, Unreadable
from server.web import parsing
from server.web.session import current_officer
from server.workflows.proctor import review as proctor_review

routes = Blueprint("review", __name__, url_prefix="/api/review")
LONGEST_NOTE = 200


@routes.get("")
def review() -> Response:
    try:
        slot_id = UUID(parsing.query("slot"))
    except ValueError as error:
        raise Unreadable(field="slot") from error
    by = current_officer()
    modes = context.read(proctor_review.modes, slot_id, by=by)
    return jsonify({"photos": context.read(proctor_review.listed, slot_id, by=by), "modes": modes})


@routes.get("/<uuid:photo_id>.jpg")
def picture(photo_id: UUID) -> Response:
    jpeg = context.read(proctor_review.picture, photo_id, by=current_officer())
    if not jpeg:
        raise Unknown()
    return Response(jpeg, mimetype="image/jpeg")


@routes.post("/<uuid:photo_id>")
def mark(photo_id: UUID) -> Response:
    note = parsing.text(parsing.body(), "note", LONGEST_NOTE)
    return jsonify(context.write(proctor_review.mark, photo_id, note, by=current_officer()))
