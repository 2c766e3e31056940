"""The pictures of an incident: those before it, the one that raised it, those after, each with what was seen in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from server.memory.presence import CameraFrame
from server.workflows.steps.incidents import KeptFrame

FRAMES_BEFORE = FRAMES_AFTER = 5


def up_to(trigger: CameraFrame | None, frames: Iterable[CameraFrame]) -> list[KeptFrame]:
    """The last pictures before the one that raised the incident, and that one with its embedding. None: it was no picture."""
    before = [frame for frame in frames if trigger is None or frame.received_at < trigger.received_at]
    found = [frame_to_keep(frame, "before") for frame in before[-FRAMES_BEFORE:]]
    return found if trigger is None else [*found, frame_to_keep(trigger, "trigger", trigger.embedding)]


def frame_to_keep(frame: CameraFrame, phase: str, embedding: Sequence[float] | None = None) -> KeptFrame:
    """As far as it was measured: one that came while workers were busy, or has just come, was not."""
    plain = KeptFrame(phase, frame.jpeg, frame.taken_at, frame.received_at)
    look = frame.look
    if look is None:
        return plain
    hints = ("two_faces", *look.hints) if look.near_second else look.hints
    return replace(plain, kind=look.kind, distance=look.distance, embedding=embedding, boxes=frame.boxes, hints=hints)
