"""Frozen facts for screens. A workflow announces; after the commit the realtime rooms hear of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerSaved:
    """Progress of a sitting; the score may have changed too."""

    sitting: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class SittingMoved:
    """Status, clock, seat, identity mode or ledger of a sitting changed."""

    sitting: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class PageNoticed:
    """The page told of focus, camera or network: for the tile, and another camera for the identity watch."""

    sitting: UUID
    slot: UUID
    camera_changed: bool = False


@dataclass(frozen=True, slots=True)
class LoggedInElsewhere:
    """A newer page took the sitting over; the older one stops."""

    sitting: UUID


@dataclass(frozen=True, slots=True)
class SeatUnpaired:
    """The PC a sitting works at is bound to its seat no more."""

    sitting: UUID


@dataclass(frozen=True, slots=True)
class MessageSent:
    sitting: UUID
    message: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SlotMoved:
    """Status or identity mode of a slot changed: everyone in it should look again."""

    slot: UUID


@dataclass(frozen=True, slots=True)
class IncidentChanged:
    """Raised, closed, or more pictures of it were kept."""

    incident: UUID
    slot: UUID


@dataclass(frozen=True, slots=True)
class IncidentHandled:
    """An officer has closed this incident of the sitting, or has let the sitting go on after looking at it."""

    sitting: UUID
    incident: UUID | None = None


Announcement = (
    AnswerSaved
    | SittingMoved
    | PageNoticed
    | LoggedInElsewhere
    | SeatUnpaired
    | MessageSent
    | SlotMoved
    | IncidentChanged
    | IncidentHandled
)


def to_each(*listeners: Callable[[Sequence[Announcement]], None]) -> Callable[[Sequence[Announcement]], None]:
    """Tells all of them in this order; one that raises is logged, and keeps the news from nobody behind it."""

    def publish(facts: Sequence[Announcement]) -> None:
        for hear in listeners:
            try:
                hear(facts)
            except Exception:
                log.exception("a listener failed at %d announcements", len(facts))

    return publish
