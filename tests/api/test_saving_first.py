"""An answer somebody has just given is written before what waits; many at once are one piece of work, not one each."""

from sqlalchemy import event

from tests.api.exam_pages import answer, at_work, items_of
from tests.builders import Hall, given

AYU = "24-0001"


def lane_of(hall: Hall, asked):
    """The hall's lanes, and in `asked` whether each write goes first."""
    database = hall.works.database
    write, read = database._write, database._read

    def noted(job):
        asked.append(job.first)
        return write(job)

    database.submit_by(noted, read)


def send_many(hall: Hall, page, items):
    answers = [given(item, 0, 1, hall.clock.now) for item in items]
    return page.post("/api/exam/answers", {"answers": answers, "clock_offset_ms": 0})


def test_an_answer_just_given_goes_first_and_a_whole_outbox_does_not(hall: Hall):
    page = at_work(hall, AYU)
    items, asked = items_of(page), []
    lane_of(hall, asked)
    answer(hall, page, items[0])
    assert send_many(hall, page, items[1:20]).status_code == 200
    assert asked == [True, False]


def test_an_outbox_asks_for_the_time_left_once(hall: Hall):
    page = at_work(hall, AYU)
    items, said = items_of(page), []

    @event.listens_for(hall.works.database.writer.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    assert len(send_many(hall, page, items[:30]).get_json()["saved"]) == 30
    assert sum("FROM ledger" in statement for statement in said) == 1
    assert sum(statement.startswith("UPDATE sittings") for statement in said) == 1
