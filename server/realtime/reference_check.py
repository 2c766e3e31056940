"""One picture in twelve, once a minute, is measured beside the registration photo and the desk pictures: a photo held up."""

import logging
from uuid import UUID

from server.faces.burst import beside
from server.faces.measurement import Measurement
from server.identity.camera.signs import Picture
from server.memory.presence import CameraFrame
from server.storage.work import Transactions, Work
from server.workflows.steps import copied_pictures

log = logging.getLogger(__name__)

EVERY = 12  # pictures: laying two faces over each other costs as much as measuring two or three


def for_worker(works: Transactions, sitting_id: UUID, number: int, jpeg: bytes) -> bytes:
    """What the worker is sent; a comparison that cannot be made costs no look."""
    if number % EVERY != 1:
        return jpeg
    try:
        enrolled = works.read(_enrolled, sitting_id)
    except Exception:
        log.exception("the enrolled pictures of sitting %s could not be read", sitting_id)
        return jpeg
    return beside([jpeg], enrolled) if enrolled else jpeg


def picture_of(frame: CameraFrame, measured: Measurement) -> Picture:
    """What the signs about the camera read of it."""
    face = measured.boxes[0] if measured.boxes else None
    return Picture(
        frame.taken_at,
        frame.received_at,
        measured.digest,
        face,
        thumbnail=measured.thumbnail,
        marks=measured.marks,
        compared=measured.comparison,
    )


def _enrolled(work: Work, sitting_id: UUID) -> tuple[bytes, ...]:
    return copied_pictures.enrolled(work, work.sittings.get_one(sitting_id))
