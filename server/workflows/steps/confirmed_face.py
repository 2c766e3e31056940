"""A proctor vouches for a face: it then counts as this sitting's own, or the camera would stop the same person again."""

from server.identity.choices import PhotoKind
from server.storage.tables import PhotoRow, SittingRow
from server.storage.work import Work

ABOUT_THE_FACE = ("mismatch", "identity_refused")


def is_doubted(work: Work, sitting: SittingRow) -> bool:
    """The camera took whoever sits there for somebody else, and no camera and no two officers have said otherwise since.

    That one officer closed the incident with a note ends no doubt.
    """
    last = work.identity.last_raised(sitting.id, ABOUT_THE_FACE)
    return last is not None and (last.closed_at is None or not work.identity.confirmed_since(sitting.id, last.raised_at))


def vouch(work: Work, sitting: SittingRow) -> None:
    """Keep the face that the open incident was raised on beside the desk picture. Nothing to do where none was."""
    frame = work.identity.vouched_frame(sitting.id, ABOUT_THE_FACE)
    if frame is None or frame.embedding_sealed is None:
        return
    row = PhotoRow(
        registration_id=sitting.registration_id,
        sitting_id=sitting.id,
        kind=PhotoKind.VOUCHED,
        taken_at=frame.taken_at,
        review="vouched_by_sight",
    )
    work.identity.add_photo(row, sitting.slot_id, work.identity.jpeg(frame), work.identity.embedding(frame))
