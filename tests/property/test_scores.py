"""Scores from the events: any order, any repetition, the same result; and a place for everybody."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.exam.answers import AnswerEvent, Submission, Window, accept, chosen
from server.exam.errors import StaleRevision
from server.exam.scoring import score
from server.exam.sittings import Status
from server.livescore.projection import ranked
from tests.unit.exam.samples import SKD, TEN, skd_key, skd_paper
from tests.unit.livescore.rows import in_clear, score_row

PAPER = skd_paper()
KEY = skd_key()
ITEMS = {item.id: item for item in PAPER.items[25:40]}
WINDOW = Window(status=Status.RUNNING, is_current=True, ends_at=TEN + timedelta(minutes=100))

clicks = st.lists(st.tuples(st.sampled_from(sorted(ITEMS)), st.none() | st.integers(0, 4)), max_size=40)


def submissions(made: list[tuple[str, int | None]]) -> list[Submission]:
    return [
        Submission(
            item=item,
            option=None if option is None else ITEMS[item].options[option].id,
            revision=revision,
            client_at=TEN,
            arrived_at=TEN,
        )
        for revision, (item, option) in enumerate(made, start=1)
    ]


def kept_of(arriving: list[Submission]) -> list[AnswerEvent]:
    events: list[AnswerEvent] = []
    newest: dict[str, AnswerEvent] = {}
    for submission in arriving:
        try:
            event = accept(submission, paper=PAPER, stored=newest.get(submission.item), window=WINDOW, sequence=len(events) + 1)
        except StaleRevision:
            continue
        if event is not None:
            events.append(event)
            newest[event.item] = event
    return events


@given(made=clicks, order=st.randoms(use_true_random=False))
def test_clicks_out_of_order_and_twice_end_in_the_same_answers_and_score(
    made: list[tuple[str, int | None]], order: Random
) -> None:
    sent = submissions(made)
    shuffled = [*sent, *[replace(each) for each in sent]]
    order.shuffle(shuffled)

    straight, wild = chosen(kept_of(sent)), chosen(kept_of(shuffled))

    assert wild == straight
    assert score(SKD, PAPER, KEY, wild) == score(SKD, PAPER, KEY, straight)


@given(made=clicks)
def test_a_score_never_leaves_its_bounds(made: list[tuple[str, int | None]]) -> None:
    answers = chosen(kept_of(submissions(made)))
    scores = score(SKD, PAPER, KEY, answers)

    assert scores.answered == len(answers)
    assert all(0 <= section.score <= section.maximum for section in scores.sections)
    tkp = scores.of("TKP")
    assert tkp >= sum(item.section == "TKP" for item in PAPER.items if item.id in answers)


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=12), st.randoms(use_true_random=False))
def test_a_place_is_one_more_than_the_number_of_those_who_are_better(points: list[tuple[int, int, int]], order: Random) -> None:
    hall = [in_clear(score_row(seat, three)) for seat, three in enumerate(points)]
    order.shuffle(hall)
    merit = {row.id: (row.total, *(dict(row.sections)[code] for code in ("TKP", "TIU", "TWK"))) for row in hall}

    standing = ranked(hall, ("TKP", "TIU", "TWK"))

    assert [row.id for _, row in standing] == sorted(sorted(merit), key=merit.__getitem__, reverse=True)
    for place, row in standing:
        assert place == 1 + sum(other > merit[row.id] for other in merit.values())
