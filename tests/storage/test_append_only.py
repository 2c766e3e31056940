"""What was done and what was clicked is never rewritten: the database itself refuses."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from server.exam.actors import Applicant
from server.storage.tables import AnswerEventRow, AuditRow, CurrentAnswerRow
from server.workflows.exam import sitting
from tests.builders import Hall
from tests.storage.days import answer, seated


def test_the_audit_log_is_neither_changed_nor_shortened(hall: Hall):
    for act in (update(AuditRow).values(action="nothing"), delete(AuditRow)):
        with pytest.raises(IntegrityError, match="append-only"):
            hall.works.database.write(lambda session, act=act: session.execute(act))

    assert hall.works.database.read(lambda session: session.scalar(select(func.count()).select_from(AuditRow))) > 5


def test_an_answer_event_is_neither_rewritten_nor_deleted(hall: Hall):
    who = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=Applicant(who))
    answer(hall, who, item=0, option=1, revision=1)

    for act in (update(AnswerEventRow).values(option=None), delete(AnswerEventRow)):
        with pytest.raises(IntegrityError, match="append-only"):
            hall.works.database.write(lambda session, act=act: session.execute(act))


def test_each_click_is_an_event_of_its_own_and_the_last_one_counts(hall: Hall):
    who = seated(hall, "24-0001")
    hall.works.write(sitting.start, by=Applicant(who))
    for revision, option in enumerate((1, 2, 0), start=1):
        answer(hall, who, item=0, option=option, revision=revision)

    events = hall.works.read(lambda work: work.answers.events(who))
    item = hall.works.read(lambda work: work.papers.paper(who)).items[0]

    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.option for event in events] == [item.options[at].id for at in (1, 2, 0)]
    current = hall.works.database.read(lambda session: session.scalars(select(CurrentAnswerRow.option)).all())
    assert current == [item.options[0].id]
