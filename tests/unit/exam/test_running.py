"""What a running score may count: large batches of answers that stood still, each once."""

from datetime import timedelta
from random import Random

from server.exam.answers import AnswerEvent
from server.exam.running import SettlingRule, points_of, running
from tests.unit.exam.samples import TEN, skd_key, skd_paper

RULE = SettlingRule(share=0.5, settled=timedelta(seconds=60))
SIZE = 3


def clicks(*made: tuple[float, str, str | None]) -> list[AnswerEvent]:
    """(second, item, option) in the order they came in."""
    moments = [TEN + timedelta(seconds=second) for second, _, _ in made]
    return [
        AnswerEvent(number, item, option, number, at, at, False, False)
        for number, (at, (_, item, option)) in enumerate(zip(moments, made, strict=True), start=1)
    ]


def at(seconds: float):
    return TEN + timedelta(seconds=seconds)


def counted(events, seconds):
    return [dict(batch.counted) for batch in running(events, SIZE, RULE, at(seconds)).batches]


def test_a_batch_closes_when_enough_answers_have_stood_for_a_minute():
    events = clicks((0, "a", "1"), (10, "b", "1"), (20, "c", "1"), (30, "d", "1"))
    early = running(events, SIZE, RULE, at(79.9))
    assert (early.batches, early.next_at) == ((), at(80))
    late = running(events, SIZE, RULE, at(80))
    assert [(batch.closed_at, dict(batch.counted)) for batch in late.batches] == [(at(80), {"a": "1", "b": "1", "c": "1"})]
    assert late.next_at is None


def test_whoever_flips_an_answer_has_it_counted_when_it_has_stood_still():
    events = clicks((0, "a", "1"), (0, "b", "1"), (0, "c", "1"), (50, "c", "2"), (100, "c", "3"), (159, "c", "1"))
    assert counted(events, 218) == []
    assert counted(events, 219) == [{"a": "1", "b": "1", "c": "1"}]


def test_what_was_counted_is_never_counted_anew():
    events = clicks((0, "a", "1"), (0, "b", "1"), (0, "c", "1"), (70, "a", "2"), (70, "b", None), (80, "d", "1"), (80, "e", "1"))
    first = {"a": "1", "b": "1", "c": "1"}
    assert counted(events, 1000) == [first]
    more = clicks((0, "a", "1"), (0, "b", "1"), (0, "c", "1"), (70, "a", "2"), (80, "d", "1"), (80, "e", "1"), (90, "f", "4"))
    assert counted(more, 1000) == [first, first | {"d": "1", "e": "1", "f": "4"}]


def test_a_mark_of_doubt_is_no_change_and_a_cleared_answer_counts_nowhere():
    events = clicks((0, "a", "1"), (0, "b", "1"), (0, "c", "1"), (50, "a", "1"), (55, "b", None))
    assert counted(events, 59) == []
    assert counted(events, 1000) == []
    assert counted(clicks((0, "a", "1"), (0, "b", "1"), (0, "c", "1"), (50, "a", "1")), 60) == [{"a": "1", "b": "1", "c": "1"}]


def test_asked_at_every_second_or_once_at_the_end_it_says_the_same():
    """A restart reads the log anew: nothing is shown that was not shown, and nothing otherwise."""
    chance = Random(5)
    made = sorted((chance.randrange(600), chance.choice("abcdefgh"), chance.choice(["1", "2", None])) for _ in range(60))
    events = clicks(*made)
    asked = [
        running([event for event in events if event.server_at <= at(now)], SIZE, RULE, at(now)).batches for now in range(700)
    ]
    last = running(events, SIZE, RULE, at(700)).batches
    assert last
    assert all(last[: len(batches)] == batches for batches in asked)
    assert [len(batches) for batches in asked] == [sum(batch.closed_at <= at(now) for batch in last) for now in range(700)]


def test_only_one_batch_fits_by_default():
    assert SettlingRule().batch(110) == 66
    paper = skd_paper()
    events = clicks(*((number, item.id, item.options[0].id) for number, item in enumerate(paper.items)))
    found = running(events, SettlingRule().batch(110), SettlingRule(), at(10_000))
    assert [len(batch.counted) for batch in found.batches] == [66]
    points, most = points_of(found.batches[0].counted, paper, skd_key())
    by_hand = [skd_key()[item.code][item.options[0].key] for item in paper.items[:66]]
    assert (points, most) == (sum(by_hand), 66 * 5)
