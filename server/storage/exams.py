"""Exams and the items of their bank, which lie sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exam.blueprint import ExamBlueprint
from server.storage.sealing import Vault, bank_purpose, place_of
from server.storage.tables import ExamRow, FormationRow, ItemRow

IN_PLAIN = ("code", "section")


@dataclass(frozen=True, slots=True)
class BankItem:
    """A question with the points of each option."""

    code: str
    section: str
    topic: str
    text: str
    figure: str | None
    options: tuple[Mapping[str, Any], ...]  # {"key", "text", "figure", "points"}
    enemies: tuple[str, ...] = ()  # codes of items that must not meet this one in a paper; banks of before have none


Banks = dict[UUID, tuple[BankItem, ...]]  # opened ones by exam: an exam's items never change once it is made

Blueprints = dict[UUID, ExamBlueprint]  # read ones by exam: a rule set never changes once its exam is made


class Exams:
    def __init__(self, session: Session, vault: Vault, banks: Banks, blueprints: Blueprints) -> None:
        self._session, self._vault, self._banks, self._blueprints = session, vault, banks, blueprints

    def get(self, exam_id: UUID) -> ExamRow:
        return self._session.get_one(ExamRow, exam_id)

    def by_code(self, code: str) -> ExamRow | None:
        return self._session.scalar(select(ExamRow).where(ExamRow.code == code))

    def add(self, row: ExamRow) -> ExamRow:
        self._session.add(row)
        self._session.flush()
        return row

    def add_items(self, exam_id: UUID, items: Sequence[BankItem]) -> None:
        self._session.add_all([self._sealed(exam_id, item) for item in items])
        self._session.flush()

    def add_formation(self, row: FormationRow) -> FormationRow:
        self._session.add(row)
        self._session.flush()
        return row

    def blueprint(self, exam_id: UUID) -> ExamBlueprint:
        if exam_id not in self._blueprints:
            self._blueprints[exam_id] = ExamBlueprint.from_json(self.get(exam_id).rule_set)
        return self._blueprints[exam_id]

    def items(self, exam_id: UUID) -> Sequence[BankItem]:
        if exam_id not in self._banks:
            rows = self._session.scalars(select(ItemRow).where(ItemRow.exam_id == exam_id).order_by(ItemRow.code)).all()
            if not rows:
                return ()
            self._banks[exam_id] = tuple(self._opened(row) for row in rows)
        return self._banks[exam_id]

    def _sealed(self, exam_id: UUID, item: BankItem) -> ItemRow:
        row = ItemRow(exam_id=exam_id, code=item.code, section=item.section)
        content = {name: value for name, value in asdict(item).items() if name not in IN_PLAIN}
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        row.content_sealed = self._vault.seal(self._session, bank_purpose(exam_id), place_of(row, "content_sealed"), written)
        return row

    def _opened(self, row: ItemRow) -> BankItem:
        content = json.loads(self._vault.open(self._session, place_of(row, "content_sealed"), row.content_sealed))
        options, enemies = tuple(content.pop("options")), tuple(content.pop("enemies", ()))
        return BankItem(code=row.code, section=row.section, options=options, enemies=enemies, **content)
