"""Exams and the items of their bank."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exam.blueprint import ExamBlueprint
from server.storage.tables import ExamRow, FormationRow, ItemRow


class Exams:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, exam_id: UUID) -> ExamRow:
        return self._session.get_one(ExamRow, exam_id)

    def by_code(self, code: str) -> ExamRow | None:
        return self._session.scalar(select(ExamRow).where(ExamRow.code == code))

    def add(self, row: ExamRow) -> ExamRow:
        self._session.add(row)
        self._session.flush()
        return row

    def add_items(self, rows: Sequence[ItemRow]) -> None:
        self._session.add_all(rows)
        self._session.flush()

    def add_formation(self, row: FormationRow) -> FormationRow:
        self._session.add(row)
        self._session.flush()
        return row

    def blueprint(self, exam_id: UUID) -> ExamBlueprint:
        return ExamBlueprint.from_json(self.get(exam_id).rule_set)

    def items(self, exam_id: UUID) -> Sequence[ItemRow]:
        return self._session.scalars(select(ItemRow).where(ItemRow.exam_id == exam_id).order_by(ItemRow.code)).all()
