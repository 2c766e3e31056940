"""When a whole room loses its faces at once, the light went out, and nobody in it is to blame."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from math import ceil

from server.identity.incidents import LOST_FACE, Decision, IncidentKind
from server.identity.looks.evidence import NOBODY, Look
from server.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class FaceInRoom:
    looked_at: datetime
    lost_at: datetime | None = None  # since when nobody is seen where somebody was


@dataclass(frozen=True, slots=True)
class RoomState:
    """One room's; keys are sittings."""

    sittings: Mapping[str, FaceInRoom] = field(default_factory=dict)  # those once seen with a face
    dark_since: datetime | None = None
    in_the_dark: frozenset[str] = frozenset()


class RoomTurn(StrEnum):
    WENT_DARK = "went_dark"
    IS_BRIGHT = "is_bright"


def step_room(state: RoomState, sitting: str, look: Look, policy: Policy) -> tuple[RoomState, RoomTurn | None]:
    """Feed every look here before `decision.step` of its own sitting: the room's fault comes first.

    Parameters
    ----------
    look : in the order in which the server received the room's pictures.

    Returns
    -------
    The room, and its turn: dark where at least `Policy.room_least` faces, and `Policy.room_share` of those looked at within
    `Policy.room_within`, were lost within that time; bright once half of them are seen again.

    Notes
    -----
    People who cover their cameras together look the same: so it is told to a proctor as gravely as a mismatch. In a room of
    fewer than `Policy.room_least` people it is never dark.
    """
    sittings = dict(state.sittings)
    known = sittings.get(sitting)
    if look.kind not in NOBODY:
        sittings[sitting] = FaceInRoom(look.at)
    elif known is not None:
        sittings[sitting] = FaceInRoom(look.at, known.lost_at or look.at)
    return _turned(replace(state, sittings=sittings), look.at, policy)


def without(state: RoomState, sitting: str) -> RoomState:
    """Paused, finished or moved: it is no longer watched in this room."""
    return replace(state, sittings={key: watched for key, watched in state.sittings.items() if key != sitting})


def is_suppressed(room: RoomState, decision: Decision) -> bool:
    """Whether the dark room explains it: a missing or covered face, nothing else."""
    return room.dark_since is not None and decision.kind in LOST_FACE


def lights_out(room: RoomState, at: datetime) -> Decision:
    """The room's incident, with how many faces are lost of how many that were once seen."""
    lost = sum(watched.lost_at is not None for watched in room.sittings.values())
    return Decision(IncidentKind.LIGHTS_OUT, at, (("why_lights_out", {"lost": lost, "of": len(room.sittings)}),))


def _turned(state: RoomState, now: datetime, policy: Policy) -> tuple[RoomState, RoomTurn | None]:
    watched = [key for key, each in state.sittings.items() if now - each.looked_at <= policy.room_within]
    lost = frozenset(key for key in watched if _lost_since(state.sittings[key], now - policy.room_within))
    if state.dark_since is None:
        enough = max(policy.room_least, ceil(policy.room_share * len(watched)))
        if len(lost) < enough:
            return state, None
        return replace(state, dark_since=now, in_the_dark=lost), RoomTurn.WENT_DARK
    dark = state.in_the_dark | lost
    still = [key for key in dark if key in state.sittings and state.sittings[key].lost_at is not None]
    if 2 * len(still) <= len(dark):  # the others come back as their cameras do
        return replace(state, dark_since=None, in_the_dark=frozenset()), RoomTurn.IS_BRIGHT
    return replace(state, in_the_dark=dark), None


def _lost_since(watched: FaceInRoom, earliest: datetime) -> bool:
    return watched.lost_at is not None and watched.lost_at >= earliest
