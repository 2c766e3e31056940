"""Frozen papers, and the points behind them. Both never change once frozen, so they are kept in memory."""

import json
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
from server.storage.exams import BankItem, Banks, Blueprints, Exams
from server.storage.sealing import Vault, papers_purpose, place_of
from server.storage.tables import PaperRow, RegistrationRow, SittingRow, SlotRow
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
        self.banks: Banks = {}
        self.blueprints: Blueprints = {}
        self.papers: OrderedDict[UUID, MarkedPaper] = OrderedDict()

    def keep(self, sitting_id: UUID, marked: MarkedPaper) -> MarkedPaper:
        self.papers[sitting_id] = marked
        if len(self.papers) > KEPT:
            self.papers.popitem(last=False)
        return marked


class Papers:
    def __init__(self, session: Session, vault: Vault, exams: Exams, cache: PaperCache) -> None:
        self._session, self._vault, self._exams, self._cache = session, vault, exams, cache

    def freeze(self, sitting: SittingRow, paper: Paper, now: datetime) -> None:
        layout = [
            {
                "id": item.id,
                "code": item.code,
                "section": item.section,
                "options": [{"id": option.id, "key": option.key} for option in item.options],
            }
            for item in paper.items
        ]
        row, written = PaperRow(sitting_id=sitting.id, id=new_id(), frozen_at=now), json.dumps(layout).encode()
        at = place_of(row, "layout_sealed")
        row.layout_sealed = self._vault.seal(self._session, papers_purpose(sitting.slot_id), at, written)
        self._session.add(row)

    def has(self, sitting_id: UUID) -> bool:
        return self._session.get(PaperRow, sitting_id) is not None

    def paper(self, sitting_id: UUID) -> Paper:
        row = self._session.get_one(PaperRow, sitting_id)
        return _paper(json.loads(self._vault.open(self._session, place_of(row, "layout_sealed"), row.layout_sealed)))

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
        for item in self.marked(sitting_id).paper.items:
            if item.section in shown:
                shown[item.section].append(_shown(item, bank[item.code]))
        return shown

    def _blueprint(self, sitting_id: UUID) -> ExamBlueprint:
        query = select(SlotRow.exam_id).join(SittingRow, SittingRow.slot_id == SlotRow.id).where(SittingRow.id == sitting_id)
        return self._exams.blueprint(self._session.scalars(query).one())

    def _bank(self, sitting_id: UUID) -> Sequence[BankItem]:
        query = (
            select(RegistrationRow.exam_id)
            .join(SittingRow, SittingRow.registration_id == RegistrationRow.id)
            .where(SittingRow.id == sitting_id)
        )
        return self._exams.items(self._session.scalars(query).one())


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


def _shown(item: PaperItem, bank: BankItem) -> dict[str, Any]:
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
