"""Which answers leave a trace: a face shown to an officer, a wrong password or PIN, an act that was refused."""

import logging
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request

from server import context
from server.edge_refusals import ForgedRequest, LogInsBusy, TooManyTries, WrongLogin
from server.exam.actors import Anonymous, Officer
from server.exam.errors import NotAllowed, RuleBroken
from server.memory.seat_proofs import leaves_a_line
from server.web.passwords import address
from server.workflows.refusals import (
    CodeNeeded,
    EntryRefused,
    SeatProofNeeded,
    SecondOfficerElsewhere,
    SecondOfficerRefused,
    WrongCode,
    WrongPassword,
)

log = logging.getLogger(__name__)

_FAILED = (WrongLogin, TooManyTries, SecondOfficerRefused, WrongCode, WrongPassword)
_REFUSED = (NotAllowed, ForgedRequest, SecondOfficerRefused, SecondOfficerElsewhere)
_WHOSE = ("sitting_id", "incident_id", "check_id", "photo_id", "slot_id", "seat_id")  # the first that is in the address


def register(app: Flask) -> None:
    app.after_request(_leave_traces)


def refused(refusal: RuleBroken, subject: tuple[str, UUID] | None = None) -> None:
    """Told here by the error handler, and for each sitting that an act was refused on."""
    g.setdefault("refusals", []).append((refusal, subject))


def _leave_traces(response: Response) -> Response:
    try:
        if response.status_code == 200 and response.mimetype == "image/jpeg":
            _trace_look()
        for refusal, subject in g.get("refusals", ()):
            _refusal(refusal, subject or _subject())
    except Exception:  # the answer is right all the same
        log.exception("a trace could not be left")
    if any(isinstance(refusal, (TooManyTries, LogInsBusy)) for refusal, _ in g.get("refusals", ())):
        context.hall().slow_refusals.hold()
    return response


def _trace_look() -> None:
    who = _officer()
    if who is not None:
        more = {"kind": str(request.view_args["kind"])} if request.view_args and "kind" in request.view_args else {}
        _leave(who, "saw face", _subject(), at=request.endpoint, **more)


def _refusal(refusal: RuleBroken, subject: tuple[str, UUID] | None) -> None:
    who = _officer()
    if isinstance(refusal, SeatProofNeeded):
        _unproven(refusal)
    elif request.endpoint == "exam.log_in":
        if "seat" in g and isinstance(refusal, (EntryRefused, TooManyTries)):
            _leave(Anonymous(), "failed PIN", ("seat", g.seat), **_from(refusal))
    elif isinstance(refusal, _FAILED) and "tried" in g:
        tried: UUID | None = g.tried
        _leave(who or Anonymous(), "failed log-in", None if tried is None else ("staff", tried), **_from(refusal))
    elif isinstance(refusal, CodeNeeded) and "tried" in g:  # the password was right: of interest when nobody comes in after it
        _leave(who or Anonymous(), "asked for code", ("staff", g.tried), **_from(refusal))
    elif isinstance(refusal, _REFUSED):
        _leave(who or Anonymous(), "refused", subject, at=request.endpoint, **(_from(refusal)))


def _unproven(refusal: SeatProofNeeded) -> None:
    if leaves_a_line(context.hall().limits, refusal.fault, refusal.seat_id, address()):
        _leave(Anonymous(), "refused", ("seat", refusal.seat_id), at=request.endpoint, proof=refusal.fault, **_from(refusal))


def _from(refusal: RuleBroken) -> dict[str, Any]:
    return {"code": refusal.code, "address": address()}


def _leave(by: Officer | Anonymous, action: str, subject: tuple[str, UUID] | None, **facts: Any) -> None:
    context.hall().traces.leave(by, action, subject, **facts)


def _officer() -> Officer | None:
    found: Officer | None = g.get("officer")
    return found


def _subject() -> tuple[str, UUID] | None:
    values = request.view_args or {}
    for name in _WHOSE:
        if isinstance(values.get(name), UUID):
            return name.removesuffix("_id"), values[name]
    return None
