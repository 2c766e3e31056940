"""Faces of an exam to search among, and the pictures somebody should look at again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity.choices import PhotoKind
from server.storage.identity import unpack_embedding
from server.storage.sealing import CannotOpen, Vault, place
from server.storage.tables import FaceCheckRow, OverrideRow, PhotoRow, RegistrationRow, ReviewRow, SittingRow, SlotRow

# A refused one becomes a desk picture when two officers let its owner in.
_FACES = (PhotoKind.REFERENCE, PhotoKind.DESK, PhotoKind.REFUSED)


class LookAlikes:
    def __init__(self, session: Session, vault: Vault) -> None:
        self._session, self._vault = session, vault

    def faces_after(self, exam_id: UUID, after: UUID | None, most: int) -> list[tuple[UUID, UUID, tuple[float, ...]]]:
        query = (
            select(PhotoRow.id, PhotoRow.registration_id, PhotoRow.sitting_id, PhotoRow.embedding_sealed)
            .join(RegistrationRow, RegistrationRow.id == PhotoRow.registration_id)
            .where(RegistrationRow.exam_id == exam_id, PhotoRow.embedding_sealed.is_not(None), PhotoRow.kind.in_(_FACES))
            .order_by(PhotoRow.id)
            .limit(most)
        )
        if after is not None:
            query = query.where(PhotoRow.id > after)
        return [(row.id, row.registration_id, self._embedding(row)) for row in self._session.execute(query)]

    def _embedding(self, row: Any) -> tuple[float, ...]:
        """Empty when the key of its slot was destroyed: that face is gone."""
        try:
            at = place(PhotoRow, "embedding_sealed", row)
            return unpack_embedding(self._vault.open(self._session, at, row.embedding_sealed))
        except CannotOpen:
            return ()

    def for_review(self, slot_id: UUID) -> Sequence[tuple[UUID, PhotoRow, FaceCheckRow | None, ReviewRow | None]]:
        """Each with its sitting, the check it was taken at, and the mark of whoever has reviewed it."""
        query = (
            select(SittingRow.id, PhotoRow, FaceCheckRow, ReviewRow)
            .join(PhotoRow, PhotoRow.sitting_id == SittingRow.id)
            .outerjoin(FaceCheckRow, FaceCheckRow.picture_id == PhotoRow.id)
            .outerjoin(ReviewRow, ReviewRow.photo_id == PhotoRow.id)
            .where(SittingRow.slot_id == slot_id, PhotoRow.review.is_not(None))
            .order_by(PhotoRow.id.desc())
        )
        return [(sitting, photo, check, done) for sitting, photo, check, done in self._session.execute(query)]

    def overrides(self, slot_id: UUID) -> dict[UUID, OverrideRow]:
        """By the check they overruled; of two officers twice the newer, for a person sent back to the desk may come again."""
        query = select(OverrideRow).join(SittingRow, SittingRow.id == OverrideRow.sitting_id).where(SittingRow.slot_id == slot_id)
        return {row.check_id: row for row in self._session.scalars(query.order_by(OverrideRow.at))}

    def override_of(self, check_id: UUID) -> OverrideRow | None:
        return self._session.scalar(select(OverrideRow).where(OverrideRow.check_id == check_id))

    def reviewed(self, photo_id: UUID) -> ReviewRow | None:
        return self._session.scalar(select(ReviewRow).where(ReviewRow.photo_id == photo_id))

    def add_review(self, row: ReviewRow) -> None:
        self._session.add(row)

    def slots_of(self, registration_id: UUID) -> Sequence[SlotRow]:
        query = select(SlotRow).join(SittingRow, SittingRow.slot_id == SlotRow.id)
        return self._session.scalars(query.where(SittingRow.registration_id == registration_id)).all()
