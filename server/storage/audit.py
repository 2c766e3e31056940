"""The append-only audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.storage.tables import AuditRow


class Audit:
    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def note(self, by: UUID | None, action: str, subject: tuple[str, UUID], **facts: Any) -> None:
        """Keep that a staff member (or, with none, the command line) did something. Facts hold no personal data beyond ids."""
        kind, subject_id = subject
        self._session.add(AuditRow(at=self._now, staff_id=by, action=action, subject=f"{kind}:{subject_id}", facts=facts))

    def note_command(self, action: str, **facts: Any) -> None:
        """Something the command line did to the whole house."""
        self._session.add(AuditRow(at=self._now, staff_id=None, action=action, subject="house", facts=facts))

    def of(self, subject: tuple[str, UUID]) -> list[AuditRow]:
        kind, subject_id = subject
        query = select(AuditRow).where(AuditRow.subject == f"{kind}:{subject_id}").order_by(AuditRow.at)
        return list(self._session.scalars(query))
