"""What a seat's camera is called on the tile: trouble as the page says it, well only as a worker has seen it."""

from server.identity.looks.evidence import LookKind
from server.memory.presence import CameraFrame, SeatPresence

NOTHING_SEEN = (LookKind.BLACK, LookKind.COVERED)


def note_measured(here: SeatPresence, frame: CameraFrame) -> bool:
    """A worker has measured this picture; whether the camera is called otherwise now."""
    here.waits_since = None
    if here.seen_at is None or frame.received_at > here.seen_at:
        here.seen_at = frame.received_at
    if here.camera == "ok" or not _is_well(here, frame):
        return False
    here.camera = "ok"
    return True


def _is_well(here: SeatPresence, frame: CameraFrame) -> bool:
    """A picture older than the trouble, one that shows nothing, or the last one again, makes nothing well."""
    if frame.look is None or frame.look.kind in NOTHING_SEEN:
        return False
    if here.camera_reported_at is not None and frame.received_at <= here.camera_reported_at:
        return False
    before = [one.look for one in here.frames if one.look is not None and one.received_at < frame.received_at]
    return not before or not frame.look.digest or before[-1].digest != frame.look.digest
