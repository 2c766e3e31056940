"""Face pictures, checks, overrides and incidents; pictures and embeddings are sealed with the slot's key."""

from collections.abc import Sequence
from datetime import datetime
from struct import Struct
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity.choices import PhotoKind, Verdict
from server.storage.sealing import Vault, incident_purpose, place_of, slot_purpose
from server.storage.tables import FaceCheckRow, IncidentFrameRow, IncidentRow, OverrideRow, PhotoRow

CANNOT_MOVE = "cannot_move"  # the reason of an override


class Identity:
    def __init__(self, session: Session, vault: Vault) -> None:
        self._session, self._vault = session, vault

    def add_photo(self, row: PhotoRow, slot_id: UUID, jpeg: bytes, embedding: Sequence[float] | None) -> PhotoRow:
        """Keep a picture; `row` says whose, of which kind, when."""
        self._seal(row, slot_purpose(slot_id), jpeg, embedding)
        self._session.add(row)
        self._session.flush()
        return row

    def photo(self, photo_id: UUID | None) -> PhotoRow:
        return self._session.get_one(PhotoRow, photo_id)

    def take_along_reference(self, registration_id: UUID, slot_id: UUID) -> None:
        """Seal the reference photo under the key of the slot its owner sits in: the key of an earlier one is destroyed before."""
        query = select(PhotoRow).where(PhotoRow.registration_id == registration_id, PhotoRow.kind == PhotoKind.REFERENCE)
        for photo in self._session.scalars(query):
            self._seal(photo, slot_purpose(slot_id), self.jpeg(photo), self.embedding(photo))

    def jpeg(self, picture: PhotoRow | IncidentFrameRow) -> bytes:
        return self._vault.open(self._session, place_of(picture, "jpeg_sealed"), picture.jpeg_sealed)

    def embedding(self, picture: PhotoRow | IncidentFrameRow) -> tuple[float, ...] | None:
        if not picture.embedding_sealed:
            return None
        return unpack_embedding(self._vault.open(self._session, place_of(picture, "embedding_sealed"), picture.embedding_sealed))

    def add_check(self, row: FaceCheckRow) -> FaceCheckRow:
        self._session.add(row)
        self._session.flush()
        return row

    def check(self, check_id: UUID) -> FaceCheckRow | None:
        return self._session.get(FaceCheckRow, check_id)

    def check_of(self, photo_id: UUID) -> FaceCheckRow | None:
        """The one this picture was taken at."""
        return self._session.scalar(select(FaceCheckRow).where(FaceCheckRow.picture_id == photo_id))

    def checks(self, sitting_id: UUID, since: datetime | None = None) -> list[FaceCheckRow]:
        query = select(FaceCheckRow).where(FaceCheckRow.sitting_id == sitting_id)
        if since is not None:
            query = query.where(FaceCheckRow.at >= since)
        return list(self._session.scalars(query.order_by(FaceCheckRow.at)))

    def is_exempt_from_moving(self, sitting_id: UUID) -> bool:
        """Two officers have seen that this person cannot move as asked; it holds for the whole sitting."""
        exempt = select(OverrideRow.id).where(OverrideRow.sitting_id == sitting_id, OverrideRow.reason == CANNOT_MOVE)
        return self._session.scalar(exempt.limit(1)) is not None

    def add_override(self, row: OverrideRow) -> None:
        self._session.add(row)

    def add_incident(self, row: IncidentRow) -> IncidentRow:
        self._session.add(row)
        self._session.flush()
        return row

    def incident(self, incident_id: UUID) -> IncidentRow | None:
        return self._session.get(IncidentRow, incident_id)

    def incidents(self, slot_id: UUID) -> list[IncidentRow]:
        query = select(IncidentRow).where(IncidentRow.slot_id == slot_id).order_by(IncidentRow.raised_at.desc())
        return list(self._session.scalars(query))

    def open_incident(self, sitting_id: UUID, kind: str, *, but: str | None = None) -> IncidentRow | None:
        """`but`: not one on which the server has decided this."""
        query = select(IncidentRow).where(
            IncidentRow.sitting_id == sitting_id, IncidentRow.kind == kind, IncidentRow.closed_at.is_(None)
        )
        return self._session.scalar(query if but is None else query.where(IncidentRow.decided.is_distinct_from(but)))

    def last_raised(self, sitting_id: UUID, kinds: Sequence[str]) -> IncidentRow | None:
        """The newest of these kinds, open or closed."""
        query = select(IncidentRow).where(IncidentRow.sitting_id == sitting_id, IncidentRow.kind.in_(kinds))
        return self._session.scalar(query.order_by(IncidentRow.raised_at.desc()).limit(1))

    def confirmed_since(self, sitting_id: UUID, moment: datetime) -> bool:
        """Whether a camera's check matched or two officers answered for the person from then on."""
        matched = select(FaceCheckRow.id).where(
            FaceCheckRow.sitting_id == sitting_id, FaceCheckRow.verdict == Verdict.MATCH, FaceCheckRow.at >= moment
        )
        answered = select(OverrideRow.id).where(OverrideRow.sitting_id == sitting_id, OverrideRow.at >= moment)
        return any(self._session.scalar(query.limit(1)) is not None for query in (matched, answered))

    def add_frame(self, row: IncidentFrameRow, slot_id: UUID, jpeg: bytes, embedding: Sequence[float] | None = None) -> UUID:
        self._seal(row, incident_purpose(slot_id), jpeg, embedding)
        self._session.add(row)
        self._session.flush()
        return row.id

    def vouched_frame(self, sitting_id: UUID, kinds: Sequence[str]) -> IncidentFrameRow | None:
        """The newest picture with a embedding among the open incidents of these kinds."""
        return self._session.scalar(
            select(IncidentFrameRow)
            .join(IncidentRow, IncidentRow.id == IncidentFrameRow.incident_id)
            .where(
                IncidentRow.sitting_id == sitting_id,
                IncidentRow.kind.in_(kinds),
                IncidentRow.closed_at.is_(None),
                IncidentFrameRow.embedding_sealed.is_not(None),
            )
            .order_by(IncidentFrameRow.id.desc())
        )

    def frames(self, incident_id: UUID) -> list[IncidentFrameRow]:
        query = select(IncidentFrameRow).where(IncidentFrameRow.incident_id == incident_id)
        return list(self._session.scalars(query.order_by(IncidentFrameRow.received_at)))

    def frame(self, frame_id: UUID) -> IncidentFrameRow | None:
        return self._session.get(IncidentFrameRow, frame_id)

    def _seal(self, picture: PhotoRow | IncidentFrameRow, purpose: str, jpeg: bytes, embedding: Sequence[float] | None) -> None:
        seal, session = self._vault.seal, self._session
        packed = pack_embedding(embedding) if embedding is not None else None
        picture.jpeg_sealed = seal(session, purpose, place_of(picture, "jpeg_sealed"), jpeg)
        picture.embedding_sealed = (
            None if packed is None else seal(session, purpose, place_of(picture, "embedding_sealed"), packed)
        )


def pack_embedding(embedding: Sequence[float]) -> bytes:
    return Struct(f"<{len(embedding)}f").pack(*embedding)


def unpack_embedding(packed: bytes) -> tuple[float, ...]:
    values: tuple[Any, ...] = Struct(f"<{len(packed) // 4}f").unpack(packed)
    return values
