"""Answers: saved once, newest wins, late ones only after a seen outage, and a score that can be computed anew."""

from datetime import timedelta

from server.exam.actors import CLOCK
from server.exam.answers import chosen
from server.exam.scoring import score
from server.json_values import iso
from server.workflows.exam import timekeeping
from tests.api.exam_pages import answer, at_work, items_of, pass_time, state_of
from tests.builders import Hall, given, sample_package

AYU, BAYU = "24-0001", "24-0002"


def code_of(told):
    return told.get_json()["error"]["code"]


def put(hall, page, item, **sent):
    return page.put(f"/api/exam/answers/{item['id']}", given(item, 0, 1, hall.clock.now) | sent)


def test_an_answer_is_saved_when_clicked(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]

    saved = answer(hall, page, item, option=2)

    assert (saved["item"], saved["revision"], saved["late"], saved["answered"]) == (item["id"], 1, False, 1)
    assert saved["saved_at"] == iso(hall.clock.now)
    assert state_of(page)["answers"] == {item["id"]: {"option": item["options"][2]["id"], "revision": 1, "doubtful": False}}


def test_the_same_answer_twice_is_one_event_and_older_ones_are_none(hall: Hall):
    """The same answer twice is one event and an older one changes nothing."""
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    answer(hall, page, item, option=1, revision=5)
    answer(hall, page, item, option=1, revision=5)

    older = answer(hall, page, item, option=3, revision=4)

    assert older["revision"] == 5
    assert state_of(page)["answers"][item["id"]]["option"] == item["options"][1]["id"]
    assert state_of(page)["sequence"] == 1


def test_clearing_an_answer_counts_it_as_unanswered(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    answer(hall, page, item)

    cleared = put(hall, page, item, option=None, revision=2).get_json()

    assert cleared["answered"] == 0


def test_foreign_items_and_options_are_refused_and_keep_nothing(hall: Hall):
    ayu, bayu = at_work(hall, AYU), at_work(hall, BAYU)
    own, foreign = items_of(ayu)[0], items_of(bayu)[0]

    assert code_of(put(hall, ayu, foreign)) == "item_not_in_paper"
    assert code_of(put(hall, ayu, own, option=foreign["options"][0]["id"])) == "option_not_in_item"
    assert code_of(put(hall, ayu, own, revision=0)) == "unreadable"
    assert code_of(put(hall, ayu, own, client_at="kemarin")) == "unreadable"
    assert state_of(ayu)["answers"] == {}


def test_nothing_is_answered_before_the_start_or_during_a_pause(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    page.post("/api/exam/leave")

    assert code_of(put(hall, page, item)) == "sitting_not_running"


def test_time_up_closes_the_sitting_whatever_the_browser_does(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    pass_time(hall, minutes=100)

    assert state_of(page)["status"] == "closed_by_time"
    assert code_of(put(hall, page, item)) == "answer_too_late"


def test_answers_of_an_outage_over_the_end_count_and_are_flagged(hall: Hall):
    """Answers queued in a seen outage over the end count and are flagged."""
    page = at_work(hall, AYU)
    first, second = items_of(page)[:2]
    hall.clock.go(minutes=98)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    meant_at = hall.clock.go(minutes=1)
    pass_time(hall, minutes=3)
    hall.works.write(timekeeping.connection_restored, hall.sittings[AYU], by=CLOCK)

    sent = {
        "answers": [
            given(first, 1, 1, meant_at),
            given(second, 1, 1, meant_at + timedelta(minutes=2)),  # after the end
        ],
    }
    told = page.post("/api/exam/answers", sent).get_json()

    assert [(one["item"], one["late"]) for one in told["saved"]] == [(first["id"], True)]
    assert [(one["item"], one["error"]["code"]) for one in told["refused"]] == [(second["id"], "answer_too_late")]


def test_without_an_outage_that_the_server_saw_no_late_answer_counts(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    meant_at = hall.clock.go(minutes=99)
    pass_time(hall, minutes=2)

    told = page.post("/api/exam/answers", {"answers": [given(item, 0, 1, meant_at)]}).get_json()

    assert [one["error"]["code"] for one in told["refused"]] == ["answer_too_late"]


def test_the_grace_after_the_end_ends(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    hall.clock.go(minutes=98)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    meant_at = hall.clock.go(minutes=1)
    pass_time(hall, minutes=7)

    told = page.post("/api/exam/answers", {"answers": [given(item, 0, 1, meant_at)]}).get_json()

    assert [one["error"]["code"] for one in told["refused"]] == ["answer_too_late"]


def test_whoever_saw_the_score_sends_no_late_answer(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]
    hall.clock.go(minutes=98)
    hall.works.write(timekeeping.connection_lost, hall.sittings[AYU], hall.clock.now, by=CLOCK)
    meant_at = hall.clock.go(minutes=1)
    pass_time(hall, minutes=2)
    assert state_of(page)["scores"] is None
    assert page.post("/api/exam/scores").get_json()["scores"]["total"] == 0

    told = page.post("/api/exam/answers", {"answers": [given(item, 0, 1, meant_at)]}).get_json()

    assert [one["error"]["code"] for one in told["refused"]] == ["score_already_shown"]


def worth_by_hand(hall, page):
    """What the right and the graded options of this paper are worth, from the bank and the paper alone."""
    points = {(item.code, option.key): option.points for item in sample_package().items for option in item.options}
    paper = hall.works.read(lambda work: work.papers.paper(hall.sittings[AYU]))
    return {item.id: {option.id: points[item.code, option.key] for option in item.options} for item in paper.items}


def test_the_score_shown_equals_the_sum_by_hand_and_the_events(hall: Hall):
    """The score is shown at once and equals the sum by hand and the events."""
    page = at_work(hall, AYU)
    worth = worth_by_hand(hall, page)
    expected = 0
    for number, item in enumerate(items_of(page)):
        if number % 10 == 9:
            continue
        best = max(range(5), key=lambda at, item=item: worth[item["id"]][item["options"][at]["id"]])
        option = best if number % 3 else (best + 1) % 5
        answer(hall, page, item, option=option)
        expected += worth[item["id"]][item["options"][option]["id"]]

    told = page.post("/api/exam/finish", {"confirmed": True}).get_json()

    scores = told["scores"]
    assert told["status"] == "submitted"
    assert scores["total"] == expected > 0
    assert [check["what"] for check in scores["checks"]] == ["TWK", "TIU", "TKP"]
    assert all(check["met"] == (check["reached"] >= check["required"]) for check in scores["checks"])
    assert scores["passed"] == all(check["met"] for check in scores["checks"])

    def rebuilt(work):
        marked = work.papers.marked(hall.sittings[AYU])
        answers = chosen(work.answers.events(hall.sittings[AYU]))
        return score(marked.blueprint, marked.paper, marked.key, answers).total

    assert hall.works.read(rebuilt) == expected


def test_finishing_must_be_confirmed_and_is_final(hall: Hall):
    page = at_work(hall, AYU)
    item = items_of(page)[0]

    assert code_of(page.post("/api/exam/finish", {})) == "unreadable"
    assert page.post("/api/exam/finish", {"confirmed": True}).status_code == 200
    assert code_of(page.post("/api/exam/finish", {"confirmed": True})) == "move_not_allowed"
    assert code_of(put(hall, page, item)) == "score_already_shown"
