"""Every name on the wire of Socket.IO, and who hears what."""

from uuid import UUID

EXAM, MONITOR = "/exam", "/monitor"

# down to the page of a sitting
STATE, BURST, LOOK, MESSAGE, REPLACED = "state", "burst", "look", "message", "replaced"

# down to the monitor of a room
TILES, INCIDENT, SLOT = "tiles", "incident", "slot"


def monitor_room(slot_id: UUID, room_id: UUID) -> str:
    return f"monitor:{slot_id}:{room_id}"


def sitting_room(sitting_id: UUID) -> str:
    return f"sitting:{sitting_id}"
