"""Second factors of the staff and the codes that stand in for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.storage.sealing import STAFF, Vault, place_of
from server.storage.tables import FactorRow, RecoveryCodeRow

_HASHED_FOR = "recovery"


class Factors:
    def __init__(self, session: Session, vault: Vault, now: datetime) -> None:
        self._session, self._vault, self._now = session, vault, now

    def offer(self, staff_id: UUID, secret: str) -> None:
        """Replaces what was offered before; the factor in use stays until this one is confirmed."""
        mine = (FactorRow.staff_id == staff_id, FactorRow.confirmed_at.is_(None))
        self._session.execute(delete(FactorRow).where(*mine))
        row = FactorRow(staff_id=staff_id, made_at=self._now)
        row.secret_sealed = self._vault.seal(self._session, STAFF, place_of(row, "secret_sealed"), secret.encode())
        self._session.add(row)
        self._session.flush()

    def in_use(self, staff_id: UUID) -> FactorRow | None:
        return self._session.scalar(select(FactorRow).where(FactorRow.staff_id == staff_id, FactorRow.confirmed_at.is_not(None)))

    def offered(self, staff_id: UUID) -> FactorRow | None:
        return self._session.scalar(select(FactorRow).where(FactorRow.staff_id == staff_id, FactorRow.confirmed_at.is_(None)))

    def secret(self, row: FactorRow) -> str:
        return self._vault.open(self._session, place_of(row, "secret_sealed"), row.secret_sealed).decode()

    def confirm(self, row: FactorRow) -> None:
        self._session.execute(delete(FactorRow).where(FactorRow.staff_id == row.staff_id, FactorRow.id != row.id))
        row.confirmed_at = self._now

    def remove(self, staff_id: UUID) -> bool:
        """False: there was none in use."""
        gone = self._session.scalars(
            delete(FactorRow).where(FactorRow.staff_id == staff_id).returning(FactorRow.confirmed_at)
        ).all()
        self._session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
        return any(at is not None for at in gone)

    def renew_codes(self, staff_id: UUID, codes: Sequence[str]) -> None:
        self._session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
        self._session.add_all(RecoveryCodeRow(staff_id=staff_id, code_hash=self._hash(staff_id, code)) for code in codes)
        self._session.flush()

    def spend_code(self, staff_id: UUID, code: str) -> bool:
        """Whether it was one, and has not been used."""
        mine = (RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.code_hash == self._hash(staff_id, code))
        row = self._session.scalar(select(RecoveryCodeRow).where(*mine, RecoveryCodeRow.used_at.is_(None)))
        if row is not None:
            row.used_at = self._now
        return row is not None

    def codes_left(self, staff_id: UUID) -> int:
        mine = (RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.used_at.is_(None))
        return self._session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(*mine)) or 0

    def _hash(self, staff_id: UUID, code: str) -> bytes:
        return self._vault.keyed_hash(_HASHED_FOR, f"{staff_id}:{code}")
