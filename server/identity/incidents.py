"""Which incidents the camera can raise, how grave each is, and which of them pause the sitting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Why = tuple[tuple[str, Mapping[str, str | int | float]], ...]  # keys of the catalogue's sentences with their parameters


class IncidentKind(StrEnum):
    MISMATCH = "mismatch"
    SECOND_PERSON = "second_person"
    NO_FACE = "no_face"
    CAMERA_COVERED = "camera_covered"
    CAMERA_BLACK = "camera_black"
    UNSEEN = "unseen"  # no picture that we could measure, and the fault is not ours
    CAMERA_FROZEN = "camera_frozen"
    UNRECOGNISABLE = "unrecognisable"  # a face all the while, but never one good enough to compare
    CAMERA_CHANGED = "camera_changed"
    CAMERA_VIRTUAL = "camera_virtual"  # by its own name
    FACE_STILL = "face_still"  # for minutes, to a fraction of a pixel
    PICTURES_REPEAT = "pictures_repeat"  # byte by byte, after others in between
    PICTURE_TIMES = "picture_times"  # of the page run otherwise than ours
    PICTURE_COPIED = "picture_copied"  # the registration photo or the desk picture was shown again
    NOT_LIVE = "not_live"  # who passed the gate did not move as asked
    SCREEN_MARKS = "screen_marks"  # a border around the face, or moire on it
    LIGHTS_OUT = "lights_out"  # of a room


@dataclass(frozen=True, slots=True)
class Consequence:
    severity: int  # 1 look when there is time, 2 look soon, 3 look now
    pause_cause: str | None  # the ledger's cause; none: nobody is paused


CONSEQUENCES: Mapping[IncidentKind, Consequence] = {
    IncidentKind.MISMATCH: Consequence(3, "mismatch"),
    IncidentKind.SECOND_PERSON: Consequence(3, "second_person"),
    IncidentKind.NO_FACE: Consequence(2, "no_face"),
    IncidentKind.CAMERA_COVERED: Consequence(2, "camera_covered"),
    IncidentKind.CAMERA_BLACK: Consequence(2, "camera_covered"),
    IncidentKind.UNSEEN: Consequence(2, "unseen"),
    IncidentKind.CAMERA_FROZEN: Consequence(2, None),  # a driver does that more often than a cheat: a human looks
    IncidentKind.UNRECOGNISABLE: Consequence(1, None),
    IncidentKind.CAMERA_CHANGED: Consequence(1, None),
    IncidentKind.CAMERA_VIRTUAL: Consequence(1, None),
    IncidentKind.FACE_STILL: Consequence(1, None),
    IncidentKind.PICTURES_REPEAT: Consequence(1, None),
    IncidentKind.PICTURE_TIMES: Consequence(1, None),
    IncidentKind.PICTURE_COPIED: Consequence(2, None),
    IncidentKind.NOT_LIVE: Consequence(2, None),
    IncidentKind.SCREEN_MARKS: Consequence(1, None),
    IncidentKind.LIGHTS_OUT: Consequence(3, None),
}

# What a dark room explains: while it lasts, none of these is held against anybody.
LOST_FACE = frozenset({IncidentKind.NO_FACE, IncidentKind.CAMERA_COVERED, IncidentKind.CAMERA_BLACK})


@dataclass(frozen=True, slots=True)
class Decision:
    kind: IncidentKind
    at: datetime
    why: Why

    @property
    def severity(self) -> int:
        return CONSEQUENCES[self.kind].severity

    @property
    def pause_cause(self) -> str | None:
        return CONSEQUENCES[self.kind].pause_cause
