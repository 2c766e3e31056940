"""The light of each room: when many faces vanish at once, one incident is raised for the room and nobody is paused."""

import logging
from dataclasses import dataclass, field
from uuid import UUID

from server.exam.actors import FACE_CHECKS
from server.identity.camera.lights_out import RoomState, RoomTurn, lights_out, step_room, without
from server.identity.looks.evidence import Look
from server.identity.policy import Policy
from server.storage.work import Transactions
from server.workflows.steps import incidents
from server.workflows.steps.incidents import Raised

log = logging.getLogger(__name__)

Place = tuple[UUID, UUID | None]  # slot, room


@dataclass
class RoomLight:
    works: Transactions
    policy: Policy
    rooms: dict[Place, RoomState] = field(default_factory=dict)
    unwritten: dict[Place, Raised] = field(default_factory=dict)  # the room is dark all the same: nobody is paused for it

    def step(self, place: Place, sitting_id: UUID, look: Look) -> tuple[RoomState, bool]:
        """The room after one more look, and whether it has just become bright again."""
        state, turn = step_room(self.rooms.get(place, RoomState()), str(sitting_id), look, self.policy)
        self.rooms[place] = state
        if turn is RoomTurn.WENT_DARK:
            dark = lights_out(state, look.at)
            self.unwritten[place] = Raised(dark.kind, dark.severity, dark.why, None, None)
        self._write_down(place)
        return state, turn is RoomTurn.IS_BRIGHT

    def leave(self, place: Place, sitting_id: UUID) -> None:
        """Paused, moved or finished: it is no longer watched in this room."""
        if place in self.rooms:
            self.rooms[place] = without(self.rooms[place], str(sitting_id))

    def _write_down(self, place: Place) -> None:
        """What fails is tried again at the next look of the room; this one must be weighed all the same."""
        slot, room = place
        raised = self.unwritten.pop(place, None)
        if raised is None or room is None:
            return
        try:
            self.works.write(incidents.raise_room_incident, slot, room, raised, by=FACE_CHECKS)
        except Exception:
            self.unwritten.setdefault(place, raised)
            log.exception("lights out in room %s could not be written", room)
