"""Log-ins of the staff: which browsers they work at, since when, and until when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from server.storage.tables import StaffRow, StaffSessionRow


class StaffSessions:
    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def begin(self, row: StaffSessionRow) -> None:
        """Those that are over go: nothing else would ever end them."""
        self.forget_over()
        self._session.add(row)

    def forget_over(self) -> None:
        self._session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at < self._now))

    def found(self, token_hash: bytes, idle: timedelta) -> tuple[StaffSessionRow, StaffRow] | None:
        """The log-in of this token and whose it is, unless it is over, lay idle too long or the account was closed."""
        found = self._session.execute(
            select(StaffSessionRow, StaffRow)
            .join(StaffRow, StaffSessionRow.staff_id == StaffRow.id)
            .where(StaffSessionRow.token_hash == token_hash, *self._alive(idle), StaffRow.disabled_at.is_(None))
        ).first()
        return None if found is None else (found[0], found[1])

    def of(self, staff_id: UUID, idle: timedelta) -> Sequence[StaffSessionRow]:
        mine = select(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id, *self._alive(idle))
        return self._session.scalars(mine.order_by(StaffSessionRow.began.desc())).all()

    def end(self, staff_id: UUID, session_id: UUID) -> bool:
        """False: this account has no such log-in."""
        mine = (StaffSessionRow.staff_id == staff_id, StaffSessionRow.id == session_id)
        return bool(self._session.scalars(delete(StaffSessionRow).where(*mine).returning(StaffSessionRow.id)).all())

    def end_all(self, staff_id: UUID, but: UUID | None = None) -> int:
        mine = delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id)
        if but is not None:
            mine = mine.where(StaffSessionRow.id != but)
        return len(self._session.scalars(mine.returning(StaffSessionRow.id)).all())

    def _alive(self, idle: timedelta) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return StaffSessionRow.expires_at > self._now, StaffSessionRow.seen_at > self._now - idle
