"""Answer events, append-only, and their two projections: current answers and section scores."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from server.exam.answers import AnswerEvent
from server.exam.scoring import Scores
from server.storage.tables import AnswerEventRow, CurrentAnswerRow, SectionScoreRow, SittingRow


class Answers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def kept(self, sitting_id: UUID, item: str) -> AnswerEvent | None:
        """The newest event of an item."""
        row = self._session.scalar(
            select(AnswerEventRow)
            .where(AnswerEventRow.sitting_id == sitting_id, AnswerEventRow.item == item)
            .order_by(AnswerEventRow.revision.desc(), AnswerEventRow.sequence.desc())
            .limit(1)
        )
        return None if row is None else _event(row)

    def add(self, sitting_id: UUID, event: AnswerEvent, seat_id: UUID | None) -> None:
        """Keep an event and let the current answers follow."""
        said = {"item": event.item, "option": event.option, "doubtful": event.doubtful, "revision": event.revision}
        self._session.execute(
            insert(AnswerEventRow).values(
                sitting_id=sitting_id,
                sequence=event.sequence,
                client_at=event.client_at,
                server_at=event.server_at,
                seat_id=seat_id,
                late=event.late,
                **said,
            )
        )
        current = insert(CurrentAnswerRow).values(sitting_id=sitting_id, saved_at=event.server_at, **said)
        self._session.execute(
            current.on_conflict_do_update(index_elements=["sitting_id", "item"], set_={**said, "saved_at": event.server_at})
        )

    def events(self, sitting_id: UUID) -> list[AnswerEvent]:
        query = select(AnswerEventRow).where(AnswerEventRow.sitting_id == sitting_id).order_by(AnswerEventRow.sequence)
        return [_event(row) for row in self._session.scalars(query)]

    def current(self, sitting_id: UUID) -> list[CurrentAnswerRow]:
        return list(self._session.scalars(select(CurrentAnswerRow).where(CurrentAnswerRow.sitting_id == sitting_id)))

    def chosen(self, sitting_id: UUID) -> dict[str, str]:
        """Item to option, the cleared ones left out: what is scored."""
        query = select(CurrentAnswerRow.item, CurrentAnswerRow.option).where(
            CurrentAnswerRow.sitting_id == sitting_id, CurrentAnswerRow.option.is_not(None)
        )
        return {item: option for item, option in self._session.execute(query) if option is not None}

    def rebuild_current(self, sitting_id: UUID, newest: Mapping[str, AnswerEvent]) -> bool:
        """Put the current answers in the place of what is kept; whether anything differed."""
        kept = {row.item: (row.option, row.doubtful, row.revision, row.saved_at) for row in self.current(sitting_id)}
        wanted = {item: (event.option, event.doubtful, event.revision, event.server_at) for item, event in newest.items()}
        if kept == wanted:
            return False
        self._session.execute(delete(CurrentAnswerRow).where(CurrentAnswerRow.sitting_id == sitting_id))
        self._session.add_all(
            CurrentAnswerRow(sitting_id=sitting_id, item=item, option=option, doubtful=doubtful, revision=revision, saved_at=at)
            for item, (option, doubtful, revision, at) in wanted.items()
        )
        return True

    def keep_scores(self, sitting_id: UUID, scores: Scores) -> None:
        for section in scores.sections:
            reached = {"score": section.score, "answered": section.answered}
            row = insert(SectionScoreRow).values(sitting_id=sitting_id, section=section.code, **reached)
            self._session.execute(row.on_conflict_do_update(index_elements=["sitting_id", "section"], set_=reached))

    def scores(self, sitting_id: UUID) -> dict[str, tuple[int, int]]:
        """Section to its score and count of answers, as projected."""
        query = select(SectionScoreRow).where(SectionScoreRow.sitting_id == sitting_id)
        return {row.section: (row.score, row.answered) for row in self._session.scalars(query)}

    def scores_of_slot(self, slot_id: UUID) -> dict[UUID, dict[str, int]]:
        """Sitting to its scores by section, of everybody in the slot who has answered anything."""
        query = (
            select(SectionScoreRow)
            .join(SittingRow, SittingRow.id == SectionScoreRow.sitting_id)
            .where(SittingRow.slot_id == slot_id)
        )
        scores: dict[UUID, dict[str, int]] = {}
        for row in self._session.scalars(query):
            scores.setdefault(row.sitting_id, {})[row.section] = row.score
        return scores


def _event(row: AnswerEventRow) -> AnswerEvent:
    return AnswerEvent(
        sequence=row.sequence,
        item=row.item,
        option=row.option,
        revision=row.revision,
        client_at=row.client_at,
        server_at=row.server_at,
        doubtful=row.doubtful,
        late=row.late,
    )
