"""Answer events, append-only, and their two projections: current answers and section scores."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.orm import Session

from server.exam.answers import AnswerEvent, LateSoFar
from server.exam.scoring import Scores
from server.storage.chain import recorded
from server.storage.tables import AnswerEventRow, CurrentAnswerRow, SectionScoreRow, SittingRow

# Answers are the hottest writes of the hall: their statements are built once, and run without the ORM.
_EVENTS, _CURRENT, _SCORES = (
    row.metadata.tables[row.__tablename__] for row in (AnswerEventRow, CurrentAnswerRow, SectionScoreRow)
)
_KEPT = (
    select(_EVENTS)
    .where(_EVENTS.c.sitting_id == bindparam("sitting"), _EVENTS.c.item == bindparam("item"))
    .order_by(_EVENTS.c.revision.desc(), _EVENTS.c.sequence.desc())
    .limit(1)
)
_ADD_EVENT = insert(_EVENTS)
_CHOSEN = select(_CURRENT.c.item, _CURRENT.c.option).where(
    _CURRENT.c.sitting_id == bindparam("sitting"), _CURRENT.c.option.is_not(None)
)


def _newest_wins(table: Table, key: str, *values: str) -> Insert:
    """Insert, or put the new values in the place of the old ones."""
    row = insert(table)
    return row.on_conflict_do_update(index_elements=["sitting_id", key], set_={name: row.excluded[name] for name in values})


_KEEP_CURRENT = _newest_wins(_CURRENT, "item", "option", "doubtful", "revision", "saved_at")
_KEEP_SCORES = _newest_wins(_SCORES, "section", "score", "answered")


class Answers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, sitting_id: UUID, item: str) -> AnswerEvent | None:
        """The newest event of an item."""
        row = self._session.connection().execute(_KEPT, {"sitting": sitting_id, "item": item}).first()
        return None if row is None else _event(row)

    def add(self, sitting_id: UUID, event: AnswerEvent, seat_id: UUID | None) -> None:
        """Keep an event and let the current answers follow."""
        row_values = {
            "sitting_id": sitting_id,
            "item": event.item,
            "option": event.option,
            "doubtful": event.doubtful,
            "revision": event.revision,
        }
        taken_in = {"sequence": event.sequence, "client_at": event.client_at, "server_at": event.server_at, "late": event.late}
        connection = self._session.connection()
        connection.execute(_ADD_EVENT, row_values | taken_in | {"seat_id": seat_id})
        recorded(self._session, "answer_events", f"{sitting_id.hex}/{event.sequence}")
        connection.execute(_KEEP_CURRENT, row_values | {"saved_at": event.server_at})

    def events(self, sitting_id: UUID) -> list[AnswerEvent]:
        query = select(AnswerEventRow).where(AnswerEventRow.sitting_id == sitting_id).order_by(AnswerEventRow.sequence)
        return [_event(row) for row in self._session.scalars(query)]

    def late_so_far(self, sitting_id: UUID, ended: datetime) -> LateSoFar:
        """What came of this sitting before its block ended and after; only asked once it has."""
        of_sitting = AnswerEventRow.sitting_id == sitting_id
        in_time = select(func.max(AnswerEventRow.server_at)).where(of_sitting, AnswerEventRow.server_at < ended)
        late = select(func.min(AnswerEventRow.server_at).label("since"), func.count().label("items")).where(
            of_sitting, AnswerEventRow.late, AnswerEventRow.server_at >= ended
        )
        row = self._session.execute(late).one()
        return LateSoFar(last_in_time_at=self._session.scalar(in_time), since=row.since, items=row.items)

    def late_of_slot(self, slot_id: UUID) -> dict[UUID, int]:
        """Sitting to the answers that were kept after its end, of everybody who has any."""
        query = (
            select(AnswerEventRow.sitting_id, func.count(AnswerEventRow.item.distinct()).label("late"))
            .join(SittingRow, SittingRow.id == AnswerEventRow.sitting_id)
            .where(SittingRow.slot_id == slot_id, AnswerEventRow.late)
            .group_by(AnswerEventRow.sitting_id)
        )
        return {row.sitting_id: row.late for row in self._session.execute(query)}

    def current(self, sitting_id: UUID) -> list[CurrentAnswerRow]:
        return list(self._session.scalars(select(CurrentAnswerRow).where(CurrentAnswerRow.sitting_id == sitting_id)))

    def chosen(self, sitting_id: UUID) -> dict[str, str]:
        """Item to option, the cleared ones left out: what is scored."""
        rows = self._session.connection().execute(_CHOSEN, {"sitting": sitting_id})
        return {row.item: row.option for row in rows}

    def rebuild_current(self, sitting_id: UUID, newest: Mapping[str, AnswerEvent]) -> bool:
        """Put the current answers in the place of what is kept; whether anything differed."""
        stored = {row.item: (row.option, row.doubtful, row.revision, row.saved_at) for row in self.current(sitting_id)}
        wanted = {item: (event.option, event.doubtful, event.revision, event.server_at) for item, event in newest.items()}
        if stored == wanted:
            return False
        self._session.execute(delete(CurrentAnswerRow).where(CurrentAnswerRow.sitting_id == sitting_id))
        self._session.add_all(
            CurrentAnswerRow(sitting_id=sitting_id, item=item, option=option, doubtful=doubtful, revision=revision, saved_at=at)
            for item, (option, doubtful, revision, at) in wanted.items()
        )
        self._session.flush()
        return True

    def keep_scores(self, sitting_id: UUID, scores: Scores) -> None:
        reached = [
            {"sitting_id": sitting_id, "section": section.code, "score": section.score, "answered": section.answered}
            for section in scores.sections
        ]
        self._session.connection().execute(_KEEP_SCORES, reached)

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


def _event(row: AnswerEventRow | Row[Any]) -> AnswerEvent:
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
