"""Staff and their grants."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.exam.rights import Role, ScopeKind
from server.letters import folded
from server.storage.tables import GrantRow, StaffRow


class StaffBook:
    def __init__(self, session: Session) -> None:
        self._session = session

    def by_account(self, account: str) -> StaffRow | None:
        """However it is typed: a phone's keyboard begins with a capital."""
        return self._session.scalar(select(StaffRow).where(func.folded(StaffRow.account) == folded(account)))

    def get(self, staff_id: UUID) -> StaffRow | None:
        return self._session.get(StaffRow, staff_id)

    def get_one(self, staff_id: UUID) -> StaffRow:
        return self._session.get_one(StaffRow, staff_id)

    def accounts(self) -> dict[UUID, str]:
        """Everybody's, also of those who have left."""
        return {row.id: row.account for row in self._session.scalars(select(StaffRow))}

    def all(self) -> Sequence[StaffRow]:
        return self._session.scalars(select(StaffRow).order_by(StaffRow.account)).all()

    def add(self, account: str, name: str, password_hash: str, given_at: datetime | None) -> StaffRow:
        row = StaffRow(account=account, name=name, password_hash=password_hash, password_given_at=given_at)
        self._session.add(row)
        self._session.flush()
        return row

    def grant(self, staff_id: UUID, role: Role, scope_kind: ScopeKind, scope_id: UUID) -> None:
        self._session.add(GrantRow(staff_id=staff_id, role=role, scope_kind=scope_kind, scope_id=scope_id))

    def grants(self, staff_id: UUID) -> Sequence[GrantRow]:
        return self._session.scalars(select(GrantRow).where(GrantRow.staff_id == staff_id)).all()

    def take_back(self, staff_id: UUID, role: Role, scope_kind: ScopeKind, scope_id: UUID) -> bool:
        """False: there was no such grant."""
        mine = (GrantRow.staff_id == staff_id, GrantRow.role == role)
        there = (GrantRow.scope_kind == scope_kind, GrantRow.scope_id == scope_id)
        return bool(self._session.scalars(delete(GrantRow).where(*mine, *there).returning(GrantRow.id)).all())
