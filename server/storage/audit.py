"""The append-only audit log."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exam.actors import Actor, Anonymous, Officer, kind_of, name_of
from server.storage.tables import AuditRow, RemarkRow


class Audit:
    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def note(self, by: Actor, action: str, subject: tuple[str, UUID] | None, **facts: Any) -> UUID:
        """Keep that somebody did something; with no subject, to the whole house. Facts hold no personal data beyond ids."""
        line = self._line(by, action, "house" if subject is None else f"{subject[0]}:{subject[1]}", facts)
        self._session.flush()
        return line.id

    def remark(self, line: UUID, text: str, slot: UUID, sitting: UUID | None = None) -> None:
        """What the officer of a noted act said about it in their own words: kept beside the log, because it must go one day."""
        if text:
            self._session.add(RemarkRow(audit_id=line, slot_id=slot, sitting_id=sitting, text=text))

    def trace(self, by: Actor | Anonymous, action: str, subject: str, **facts: Any) -> None:
        """A look, or something that was tried and refused."""
        self._line(by, action, subject, facts)

    def of(self, subject: tuple[str, UUID]) -> list[AuditRow]:
        kind, subject_id = subject
        query = select(AuditRow).where(AuditRow.subject == f"{kind}:{subject_id}").order_by(AuditRow.at)
        return list(self._session.scalars(query))

    def lines(self, subjects: Collection[str] | None = None) -> list[tuple[AuditRow, list[str]]]:
        """The log from its beginning, of some subjects or whole, each line with what was said of it."""
        remarks: dict[UUID, list[str]] = {}
        for remark in self._session.scalars(select(RemarkRow).order_by(RemarkRow.id)):
            remarks.setdefault(remark.audit_id, []).append(remark.text)
        rows = self._session.scalars(select(AuditRow).order_by(AuditRow.at, AuditRow.id))
        return [(row, remarks.get(row.id, [])) for row in rows if subjects is None or row.subject in subjects]

    def _line(self, by: Actor | Anonymous, action: str, subject: str, facts: dict[str, Any]) -> AuditRow:
        line = AuditRow(
            at=self._now,
            staff_id=by.id if isinstance(by, Officer) else None,
            actor_kind=kind_of(by),
            actor_name=name_of(by),
            action=action,
            subject=subject,
            facts=facts,
        )
        self._session.add(line)
        return line
