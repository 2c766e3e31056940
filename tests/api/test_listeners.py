"""What happens after the commit harms neither the answer that is kept nor whoever else listens."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from server.announcements import Announcement, AnswerSaved, to_each
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import PoolTooSmall
from server.workflows.before.exams import NewExam
from tests.api.exam_pages import answer, at_work, items_of, state_of
from tests.builders import RULES, Hall, rule_set, sample_package

AYU = "24-0001"


def broken(_facts: Sequence[Announcement]) -> None:
    raise RuntimeError("this listener is broken")


def test_a_listener_that_raises_undoes_no_answer_and_starves_no_neighbour(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    page, heard = at_work(hall, AYU), []
    item = items_of(page)[0]
    hall.works.publish = to_each(broken, heard.extend, broken)

    saved = answer(hall, page, item)  # asserts a 200

    assert saved["answered"] == 1
    assert [type(fact) for fact in heard] == [AnswerSaved]
    assert caplog.text.count("a listener failed") == 2


def test_even_the_telling_itself_may_fail(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    page = at_work(hall, AYU)
    hall.works.publish = broken

    answer(hall, page, items_of(page)[0])

    assert len(state_of(page)["answers"]) == 1
    assert "were not heard by all" in caplog.text


def test_a_rule_set_is_read_once_not_at_each_look(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    real, read = ExamBlueprint.from_json, []
    monkeypatch.setattr(ExamBlueprint, "from_json", lambda rules: (read.append(rules), real(rules))[1])

    for _ in range(3):
        hall.works.read(lambda work: work.exams.blueprint(hall.exam))
    for sitting_id in hall.sittings.values():
        hall.works.read(lambda work, sitting_id=sitting_id: work.papers.marked(sitting_id))

    assert len(read) <= 1


def test_what_does_not_fit_is_refused_before_any_transaction_begins() -> None:
    package = sample_package()
    few = replace(package, items=package.items[:20])

    with pytest.raises(PoolTooSmall):
        NewExam("X", "Ujian", rule_set(RULES), few)
