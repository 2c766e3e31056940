"""What the exam page sends in one message, read member by member: one that cannot be read loses only itself."""

from datetime import datetime
from typing import Any

from server.edge_refusals import Unreadable
from server.identity.camera.signs import TOLD_BY_PAGE
from server.web import parsing
from server.web.errors import error_json
from server.workflows.exam.answers import SentAnswer

MOST_AT_ONCE = 120  # answers in one message after a reconnect; the page sends 40
MOST_EVENTS = 100
CAMERA_TROUBLE = frozenset(
    {
        "camera_refused", "camera_missing", "camera_busy", "camera_muted", "camera_black", "camera_frozen", "camera_unanswered",
    }
)  # fmt: skip
EVENTS = CAMERA_TROUBLE | {
    "focus_lost", "focus_back", "hidden", "visible", "fullscreen_left", "fullscreen_entered", "reloaded", "offline", "online",
    "camera_back", *TOLD_BY_PAGE,
}  # fmt: skip


def answers(values: dict[str, Any]) -> tuple[list[SentAnswer], list[dict[str, Any]]]:
    """What could be read, and a row of the reply for each that could not."""
    givens, refused = [], []
    for one in parsing.members(values, "answers", MOST_AT_ONCE):
        item = None
        try:
            given = parsing.member(one, "answers")
            item = parsing.text(given, "item", 60)
            givens.append(answer(item, given))
        except Unreadable as error:
            refused.append({"item": item, **error_json(error)})
    return givens, refused


def answer(item: str, values: dict[str, Any]) -> SentAnswer:
    return SentAnswer(
        item=item,
        option=parsing.optional_text(values, "option", 60),
        doubtful=parsing.flag(values, "doubtful"),
        revision=parsing.whole(values, "revision", 1, 1_000_000),
        client_at=parsing.moment(values, "client_at"),
    )


def events(values: dict[str, Any]) -> tuple[list[tuple[str, datetime]], list[dict[str, Any]]]:
    """The same for what the page saw; a row names the place in the message."""
    seen, refused = [], []
    for place, one in enumerate(parsing.members(values, "events", MOST_EVENTS)):
        try:
            event = parsing.member(one, "events")
            seen.append((parsing.one_of(event, "kind", EVENTS), parsing.moment(event, "at")))
        except Unreadable as error:
            refused.append({"place": place, **error_json(error)})
    return seen, refused
