"""The monitor: slots and rooms to watch, sittings and incidents looked at closely, acts on sittings and slots."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown, Unreadable, WrongLogin
from server.exam.actors import Officer, require
from server.exam.ledger import GrantLimits
from server.exam.rights import Action, Where, allowed
from server.identity.choices import IdentityMode
from server.json_values import iso
from server.memory.presence import Presence
from server.storage.work import Work
from server.web import parsing
from server.web.access_log import refused
from server.web.errors import error_json
from server.web.second_factor import second_officer
from server.web.session import current_officer
from server.workflows.access import officer, where_of_slot
from server.workflows.proctor import acts
from server.workflows.proctor import seat as proctor_seat
from server.workflows.proctor import slot as proctor_slot
from server.workflows.proctor.request import REASONS, ActRequest, Reason
from server.workflows.refusals import SecondOfficerRefused
from server.workflows.steps import incidents, sight_confirmation
from server.workflows.views import details
from server.workflows.views import room as views_room

routes = Blueprint("monitor", __name__, url_prefix="/api/monitor")
LONGEST_GRANT_S = 4 * 3600
LONGEST_RECHECK_MIN = 120
SHOWN_NOW = timedelta(seconds=30)  # an older picture of a seat says nothing of who stands there


@routes.get("/slots")
def slots() -> Response:
    found = context.read(views_room.slots_for, by=current_officer())
    return jsonify({"slots": found, "reasons": REASONS, "now": iso(context.now())})


@routes.get("/slots/<uuid:slot_id>/rooms/<uuid:room_id>")
def room(slot_id: UUID, room_id: UUID) -> Response:
    """The number is read before the room: a message sent in between is then applied once more, never missed."""
    by, hall = current_officer(), context.hall()
    version = hall.presence.versions.of(slot_id, room_id)
    view = context.read(_room, by, (slot_id, room_id), hall.presence, hall.settings.no_answers_after)
    return jsonify({"version": version, **view})


@routes.get("/slots/<uuid:slot_id>/free-seats")
def free_seats(slot_id: UUID) -> Response:
    return jsonify({"seats": context.read(_free_seats, slot_id, current_officer())})


@routes.get("/sittings/<uuid:sitting_id>")
def sitting(sitting_id: UUID) -> Response:
    return jsonify(context.read(details.sitting, sitting_id, by=current_officer()))


@routes.get("/sittings/<uuid:sitting_id>/<any(desk, reference):kind>.jpg")
def picture(sitting_id: UUID, kind: str) -> Response:
    return _jpeg(context.read(details.picture, sitting_id, kind, by=current_officer()))


@routes.get("/sittings/<uuid:sitting_id>/latest.jpg")
def latest(sitting_id: UUID) -> Response:
    return _jpeg(context.read(details.latest, context.hall().presence, sitting_id, by=current_officer()))


@routes.get("/incidents/<uuid:incident_id>")
def incident(incident_id: UUID) -> Response:
    return jsonify(context.read(details.incident, incident_id, by=current_officer()))


@routes.get("/incidents/<uuid:incident_id>/frames/<uuid:frame_id>.jpg")
def frame(incident_id: UUID, frame_id: UUID) -> Response:
    return _jpeg(context.read(details.frame, incident_id, frame_id, by=current_officer()))


@routes.post("/incidents/<uuid:incident_id>/close")
def close_incident(incident_id: UUID) -> tuple[str, int]:
    context.write(incidents.close, incident_id, parsing.text(parsing.body(), "note"), by=current_officer())
    return "", 204


@routes.post("/acts")
def act() -> Response:
    by, values = current_officer(), parsing.body()
    name = parsing.one_of(values, "act", acts.ACTS)
    sittings = parsing.identifiers(values, "sittings", most=1 if name == "move" else 500)
    outcome = context.write(acts.act, name, sittings, _act_request(name, values, sittings), by=by)
    for one, refusal in outcome.refused:
        refused(refusal, ("sitting", one))
    return jsonify(
        {
            "done": [str(one) for one in outcome.done],
            "refused": [{"id": str(one), **error_json(error)} for one, error in outcome.refused],
        }
    )


@routes.post("/slots/<uuid:slot_id>/acts")
def slot_act(slot_id: UUID) -> tuple[str, int]:
    by, values = current_officer(), parsing.body()
    name = parsing.one_of(values, "act", proctor_slot.ACTS)
    rooms = tuple(parsing.identifiers(values, "rooms")) if values.get("rooms") else ()
    if rooms and name not in ("suspend", "resume"):
        raise Unreadable(field="rooms")
    mode = {**_mode(values), **_sight(values, [])} if name == "identity_mode" else {}
    context.write(
        proctor_slot.act, name, slot_id, ActRequest(reason=_reason(values), rooms=rooms, limits=_limits(), **mode), by=by
    )
    return "", 204


def _act_request(name: str, values: dict[str, Any], sittings: list[UUID]) -> ActRequest:
    """Only what this act reads is read."""
    own: dict[str, Any] = {"limits": _limits()}
    if name == "resume":
        own["check"] = parsing.one_of({"check": "fresh", **values}, "check", ("fresh", "by_sight"))
        own |= _sight(values, sittings)
    elif name == "confirm_identity":
        own |= _sight(values, sittings)
    elif name == "message":
        own["text"] = parsing.text(values, "text", 500)
    elif name == "move":
        own["seat"] = parsing.identifier(values, "seat")
    elif name == "identity_mode":
        own |= {**_mode(values), **_sight(values, sittings)}
    elif name in ("grant", "reopen"):
        own["seconds"] = parsing.whole({"seconds": 0, **values}, "seconds", -LONGEST_GRANT_S, LONGEST_GRANT_S)
        own["second"] = _second(values) if name == "reopen" and values.get("second") else None
    return ActRequest(reason=_reason(values), **own)


def _limits() -> GrantLimits:
    return GrantLimits(chief_proctor=context.hall().settings.chief_grant_limit)


def _sight(values: dict[str, Any], sittings: list[UUID]) -> dict[str, Any]:
    """Who answers for it too, and what the cameras at those seats show now; or why they show nothing."""
    return {
        "second": _second(values) if values.get("second") else None,
        "no_picture": parsing.one_of(values, "no_picture", sight_confirmation.NO_PICTURE) if values.get("no_picture") else "",
        "pictures": {one: jpeg for one in sittings if (jpeg := _shown_now(one))},
    }


def _shown_now(sitting_id: UUID) -> bytes | None:
    frames = context.hall().presence.of(sitting_id).frames
    return frames[-1].jpeg if frames and context.now() - frames[-1].received_at < SHOWN_NOW else None


def _mode(values: dict[str, Any]) -> dict[str, Any]:
    mode = IdentityMode(parsing.one_of(values, "mode", tuple(IdentityMode)))
    if mode is IdentityMode.CAMERA:
        return {"mode": mode}
    minutes = parsing.whole(values, "every_minutes", 1, LONGEST_RECHECK_MIN)
    return {"mode": mode, "every": timedelta(minutes=minutes)}


def _reason(values: dict[str, Any]) -> Reason | None:
    if values.get("reason") is None:
        return None
    given = parsing.inner(values, "reason")
    return Reason(parsing.text(given, "code", 40), parsing.optional_text(given, "text", 300) or "")


def _second(values: dict[str, Any]) -> Officer:
    """Somebody else of the staff, by their own password on the same screen."""
    given = parsing.inner(values, "second")
    try:
        staff_id = second_officer(given)
    except WrongLogin as error:  # not a 401: whoever is logged in here stays so
        raise SecondOfficerRefused() from error
    return context.read(officer, staff_id)


def _room(work: Work, by: Officer, at: tuple[UUID, UUID], presence: Presence, no_answers_after: timedelta) -> dict[str, Any]:
    slot, found = work.slots.get_one(at[0]), work.places.room(at[1])
    where = where_of_slot(work, slot, found.id)
    require(by, Action.WATCH_ROOM, where)
    if found.site_id != slot.site_id:
        raise Unknown()
    view = views_room.room_view(work, presence, slot.id, found.id, no_answers_after)
    return {**view, "may": _may(by, where), "slot_may": _may(by, where_of_slot(work, slot))}


def _may(by: Officer, where: Where) -> list[str]:
    return [action for action in Action if allowed(by.grants, action, where)]


def _free_seats(work: Work, slot_id: UUID, by: Officer) -> list[dict[str, Any]]:
    """Where somebody can be moved to, in the rooms this officer may move people in."""
    slot = work.slots.get_one(slot_id)
    rooms = [
        one for one in work.places.rooms(slot.site_id) if allowed(by.grants, Action.MOVE_SEAT, where_of_slot(work, slot, one.id))
    ]
    return [
        {"id": str(seat.id), "room": one.name, "number": seat.number, "spare": seat.spare}
        for one in rooms
        for seat in work.places.seats(one.id)
        if proctor_seat.is_free(work, slot.id, seat.id)
    ]


def _jpeg(picture: bytes | None) -> Response:
    if picture is None:
        raise Unknown()
    return Response(picture, mimetype="image/jpeg")
