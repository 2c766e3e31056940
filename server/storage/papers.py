"""Frozen papers, and the points behind them. Both never change once frozen, so they are kept in memory."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exam.blueprint import ExamBlueprint
from server.exam.paper import Paper, PaperItem, PaperOption
from server.exam.scoring import ItemKey
from server.storage.tables import ExamRow, ItemRow, PaperRow, RegistrationRow, SittingRow, SlotRow
from server.storage.types import new_id

KEPT = 2000  # papers in memory: about 30 KB each


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """A paper with what each option is worth. Never leaves the server."""

    blueprint: ExamBlueprint
    paper: Paper
    key: Mapping[str, ItemKey]  # by the items' codes in the bank


class PaperCache:
    def __init__(self) -> None:
        self.papers: OrderedDict[UUID, MarkedPaper] = OrderedDict()

    def keep(self, sitting_id: UUID, marked: MarkedPaper) -> MarkedPaper:
        self.papers[sitting_id] = marked
        if len(self.papers) > KEPT:
            self.papers.popitem(last=False)
        return marked


class Papers:
    def __init__(self, session: Session, cache: PaperCache) -> None:
        self._session, self._cache = session, cache

    def freeze(self, sitting_id: UUID, paper: Paper, now: datetime) -> None:
        layout = [
            {
                "id": item.id,
                "code": item.code,
                "section": item.section,
                "options": [{"id": option.id, "key": option.key} for option in item.options],
            }
            for item in paper.items
        ]
        self._session.add(PaperRow(sitting_id=sitting_id, id=new_id(), layout=layout, frozen_at=now))

    def has(self, sitting_id: UUID) -> bool:
        return self._session.get(PaperRow, sitting_id) is not None

    def paper(self, sitting_id: UUID) -> Paper:
        return _paper(self._session.get_one(PaperRow, sitting_id).layout)

    def marked(self, sitting_id: UUID) -> MarkedPaper:
        known = self._cache.papers.get(sitting_id)
        if known is not None:
            return known
        paper = self.paper(sitting_id)
        key = {item.code: {option["key"]: option["points"] for option in item.options} for item in self._bank(sitting_id)}
        return self._cache.keep(sitting_id, MarkedPaper(self._blueprint(sitting_id), paper, key))

    def shown(self, sitting_id: UUID, sections: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """What the page may see of these sections: ids, texts and figures; no code, no topic, no points."""
        bank = {item.code: item for item in self._bank(sitting_id)}
        shown: dict[str, list[dict[str, Any]]] = {section: [] for section in sections}
        for item in self.paper(sitting_id).items:
            if item.section in shown:
                shown[item.section].append(_shown(item, bank[item.code]))
        return shown

    def _blueprint(self, sitting_id: UUID) -> ExamBlueprint:
        query = (
            select(ExamRow)
            .join(SlotRow, SlotRow.exam_id == ExamRow.id)
            .join(SittingRow, SittingRow.slot_id == SlotRow.id)
            .where(SittingRow.id == sitting_id)
        )
        return ExamBlueprint.from_json(self._session.scalars(query).one().rule_set)

    def _bank(self, sitting_id: UUID) -> Sequence[ItemRow]:
        query = (
            select(ItemRow)
            .join(RegistrationRow, RegistrationRow.exam_id == ItemRow.exam_id)
            .join(SittingRow, SittingRow.registration_id == RegistrationRow.id)
            .where(SittingRow.id == sitting_id)
        )
        return self._session.scalars(query).all()


def _paper(layout: Sequence[Mapping[str, Any]]) -> Paper:
    return Paper(
        tuple(
            PaperItem(
                id=item["id"],
                code=item["code"],
                section=item["section"],
                options=tuple(PaperOption(option["id"], option["key"]) for option in item["options"]),
            )
            for item in layout
        )
    )


def _shown(item: PaperItem, bank: ItemRow) -> dict[str, Any]:
    options = {option["key"]: option for option in bank.options}
    return {
        "id": item.id,
        "text": bank.text,
        "figure": bank.figure,
        "options": [
            {"id": option.id, "text": options[option.key]["text"], "figure": options[option.key].get("figure")}
            for option in item.options
        ],
    }
