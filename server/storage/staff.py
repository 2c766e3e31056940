"""Staff, their grants and their log-ins."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.letters import folded
from server.storage.tables import GrantRow, StaffRow, StaffSessionRow


class StaffBook:
    def __init__(self, session: Session) -> None:
        self._session = session

    def by_account(self, account: str) -> StaffRow | None:
        """However it is typed: a phone's keyboard begins with a capital."""
        return self._session.scalar(select(StaffRow).where(func.folded(StaffRow.account) == folded(account)))

    def get(self, staff_id: UUID) -> StaffRow | None:
        return self._session.get(StaffRow, staff_id)

    def accounts(self) -> dict[UUID, str]:
        """Everybody's, also of those who have left."""
        return {row.id: row.account for row in self._session.scalars(select(StaffRow))}

    def add(self, account: str, name: str, password_hash: str) -> StaffRow:
        row = StaffRow(account=account, name=name, password_hash=password_hash)
        self._session.add(row)
        self._session.flush()
        return row

    def grant(self, staff_id: UUID, role: str, scope_kind: str, scope_id: UUID) -> None:
        self._session.add(GrantRow(staff_id=staff_id, role=role, scope_kind=scope_kind, scope_id=scope_id))

    def grants(self, staff_id: UUID) -> Sequence[GrantRow]:
        return self._session.scalars(select(GrantRow).where(GrantRow.staff_id == staff_id)).all()

    def log_in(self, staff_id: UUID, token_hash: bytes, began: datetime, expires_at: datetime) -> None:
        self._session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at < began))
        self._session.add(StaffSessionRow(token_hash=token_hash, staff_id=staff_id, began=began, expires_at=expires_at))

    def logged_in(self, token_hash: bytes, now: datetime) -> StaffRow | None:
        """Whose log-in this token is, unless it has expired or the account was closed."""
        return self._session.scalar(
            select(StaffRow)
            .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
            .where(
                StaffSessionRow.token_hash == token_hash,
                StaffSessionRow.expires_at > now,
                StaffRow.disabled_at.is_(None),
            )
        )

    def log_out(self, token_hash: bytes) -> None:
        self._session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash))
