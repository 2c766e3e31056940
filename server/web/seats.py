"""Seats: which exam PC is paired with which, a one-time code for one, an end to a pairing."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from server import context
from server.edge_refusals import Unreadable
from server.exam.actors import Officer
from server.exam.rights import Action, allowed
from server.json_values import iso
from server.storage.work import Work
from server.web.session import current_officer
from server.workflows.access import where_of_room
from server.workflows.seat import pairing

routes = Blueprint("seats", __name__, url_prefix="/api/seats")


@routes.get("")
def seats() -> Response:
    try:
        site = UUID(request.args["site"]) if "site" in request.args else None
    except ValueError as error:
        raise Unreadable(field="site") from error
    return jsonify({"rooms": context.read(_rooms, current_officer(), site)})


@routes.post("/<uuid:seat_id>/code")
def make_code(seat_id: UUID) -> Response:
    lives = context.hall().settings.pairing_code_lives
    code, expires_at = context.write(pairing.make_pairing_code, seat_id, lives, by=current_officer())
    return jsonify({"code": code, "expires_at": iso(expires_at), "now": iso(context.now())})


@routes.post("/<uuid:seat_id>/unpair")
def unpair(seat_id: UUID) -> tuple[str, int]:
    context.write(pairing.unpair, seat_id, by=current_officer())
    return "", 204


def _rooms(work: Work, by: Officer, site_id: UUID | None) -> list[dict[str, Any]]:
    """The rooms in which this officer may pair seats, of one site or of all."""
    found = []
    for site in work.places.sites():
        for room in work.places.rooms(site.id) if site_id in (None, site.id) else ():
            if allowed(by.grants, Action.PAIR_SEAT, where_of_room(room)):
                here = work.places.seats(room.id)
                paired = work.places.paired_seats([seat.id for seat in here])
                told = [{"id": str(s.id), "number": s.number, "spare": s.spare, "paired": s.id in paired} for s in here]
                found.append({"id": str(room.id), "name": room.name, "site": site.name, "seats": told})
    return found
