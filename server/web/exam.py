"""The exam page: pairing, log-in, face check, start, answers, the end."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, jsonify, request

from server import context
from server import hall as server_hall
from server.edge_refusals import Unreadable
from server.exam.actors import ACCESS
from server.identity.choices import Verdict
from server.json_values import iso
from server.letters import plain
from server.memory.presence import Presence
from server.memory.rate_limits import ANSWERS, CHECKS, EVENTS
from server.storage.tokens import new_token, token_hash
from server.storage.work import Work
from server.web import exam_state, page_messages, parsing, seat_limits
from server.web import face_check as web_face_check
from server.web.errors import error_json
from server.web.gate_liveness import has_moved
from server.web.page_messages import CAMERA_TROUBLE
from server.web.request_guard import SEAT_COOKIE_DAYS, csrf_of, set_token
from server.web.session import act, act_first, costs, named_pairing, paired_seat, read_as_page
from server.wire import PROTOCOL, SEAT_COOKIE, SITTING_COOKIE
from server.workflows.exam import answers, page_events, sitting
from server.workflows.refusals import WrongSeat
from server.workflows.seat import binding, call_proctor, face_check, login, pairing
from server.workflows.steps import copied_pictures, repeated_attempts

NONCE_HEADER = "X-Lugas-Seat-Nonce"

routes = Blueprint("exam", __name__, url_prefix="/api")


@routes.after_request
def _with_nonce(response: Response) -> Response:
    """What this PC signs its next requests over."""
    files, pairing_id = context.hall().works.vault.files, named_pairing()
    if pairing_id is not None and NONCE_HEADER not in response.headers:
        response.headers[NONCE_HEADER] = binding.nonce(files, pairing_id, context.now())
    return response


@routes.post("/seat/pair")
def pair() -> Response:
    # No limit of tries: a code has 40 bits and lives for minutes; one count for the hall would let one browser lock every seat.
    values, hall = parsing.body(), context.hall()
    key = None
    if "public_key" in values or hall.settings.production:
        key = binding.usable_key(parsing.text(values, "public_key", binding.LONGEST_KEY))
    pairing_id = context.write(pairing.pair, plain(parsing.text(values, "code", 20)), key)
    response = jsonify({"seat": context.read(_seat_json, pairing_id, hall.settings.production)})
    files = hall.works.vault.files
    set_token(response, SEAT_COOKIE, binding.signed_pairing(files, pairing_id), days=SEAT_COOKIE_DAYS)
    response.headers[NONCE_HEADER] = binding.nonce(files, pairing_id, context.now())
    return response


@routes.get("/seat")
def seat() -> Response:
    """Which seat this PC is: asked before there is a nonce to sign."""
    named = named_pairing()
    told_seat = context.read(_seat_json, named, context.hall().settings.production) if named is not None else None
    return jsonify({"seat": told_seat, "now": iso(context.now()), "protocol": PROTOCOL})


@routes.post("/exam/login")
def log_in() -> Response:
    at, values = paired_seat(), parsing.body()
    g.seat = at.id
    number, pin = plain(parsing.text(values, "number", 40)).upper(), plain(parsing.text(values, "pin", 12))
    seat_limits.count(at.id, number)
    token = new_token()
    try:
        sitting_id = context.write(login.log_in, at, number, pin, token_hash(token))
    except WrongSeat:
        context.write(repeated_attempts.note_wrong_seat, number, at.id, by=ACCESS)
        raise
    seat_limits.forget(at.id, number)
    context.hall().gate_liveness.forget(sitting_id)  # whoever moved before another page was
    context.hall().budgets.learn(token_hash(token), sitting_id)
    response = jsonify({"csrf": csrf_of(token), **context.read(_state, sitting_id, context.hall())})
    set_token(response, SITTING_COOKIE, token)
    return response


@routes.post("/exam/confirm")
@routes.post("/exam/return")
def confirm() -> Response:
    frames = parsing.frames()
    references = read_as_page(web_face_check.references)
    context.hall().limits.count(CHECKS, "gate", str(references.sitting))
    camera = web_face_check.CameraAt(context.hall().faces, references.sender)
    judged = web_face_check.judge(frames, references, camera, context.hall().policy)
    if judged.copied is not None:
        act(partial(copied_pictures.at_the_seat, gate=references.gate, likeness=judged.copied, frames=frames))
    if judged.result is None:
        return jsonify({"verdict": Verdict.RETAKE, "hints": judged.hints})
    result = judged.result
    if judged.verdict is Verdict.MATCH and not has_moved(references.sitting, result, request.form.get("cannot_move") == "1"):
        result = replace(result, verdict=Verdict.NOT_LIVE, let_in=context.hall().settings.liveness != "require")
    status = act(partial(face_check.pass_gate, gate=references.gate, result=result))
    passed = result.verdict is Verdict.MATCH or result.let_in
    return jsonify({"verdict": Verdict.MATCH if passed else "refused", "hints": [], "status": status})


@routes.post("/exam/call")
def call() -> tuple[str, int]:
    act(call_proctor.from_seat)
    return "", 204


@routes.get("/exam/state")
def state() -> Response:
    token = request.cookies.get(SITTING_COOKIE, "")
    return jsonify({"csrf": csrf_of(token), **read_as_page(_state, context.hall())})


@routes.post("/exam/start")
def start() -> Response:
    act(sitting.start)
    return _state_now(paper=True)


@routes.get("/exam/paper")
def paper() -> Response:
    return jsonify(read_as_page(_paper))


@routes.put("/exam/answers/<item>")
def one_answer(item: str) -> Response:
    costs(ANSWERS)
    given = page_messages.answer(item, parsing.body())
    saved, answered = act_first(partial(answers.answer, given=given, rule=_late_rule()))
    return jsonify({**_saved(saved), "answered": answered})


@routes.post("/exam/answers")
def many_answers() -> Response:
    """Each is kept or refused by itself, whatever else stands in the message."""
    givens, unread = page_messages.answers(parsing.body())
    costs(ANSWERS, len(givens) + len(unread))
    kept, refused = act(partial(answers.answer_many, givens=givens, rule=_late_rule()))
    return jsonify(
        {
            "saved": [_saved(one) for one in kept],
            "refused": unread + [{"item": item, **error_json(error)} for item, error in refused],
        }
    )


@routes.post("/exam/finish")
def finish() -> Response:
    if not parsing.flag(parsing.body(), "confirmed"):
        raise Unreadable(field="confirmed")
    act(sitting.finish)
    return _state_now()


@routes.post("/exam/scores")
def scores() -> Response:
    """A sitting closed by time has sent everything it had and asks for its score."""
    act(sitting.show_scores)
    return _state_now()


@routes.post("/exam/next-block")
def next_block() -> Response:
    act(sitting.next_block)
    return _state_now(paper=True)


@routes.post("/exam/leave")
def leave() -> Response:
    act(sitting.leave)
    return _state_now()


@routes.post("/exam/events")
def events() -> Response | tuple[str, int]:
    """What can be read is kept; of the rest each is told by its place in the message."""
    seen, refused = page_messages.events(parsing.body())
    costs(EVENTS, len(seen) + len(refused))
    noticed = act(partial(page_events.keep, events=seen))
    _mirror(context.hall().presence, noticed.id, [kind for kind, _ in seen])
    return jsonify({"kept": len(seen), "refused": refused}) if refused else ("", 204)


def _mirror(presence: Presence, sitting_id: UUID, kinds: list[str]) -> None:
    """What the proctor's tile shows of the page at once."""
    here = presence.of(sitting_id)
    for kind in kinds:
        if kind in ("focus_lost", "hidden"):
            here.focus = "out"
        elif kind in ("focus_back", "visible"):
            here.focus = "in"
        elif kind in CAMERA_TROUBLE:  # that it is well again is not the page's to say: a measured picture does
            here.camera, here.camera_reported_at = kind.removeprefix("camera_"), context.now()


def _late_rule() -> answers.LateRule:
    return answers.LateRule(context.hall().settings.late_answers_within)


def _saved(saved: answers.Saved) -> dict[str, Any]:
    kept = {"item": saved.item, "option": saved.option, "doubtful": saved.doubtful, "revision": saved.revision}
    return kept | {"saved_at": iso(saved.saved_at), "late": saved.late}


def _state_now(paper: bool = False) -> Response:
    told_state = read_as_page(_state, context.hall())
    return jsonify({**told_state, "paper": read_as_page(_paper)} if paper else told_state)


def _state(work: Work, sitting_id: UUID, hall: server_hall.Hall) -> dict[str, Any]:
    order = hall.presence.states.next()  # before anything is read: a later number never tells less
    return {"order": order, **exam_state.state(work, work.sittings.get_one(sitting_id), hall.settings)}


def _paper(work: Work, sitting_id: UUID) -> dict[str, Any]:
    return exam_state.paper(work, work.sittings.get_one(sitting_id))


def _seat_json(work: Work, pairing_id: UUID, needs_key: bool) -> dict[str, Any] | None:
    found = work.places.standing_pairing(pairing_id)
    if found is None or (found.public_key is None and needs_key):
        return None
    return _seat_words(work, found.seat_id)


def _seat_words(work: Work, seat_id: UUID) -> dict[str, Any]:
    here = work.places.seat(seat_id)
    room = work.places.room(here.room_id)
    return {"site": work.places.site(room.site_id).name, "room": room.name, "number": here.number}
