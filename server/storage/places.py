"""Sites, rooms, seats and the pairing of browsers with seats."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.storage.tables import PairingRow, RoomRow, SeatRow, SiteRow, Table

R = TypeVar("R", bound=Table)


class Places:
    def __init__(self, session: Session) -> None:
        self._session = session

    def site(self, site_id: UUID) -> SiteRow:
        return self._session.get_one(SiteRow, site_id)

    def site_by_code(self, code: str) -> SiteRow | None:
        return self._session.scalar(select(SiteRow).where(SiteRow.code == code))

    def sites(self) -> Sequence[SiteRow]:
        return self._session.scalars(select(SiteRow).order_by(SiteRow.name)).all()

    def add_site(self, code: str, name: str, zone: str) -> SiteRow:
        return self._added(SiteRow(code=code, name=name, zone=zone))

    def add_room(self, site: SiteRow, name: str) -> RoomRow:
        return self._added(RoomRow(site_id=site.id, name=name))

    def add_seat(self, room: RoomRow, number: int, row: int, column: int, spare: bool = False) -> SeatRow:
        return self._added(SeatRow(room_id=room.id, number=number, row=row, column=column, spare=spare))

    def rooms(self, site_id: UUID) -> Sequence[RoomRow]:
        return self._session.scalars(select(RoomRow).where(RoomRow.site_id == site_id).order_by(RoomRow.name)).all()

    def room(self, room_id: UUID) -> RoomRow:
        return self._session.get_one(RoomRow, room_id)

    def seat(self, seat_id: UUID) -> SeatRow:
        return self._session.get_one(SeatRow, seat_id)

    def seats(self, room_id: UUID) -> Sequence[SeatRow]:
        return self._session.scalars(select(SeatRow).where(SeatRow.room_id == room_id).order_by(SeatRow.number)).all()

    def add_pairing(self, seat_id: UUID, code_hash: bytes, by: UUID, expires_at: datetime) -> PairingRow:
        return self._added(PairingRow(seat_id=seat_id, code_hash=code_hash, made_by=by, expires_at=expires_at))

    def pairing_by_code(self, code_hash: bytes, now: datetime) -> PairingRow | None:
        """The pairing waiting for this code, unless it was used, revoked or has expired."""
        return self._session.scalar(
            select(PairingRow).where(
                PairingRow.code_hash == code_hash,
                PairingRow.expires_at > now,
                PairingRow.paired_at.is_(None),
                PairingRow.revoked_at.is_(None),
            )
        )

    def standing_pairing(self, pairing_id: UUID) -> PairingRow | None:
        return self._session.scalar(
            select(PairingRow).where(
                PairingRow.id == pairing_id, PairingRow.paired_at.is_not(None), PairingRow.revoked_at.is_(None)
            )
        )

    def paired_seats(self, seat_ids: Sequence[UUID]) -> set[UUID]:
        return set(
            self._session.scalars(
                select(PairingRow.seat_id).where(
                    PairingRow.seat_id.in_(seat_ids), PairingRow.paired_at.is_not(None), PairingRow.revoked_at.is_(None)
                )
            )
        )

    def revoke_pairings(self, seat_id: UUID, now: datetime) -> None:
        self._session.execute(
            update(PairingRow).where(PairingRow.seat_id == seat_id, PairingRow.revoked_at.is_(None)).values(revoked_at=now)
        )

    def revoke_others(self, pairing: PairingRow, now: datetime) -> None:
        """End every earlier bond of the seat: one seat, one browser."""
        self._session.execute(
            update(PairingRow)
            .where(PairingRow.seat_id == pairing.seat_id, PairingRow.id != pairing.id, PairingRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )

    def _added(self, row: R) -> R:
        self._session.add(row)
        self._session.flush()
        return row
