"""The desk page: find who comes, look at the face, issue the PIN; a second officer confirms what the camera refuses."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify

from server import context
from server.edge_refusals import Unknown, Unreadable
from server.exam.actors import Officer
from server.exam.sittings import GONE, Status
from server.identity.choices import Verdict
from server.identity.gate.cohort import Cohort, for_cohort
from server.json_values import iso
from server.letters import plain
from server.memory.rate_limits import CHECKS, LOOKS
from server.storage.sittings import Whole
from server.storage.tables import SlotRow
from server.storage.work import Work
from server.web import face_check as web_face_check
from server.web import parsing
from server.web.desk_liveness import after_liveness
from server.web.retention import kept_days
from server.web.second_factor import second_officer
from server.web.session import current_officer
from server.workflows.access import officer
from server.workflows.desk import call_chief, check_in, face_check, override, search
from server.workflows.desk.face_check import CheckEvidence
from server.workflows.steps import admission, at_desk, copied_pictures, lookalikes
from server.workflows.steps.sight_confirmation import NO_PICTURE, Sight
from server.workflows.views.slot import slot_json

routes = Blueprint("desk", __name__, url_prefix="/api/desk")
LEAST_LETTERS = 3
NIK = re.compile(r"[0-9]{16}")
LAST_DIGITS = re.compile(r"[0-9A-Z]{4}")


@routes.get("/slots")
def slots() -> Response:
    told = {"liveness": context.hall().settings.liveness, "now": iso(context.now())}
    return jsonify({"slots": context.read(_slots_json, current_officer()), **told})


@routes.get("/slots/<uuid:slot_id>/find")
def find(slot_id: UUID) -> Response:
    text = plain(parsing.query("q")).upper()
    if len(text) < LEAST_LETTERS:
        raise Unreadable(field="q", least=LEAST_LETTERS)
    by = current_officer()
    found = context.read(_found, slot_id, text, by)
    if NIK.fullmatch(text):
        context.hall().traces.leave(by, "searched by NIK", ("slot", slot_id))
    return jsonify({"sittings": found})


@routes.get("/sittings/<uuid:sitting_id>")
def details(sitting_id: UUID) -> Response:
    by = current_officer()
    context.write(search.open_registration, sitting_id, by=by)
    settings = context.hall().settings
    privacy = {"kept_days": kept_days(settings), "controller": settings.controller}
    told = {"now": iso(context.now()), "liveness": settings.liveness, **privacy}
    return jsonify({**context.read(_details, sitting_id), **told})


@routes.get("/sittings/<uuid:sitting_id>/reference.jpg")
def reference(sitting_id: UUID) -> Response:
    picture = context.read(_reference, sitting_id, current_officer())
    if picture is None:
        raise Unknown()
    return Response(picture, mimetype="image/jpeg")


@routes.post("/sittings/<uuid:sitting_id>/look")
def live_hints(sitting_id: UUID) -> Response:
    """Live hints while somebody takes place; nothing is kept."""
    by, picture = current_officer(), parsing.jpeg()
    context.hall().limits.count(LOOKS, str(by.id), str(sitting_id))
    context.read(at_desk.may_check_face, sitting_id, by=by)
    return jsonify(web_face_check.look_at_desk(picture, _camera(by), context.hall().policy))


@routes.post("/sittings/<uuid:sitting_id>/check")
def check(sitting_id: UUID) -> Response:
    by, frames = current_officer(), parsing.frames()
    context.hall().limits.count(CHECKS, "check", str(by.id), str(sitting_id))
    known = context.read(face_check.to_compare, sitting_id, by=by)
    cohort = context.hall().enrolled.cohort(sitting_id, known.embedding) if known.embedding else Cohort()
    policy = for_cohort(context.hall().policy, cohort)
    verdict, facts = web_face_check.judge_at_desk(frames, known, _camera(by), policy)
    if "likeness" in facts:
        context.write(copied_pictures.at_the_desk, sitting_id, facts["likeness"], by=by)
    if verdict.kind is Verdict.RETAKE or verdict.embedding is None or verdict.best is None:
        return jsonify({"verdict": Verdict.RETAKE, "hints": verdict.hints})
    searched = context.hall().enrolled.search(sitting_id, verdict.embedding)
    seen = CheckEvidence(after_liveness(sitting_id, verdict), frames[verdict.best], verdict.embedding, facts, searched)
    kept = context.write(face_check.keep_check, sitting_id, seen, by=by)
    told = {"verdict": kept.verdict, "hints": [], "check": str(kept.check_id), "tries": kept.tries}
    if alikes := context.read(lookalikes.lookalikes_json, kept.check_id, by=by):
        told["alikes"] = alikes
    return jsonify(told | ({"pin": kept.pin} if kept.pin else {}) | {"override_until": iso(context.now() + _within())})


@routes.post("/sittings/<uuid:sitting_id>/call")
def call(sitting_id: UUID) -> tuple[str, int]:
    context.write(call_chief.from_desk, sitting_id, by=current_officer())
    return "", 204


@routes.get("/checks/<uuid:check_id>/alikes/<uuid:photo_id>.jpg")
def alike(check_id: UUID, photo_id: UUID) -> Response:
    picture = context.write(lookalikes.picture, check_id, photo_id, by=current_officer())
    if picture is None:
        raise Unknown()
    return Response(picture, mimetype="image/jpeg")


@routes.post("/sittings/<uuid:sitting_id>/pin")
def reissue(sitting_id: UUID) -> Response:
    return jsonify({"pin": context.write(check_in.reissue, sitting_id, by=current_officer())})


@routes.post("/sittings/<uuid:sitting_id>/by-sight")
def by_sight(sitting_id: UUID) -> Response:
    by, values = current_officer(), parsing.body()
    document = parsing.one_of(values, "document", override.DOCUMENTS)
    missing = parsing.one_of(values, "no_picture", NO_PICTURE) if values.get("no_picture") else ""
    picture = parsing.jpeg_text(values, "picture") if values.get("picture") else None
    sight = Sight(_second(values), picture, missing)
    return jsonify({"pin": context.write(check_in.issue_by_sight, sitting_id, document, sight, by=by)})


@routes.post("/sittings/<uuid:sitting_id>/override")
def confirm(sitting_id: UUID) -> Response:
    by, values = current_officer(), parsing.body()
    second = parsing.inner(values, "second")
    reason = parsing.one_of(values, "reason", override.REASONS | override.LOOK_ALIKE_REASONS) if values.get("reason") else None
    document = _document(parsing.inner(values, "document")) if values.get("document") else None
    asked = override.Override(
        check_id=parsing.identifier(values, "check"),
        reason=reason,
        document=document,
        second=second_officer(second),
    )
    return jsonify({"pin": context.write(override.confirm, sitting_id, asked, _within(), by=by)})


def _second(values: dict[str, Any]) -> Officer | None:
    if not values.get("second"):
        return None
    return context.read(officer, second_officer(parsing.inner(values, "second")))


def _document(values: dict[str, Any]) -> override.Document:
    digits = plain(parsing.text(values, "last_digits", 4)).upper()
    if not LAST_DIGITS.fullmatch(digits):
        raise Unreadable(field="last_digits")
    return override.Document(parsing.one_of(values, "kind", override.DOCUMENTS), digits)


def _camera(by: Officer) -> web_face_check.CameraAt:
    return web_face_check.CameraAt(context.hall().faces, web_face_check.desk_of(by.id))


def _within() -> timedelta:
    return context.hall().settings.second_officer_within


def _slots_json(work: Work, by: Officer) -> list[dict[str, Any]]:
    return [_desk_slot_json(work, slot) for slot in search.desks(work, by=by)]


def _desk_slot_json(work: Work, slot: SlotRow) -> dict[str, Any]:
    counts = work.sittings.count_by_status(slot.id)
    return {
        **slot_json(work, slot),
        "pin_closes_at": iso(slot.starts_at - slot.pin_closes_before),
        "expected": sum(counts.values()) - counts.get(Status.RESCHEDULED, 0),
        "checked_in": sum(count for status, count in counts.items() if status not in GONE | {Status.EXPECTED}),
    }


def _found(work: Work, slot_id: UUID, text: str, by: Officer) -> list[dict[str, Any]]:
    return [_found_json(whole) for whole in search.find(work, slot_id, text, by=by)]


def _found_json(whole: Whole) -> dict[str, Any]:
    return {
        "id": str(whole.sitting.id),
        "number": whole.registration.number,
        "name": whole.person.name,
        "status": whole.sitting.status,
    }


def _details(work: Work, sitting_id: UUID) -> dict[str, Any]:
    """What the desk needs to know the person by; never the NIK, a disability or the kind of formation."""
    whole = work.sittings.whole(sitting_id)
    photo = work.people.reference(whole.registration.id)
    seat = whole.seat
    slot = work.slots.get_one(whole.sitting.slot_id)
    return {
        **_found_json(whole),
        "birth_date": work.people.birth_date(whole.person).isoformat(),
        "formation": {"agency": whole.formation.agency, "position": whole.formation.position},
        "seat": None if seat is None else {"room": work.places.room(seat.room_id).name, "number": seat.number},
        "pin_issued_at": iso(whole.sitting.pin_issued_at),
        "is_known": admission.is_known(whole.sitting),
        "has_reference": photo is not None,
        "reference_usable": face_check.is_usable(photo),
        "identity_mode": at_desk.identity_mode(work, whole.sitting),
        "slot": _desk_slot_json(work, slot),
        "tries": face_check.tries(work, sitting_id),
    }


def _reference(work: Work, sitting_id: UUID, by: Officer) -> bytes | None:
    photo = search.reference_photo(work, sitting_id, by=by)
    return work.identity.jpeg(photo) if photo is not None else None
