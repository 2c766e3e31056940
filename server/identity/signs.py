"""Passive signs in the exam: hints for a human about the camera itself; none of them ever pauses anybody."""

from collections.abc import Iterable
from datetime import datetime

from server.identity.incidents import Decision, IncidentKind

# What the page says of its camera. It may lie by silence, so a sign that is absent says nothing.
TOLD_BY_PAGE = {
    "camera_changed": IncidentKind.CAMERA_CHANGED,
    "camera_virtual": IncidentKind.CAMERA_VIRTUAL,
}


def signs_in(events: Iterable[str], at: datetime) -> list[Decision]:
    """One of a kind, however often the page says it."""
    kinds = dict.fromkeys(TOLD_BY_PAGE[event] for event in events if event in TOLD_BY_PAGE)
    return [Decision(kind, at, ((f"why_{kind.value}", {}),)) for kind in kinds]
