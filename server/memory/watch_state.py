"""What the identity watch holds in memory of one sitting."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from server.identity.camera.signs import Signs
from server.identity.looks.adaptive_template import AdaptiveTemplate
from server.identity.looks.decision import State
from server.identity.looks.evidence import NOBODY, Look
from server.memory.presence import CameraFrame


@dataclass(frozen=True, slots=True)
class WatchedSitting:
    """A sitting as the watch needs to know it."""

    slot: UUID
    room: UUID | None
    is_running: bool
    has_ended: bool
    by_camera: bool
    references: tuple[tuple[float, ...], ...]
    recent: tuple[dict[str, Any], ...]  # looks already kept, oldest first

    @property
    def place(self) -> tuple[UUID, UUID | None]:
        return self.slot, self.room


class FaceNotice(NamedTuple):
    """What the page shows beside the self-view."""

    kind: str
    hints: tuple[str, ...]
    page_since: datetime | None  # which page of this sitting was told


def kind_for_page(look: Look) -> str:
    return "two_faces" if look.near_second else "no_face" if look.kind in NOBODY else look.kind


@dataclass
class WatchState:
    known: WatchedSitting
    state: State
    news: int  # what had been heard of the sitting when this was read
    template: AdaptiveTemplate = field(default_factory=AdaptiveTemplate)
    signs: Signs = field(default_factory=Signs)
    number: int = 0
    at_worker: dict[int, CameraFrame] = field(default_factory=dict)
    minute: list[Look] = field(default_factory=list)
    checked_at: datetime | None = None
    burst_until: datetime | None = None
    ordinary_at: datetime | None = None  # the last picture that kept to the ordinary pace
    last_notice: FaceNotice | None = None
    after: dict[UUID, int] = field(default_factory=dict)  # incident -> pictures still to be kept

    @property
    def is_watched(self) -> bool:
        return self.known.is_running and self.known.by_camera
