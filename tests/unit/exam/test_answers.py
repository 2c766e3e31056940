"""Which answers are kept: foreign, old, early, late and repeated ones."""

from dataclasses import replace
from datetime import timedelta

import pytest

from server.exam.answers import AnswerEvent, LateSoFar, PageOutage, Submission, Window, accept, chosen, current
from server.exam.errors import (
    AnswerTooLate,
    ItemNotInPaper,
    ItemOfAnotherBlock,
    OptionNotInItem,
    RuleBroken,
    ScoreAlreadyShown,
    SittingNotRunning,
    StaleRevision,
)
from server.exam.sittings import Status
from tests.unit.exam.samples import at, skd_paper

PAPER = skd_paper()
ITEM = PAPER.items[0]
A, B = ITEM.options[0].id, ITEM.options[1].id
CLICK = Submission(item=ITEM.id, option=A, revision=1, client_at=at(10), arrived_at=at(10))
RUNNING = Window(status=Status.RUNNING, is_current=True, ends_at=at(100))
CUT = PageOutage(at(98), None)
CLOSED = Window(status=Status.CLOSED_BY_TIME, is_current=True, ends_at=at(100), outages=[CUT])
QUEUED = replace(CLICK, client_at=at(99), arrived_at=at(103))


def taken(submission: Submission, stored: AnswerEvent | None = None, window: Window = RUNNING) -> AnswerEvent | None:
    return accept(submission, paper=PAPER, stored=stored, window=window, sequence=7)


def refused(
    error: type[RuleBroken], submission: Submission, stored: AnswerEvent | None = None, window: Window = RUNNING
) -> RuleBroken:
    with pytest.raises(error) as raised:
        taken(submission, stored, window)
    return raised.value


def test_a_click_in_time_is_kept_as_it_was_made() -> None:
    assert taken(CLICK) == AnswerEvent(7, ITEM.id, A, 1, at(10), at(10), doubtful=False, late=False)


def test_an_answer_can_be_cleared_and_marked_doubtful() -> None:
    cleared = taken(replace(CLICK, option=None, revision=2, doubtful=True), taken(CLICK))

    assert cleared is not None
    assert (cleared.option, cleared.doubtful) == (None, True)


def test_an_item_or_option_of_somebody_else_is_refused() -> None:
    refused(ItemNotInPaper, replace(CLICK, item="x" * 16))
    refused(OptionNotInItem, replace(CLICK, option=PAPER.items[1].options[0].id))


def test_the_same_answer_twice_is_kept_once_and_is_never_a_fault() -> None:
    """The same answer twice is kept once and is no fault even after the end."""
    stored = taken(CLICK)

    assert taken(replace(CLICK, arrived_at=at(11)), stored) is None
    assert taken(replace(CLICK, arrived_at=at(300)), stored, CLOSED) is None


def test_an_older_word_never_overwrites_a_newer_one() -> None:
    stored = taken(replace(CLICK, revision=5))

    assert refused(StaleRevision, replace(CLICK, revision=4, option=B), stored).parameters == {"kept": 5}
    refused(StaleRevision, replace(CLICK, revision=5, option=B), stored)


def test_a_block_not_begun_or_already_left_takes_no_answers() -> None:
    refused(ItemOfAnotherBlock, CLICK, window=replace(RUNNING, is_current=False, ends_at=None))
    refused(ItemOfAnotherBlock, CLICK, window=replace(RUNNING, is_current=False))


@pytest.mark.parametrize("status", [Status.PAUSED, Status.AWAY, Status.SUBMITTED, Status.TERMINATED, Status.SEATED])
def test_only_a_running_sitting_takes_answers(status: Status) -> None:
    assert refused(SittingNotRunning, CLICK, window=replace(RUNNING, status=status)).parameters == {"status": status}


def test_the_end_itself_is_too_late() -> None:
    assert taken(replace(CLICK, arrived_at=at(100) - timedelta(milliseconds=1))) is not None
    refused(AnswerTooLate, replace(CLICK, arrived_at=at(100)))


def test_an_answer_queued_in_a_seen_outage_counts_and_is_flagged() -> None:
    """An answer queued in an outage the server saw counts and is flagged."""
    late = taken(QUEUED, window=CLOSED)

    assert late is not None
    assert late.late


def test_a_late_answer_after_the_grace_is_refused() -> None:
    assert taken(replace(QUEUED, arrived_at=at(105)), window=CLOSED) is not None
    refused(AnswerTooLate, replace(QUEUED, arrived_at=at(105.01)), window=CLOSED)


def test_the_last_moment_before_the_end_counts_and_the_end_itself_does_not() -> None:
    assert taken(replace(QUEUED, client_at=at(100) - timedelta(milliseconds=1)), window=CLOSED) is not None
    refused(AnswerTooLate, replace(QUEUED, client_at=at(100)), window=CLOSED)


def test_both_ends_of_an_outage_belong_to_it() -> None:
    window = replace(CLOSED, outages=[PageOutage(at(98), at(99.5))])
    promptly = replace(QUEUED, arrived_at=at(100.2))

    for moment in (at(98), at(99.5)):
        assert taken(replace(promptly, client_at=moment), window=window) is not None
    for moment in (at(98) - timedelta(milliseconds=1), at(99.5) + timedelta(milliseconds=1)):
        refused(AnswerTooLate, replace(promptly, client_at=moment), window=window)


def test_an_outage_that_ended_a_minute_before_the_end_saves_nothing() -> None:
    claimed = replace(QUEUED, client_at=at(98.5), arrived_at=at(100))

    assert taken(claimed, window=replace(CLOSED, outages=[PageOutage(at(98), at(99) + timedelta(milliseconds=1))])) is not None
    refused(AnswerTooLate, claimed, window=replace(CLOSED, outages=[PageOutage(at(98), at(99))]))


def test_a_page_that_is_back_sends_what_it_holds_within_a_minute() -> None:
    over = replace(CLOSED, outages=[PageOutage(at(98), at(102))])
    heard_first = replace(CLOSED, late=LateSoFar(since=at(102), items=1))  # over HTTP, before the socket was back

    for window in (over, heard_first):
        assert taken(replace(QUEUED, arrived_at=at(103)), window=window) is not None
        refused(AnswerTooLate, replace(QUEUED, arrived_at=at(103.1)), window=window)


def test_an_item_that_was_seen_after_the_outage_is_not_answered_in_it() -> None:
    before, within, after = (taken(replace(CLICK, arrived_at=at(minute))) for minute in (97, 98.5, 99.6))
    changed = replace(QUEUED, revision=2, client_at=at(99), arrived_at=at(100.2))
    window = replace(CLOSED, outages=[PageOutage(at(98), at(99.5))])

    assert taken(changed, before, window) is not None
    assert taken(changed, within, window) is not None
    refused(AnswerTooLate, changed, after, window)


def test_what_was_kept_late_is_not_changed_any_more() -> None:
    late = taken(QUEUED, window=CLOSED)

    assert taken(QUEUED, late, CLOSED) is None
    refused(AnswerTooLate, replace(QUEUED, revision=2, option=B), late, CLOSED)
    refused(AnswerTooLate, replace(QUEUED, revision=2, option=B, arrived_at=at(103.5)), late, CLOSED)


def test_no_more_items_are_late_than_the_silence_had_time_for() -> None:
    """No more items are late than somebody can have answered in the silence."""
    heard = LateSoFar(last_in_time_at=at(100) - timedelta(seconds=3), since=at(103))

    assert taken(QUEUED, window=replace(CLOSED, late=replace(heard, items=7))) is not None
    refused(AnswerTooLate, QUEUED, window=replace(CLOSED, late=replace(heard, items=8)))


@pytest.mark.parametrize("outages", [[], [PageOutage(at(10), at(12))], [PageOutage(at(99.5), None)]])
def test_a_claimed_time_outside_every_outage_the_server_saw_is_refused(outages: list[PageOutage]) -> None:
    refused(AnswerTooLate, QUEUED, window=replace(CLOSED, outages=outages))


def test_late_answers_of_an_ended_block_count_while_the_next_one_runs() -> None:
    """Late answers of a block that time ended count while the next block runs."""
    assert taken(QUEUED, window=replace(CLOSED, status=Status.RUNNING, is_current=False)) is not None


def test_whoever_saw_the_score_or_handed_in_has_no_late_answers() -> None:
    refused(ScoreAlreadyShown, QUEUED, window=replace(CLOSED, score_shown=True))
    refused(SittingNotRunning, QUEUED, window=replace(CLOSED, status=Status.SUBMITTED))
    refused(SittingNotRunning, QUEUED, window=replace(CLOSED, status=Status.TERMINATED))


def test_the_current_answer_is_the_newest_revision_in_any_order() -> None:
    """The current answer is the newest revision in whatever order events are read."""
    first, second = taken(CLICK), taken(replace(CLICK, option=B, revision=2))
    cleared = taken(replace(CLICK, item=PAPER.items[1].id, option=None, revision=1))
    assert first is not None
    assert second is not None
    assert cleared is not None

    for events in ([first, second, cleared], [cleared, second, first]):
        assert current(events) == {ITEM.id: second, cleared.item: cleared}
        assert chosen(events) == {ITEM.id: B}
