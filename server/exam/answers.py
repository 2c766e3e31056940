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

# What a page claims about its clicks is no proof, so each of these bounds what a false claim can win.
NEAR_THE_END = timedelta(seconds=60)  # an outage that was over earlier left time to send what it held
SENT_WITHIN = timedelta(seconds=60)  # of being back: a page sends its queue at once
CLICKS_A_SECOND = 2  # nobody answers faster than that
CLICKS_IN_HAND = 2  # those made just before the silence


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
class PageOutage:
    """From the last word heard of the page, not from when the silence was noticed; an outage without end goes on."""

    began: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSoFar:
    """What the server has seen of the sitting's answers by itself, whatever its page says of them."""

    last_in_time_at: datetime | None = None
    since: datetime | None = None  # the first answer that was kept late
    items: int = 0  # kept late


NOTHING_LATE = LateSoFar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How things stand for the block of the item when the answer arrives."""

    status: Status
    is_current: bool
    ends_at: datetime | None  # of the block: when it was left, or will be over; None: not begun
    outages: Sequence[PageOutage] = ()
    late: LateSoFar = NOTHING_LATE
    grace: timedelta = timedelta(minutes=5)
    score_shown: bool = False


def accept(
    submission: Submission, *, paper: Paper, stored: AnswerEvent | None, window: Window, sequence: int
) -> AnswerEvent | None:
    """The event to keep, or None when this very answer is kept already; `kept` is the item's newest event."""
    _check_in_paper(submission, paper)
    if stored is not None and submission.revision <= stored.revision:
        if _same(submission, stored):
            return None
        raise StaleRevision(kept=stored.revision)
    return AnswerEvent(
        sequence=sequence,
        item=submission.item,
        option=submission.option,
        revision=submission.revision,
        client_at=submission.client_at,
        server_at=submission.arrived_at,
        doubtful=submission.doubtful,
        late=_is_late(submission, stored, window),
    )


def current(events: Iterable[AnswerEvent]) -> dict[str, AnswerEvent]:
    """The newest event of each item, in whatever order the events are read."""
    newest: dict[str, AnswerEvent] = {}
    for event in events:
        stored = newest.get(event.item)
        if stored is None or (event.revision, event.sequence) > (stored.revision, stored.sequence):
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


def _same(submission: Submission, stored: AnswerEvent) -> bool:
    submitted = (submission.revision, submission.option, submission.doubtful)
    return submitted == (stored.revision, stored.option, stored.doubtful)


def _is_late(submission: Submission, stored: AnswerEvent | None, window: Window) -> bool:
    if window.ends_at is None:
        raise ItemOfAnotherBlock()
    if submission.arrived_at >= window.ends_at:
        _check_may_be_late(window)
        if not _saved_by_outage(submission, stored, window, window.ends_at):
            raise AnswerTooLate()
        return True
    if window.status is not Status.RUNNING:
        raise SittingNotRunning(status=window.status)
    if not window.is_current:
        raise ItemOfAnotherBlock()
    return False


def _check_may_be_late(window: Window) -> None:
    if window.score_shown:
        raise ScoreAlreadyShown(status=window.status)
    if window.status not in WORKING | {Status.CLOSED_BY_TIME}:
        raise SittingNotRunning(status=window.status)


def _saved_by_outage(submission: Submission, stored: AnswerEvent | None, window: Window, ended: datetime) -> bool:
    """Whether the answer was meant before the end, could not be sent then, and is sent now without delay."""
    if not submission.client_at < ended or submission.arrived_at > ended + window.grace:
        return False
    return any(_saves(outage, submission, stored, window.late, ended) for outage in window.outages)


def _saves(outage: PageOutage, submission: Submission, stored: AnswerEvent | None, late: LateSoFar, ended: datetime) -> bool:
    over = outage.ended or submission.arrived_at
    was_near = outage.began < ended < over + NEAR_THE_END
    was_meant_in_it = outage.began <= submission.client_at <= over
    seen_after_it = stored is not None and (stored.late or stored.server_at >= over)
    back_at = min((moment for moment in (outage.ended, late.since) if moment is not None), default=submission.arrived_at)
    is_prompt = submission.arrived_at <= back_at + SENT_WITHIN
    return was_near and was_meant_in_it and not seen_after_it and is_prompt and late.items < _most(outage, late, ended)


def _most(outage: PageOutage, late: LateSoFar, ended: datetime) -> float:
    """How many items somebody can have answered between the last answer that came through and the end."""
    over = min(outage.ended or ended, ended)
    last_in_time = late.last_in_time_at
    silent_since = outage.began if last_in_time is None or last_in_time > over else max(outage.began, last_in_time)
    return CLICKS_IN_HAND + CLICKS_A_SECOND * (over - silent_since).total_seconds()
