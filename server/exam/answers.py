"""Which answers count: of this paper, in the right block, newer than the one kept, in time or saved by a seen outage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.exam.errors import (
    AnswerTooLate,
    ItemNotInPaper,
    ItemOfAnotherBlock,
    OptionNotInItem,
    ScoreAlreadyShown,
    SittingNotRunning,
    StaleRevision,
)
from server.exam.paper import Paper
from server.exam.sittings import WORKING, Status


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    sequence: int
    item: str
    option: str | None  # None: the answer was cleared
    revision: int
    client_at: datetime
    server_at: datetime
    doubtful: bool
    late: bool  # came after the end and was saved by the rule for outages


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    item: str
    option: str | None
    revision: int
    client_at: datetime
    arrived_at: datetime
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last word heard of the page, not from when the silence was noticed; an outage without end goes on."""

    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How things stand for the block of the item when the answer arrives."""

    status: Status
    is_current: bool
    ends_at: datetime | None  # of the block: when it was left, or will be over; None: not begun
    outages: Sequence[Outage] = ()
    clock_offset: timedelta = timedelta()  # how far the page's clock is ahead of the server's
    grace: timedelta = timedelta(minutes=5)
    score_shown: bool = False


def accept(
    submission: Submission, *, paper: Paper, kept: AnswerEvent | None, window: Window, sequence: int
) -> AnswerEvent | None:
    """The event to keep, or None when this very answer is kept already; `kept` is the item's newest event."""
    _check_in_paper(submission, paper)
    if kept is not None and submission.revision <= kept.revision:
        if _same(submission, kept):
            return None
        raise StaleRevision(kept=kept.revision)
    return AnswerEvent(
        sequence=sequence,
        item=submission.item,
        option=submission.option,
        revision=submission.revision,
        client_at=submission.client_at,
        server_at=submission.arrived_at,
        doubtful=submission.doubtful,
        late=_is_late(submission, window),
    )


def current(events: Iterable[AnswerEvent]) -> dict[str, AnswerEvent]:
    """The newest event of each item, in whatever order the events are read."""
    newest: dict[str, AnswerEvent] = {}
    for event in events:
        kept = newest.get(event.item)
        if kept is None or (event.revision, event.sequence) > (kept.revision, kept.sequence):
            newest[event.item] = event
    return newest


def chosen(events: Iterable[AnswerEvent]) -> dict[str, str]:
    """Item to chosen option, without the cleared ones: what is scored and counted as answered."""
    return {item: event.option for item, event in current(events).items() if event.option is not None}


def _check_in_paper(submission: Submission, paper: Paper) -> None:
    item = paper.item(submission.item)
    if item is None:
        raise ItemNotInPaper()
    if submission.option is not None and all(option.id != submission.option for option in item.options):
        raise OptionNotInItem()


def _same(submission: Submission, kept: AnswerEvent) -> bool:
    said = (submission.revision, submission.option, submission.doubtful)
    return said == (kept.revision, kept.option, kept.doubtful)


def _is_late(submission: Submission, window: Window) -> bool:
    if window.ends_at is None:
        raise ItemOfAnotherBlock()
    if submission.arrived_at >= window.ends_at:
        _check_saved_by_outage(submission, window, window.ends_at)
        return True
    if window.status is not Status.RUNNING:
        raise SittingNotRunning(status=window.status.value)
    if not window.is_current:
        raise ItemOfAnotherBlock()
    return False


def _check_saved_by_outage(submission: Submission, window: Window, ended: datetime) -> None:
    if window.score_shown:
        raise ScoreAlreadyShown(status=window.status.value)
    if window.status not in WORKING | {Status.CLOSED_BY_TIME}:
        raise SittingNotRunning(status=window.status.value)
    meant_at = submission.client_at - window.clock_offset
    in_grace = submission.arrived_at <= ended + window.grace
    seen = any(outage.began <= meant_at <= (outage.ended or submission.arrived_at) for outage in window.outages)
    if not (in_grace and meant_at < ended and seen):
        raise AnswerTooLate()
