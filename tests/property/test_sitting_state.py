"""Whatever happens to a sitting, in whatever order: no move leaves a state that cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.exam.errors import RuleBroken
from server.exam.ledger import CAUSES, FACE_CHECK_WITHIN, OWN_TIME, Cause, stops
from server.exam.sitting_state import SittingState
from server.exam.sittings import FINISHED, MOVES, SCORED, Status

TEN = datetime(2026, 12, 7, 3, tzinfo=UTC)
Moved = Callable[[SittingState, datetime, Cause, timedelta | None], SittingState]

PAUSES = sorted(set(CAUSES) - {Cause.AWAY, Cause.REOPENED})
MADE: Mapping[str, Moved] = {
    "checked_in": lambda state, _now, _cause, _most: state.checked_in(),
    "pin_reissued": lambda state, _now, _cause, _most: state.pin_reissued(),
    "sent_back": lambda state, _now, _cause, _most: state.sent_back(),
    "marked_absent": lambda state, _now, _cause, _most: state.marked_absent(),
    "admitted_late": lambda state, now, _cause, _most: state.admitted_late(now),
    "logged_in": lambda state, now, _cause, _most: state.logged_in(now),
    "seated": lambda state, _now, _cause, _most: state.seated(),
    "started": lambda state, _now, _cause, _most: state.started(),
    "next_block": lambda state, now, _cause, _most: state.next_block(now),
    "away": lambda state, now, _cause, _most: state.away(now),
    "paused": lambda state, now, cause, most: state.paused(cause, now, at_most=most),
    "paused_for_a_check": lambda state, now, cause, most: state.paused(cause, now, at_most=most, needs_face_check=True),
    "still_paused": lambda state, now, cause, most: state.still_paused(cause, now, at_most=most),
    "pause_limited": lambda state, _now, _cause, most: state.pause_limited(most or timedelta()),
    "waiting_for_face": lambda state, now, _cause, _most: state.waiting_for_face(now),
    "without_face_check": lambda state, _now, _cause, _most: state.without_face_check(),
    "seat_changed": lambda state, now, _cause, most: state.seat_changed(now, at_most=most),
    "went_on": lambda state, _now, _cause, _most: state.went_on(),
    "submitted": lambda state, now, _cause, _most: state.submitted(now),
    "closed_by_time": lambda state, now, _cause, _most: state.closed_by_time(now),
    "terminated": lambda state, now, _cause, _most: state.terminated(now),
    "disqualified": lambda state, now, _cause, _most: state.disqualified(now),
    "rescheduled": lambda state, _now, _cause, _most: state.rescheduled(),
    "reopened": lambda state, now, _cause, _most: state.reopened(now, ("ketua", "pengawas")),
    "scores_shown": lambda state, now, _cause, _most: state.scores_shown(now),
}
Steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(MADE)),
        st.integers(0, 900),
        st.sampled_from(PAUSES),
        st.none() | st.integers(0, 3600).map(lambda seconds: timedelta(seconds=seconds)),
    ),
    max_size=40,
)


def check(state: SittingState, now: datetime) -> None:
    covered = state.status in {Status.PAUSED, Status.AWAY}
    assert (state.cause is not None) == covered
    assert (state.paused_at is not None) == covered
    assert (state.cause is Cause.AWAY) == (state.status is Status.AWAY)
    assert state.pause_limit is None or state.status is Status.PAUSED
    assert not state.needs_face_check or state.status is Status.PAUSED
    assert (state.ended_at is not None) == (state.status in FINISHED)
    assert state.scores_shown_at is None or state.status in {*SCORED, Status.DISQUALIFIED}
    assert all(at is None or at <= now for at in (state.paused_at, state.first_login_at, state.admitted_at, state.ended_at))


@given(start=st.sampled_from((Status.EXPECTED, Status.CHECKED_IN, Status.SEATED, Status.RUNNING)), steps=Steps)
def test_no_move_leaves_a_state_that_cannot_be(start, steps):
    state, now = SittingState(status=start), TEN
    for name, seconds, cause, at_most in steps:
        now += timedelta(seconds=seconds)
        before = state
        try:
            state = MADE[name](before, now, cause, at_most)
        except RuleBroken:
            continue
        check(state, now)
        assert before.status is state.status or state.status in {into for (out, _), into in MOVES.items() if out is before.status}
        assert before.first_login_at in (None, state.first_login_at), "the first log-in stays the first"
        assert before.scores_shown_at in (None, state.scores_shown_at), "scores that were shown stay shown since then"
        assert name == "reopened" or before.ended_at in (None, state.ended_at), "an end stays where it was"


@given(limit=st.integers(0, 3600), gone=st.integers(0, 7200))
def test_a_pause_over_the_end_of_a_block_keeps_what_is_left_of_its_limit(limit, gone):
    now = TEN + timedelta(seconds=gone)
    paused = SittingState(status=Status.RUNNING).paused(Cause.PROCTOR, TEN, at_most=timedelta(seconds=limit))
    over = paused.next_block(now)

    assert (over.cause, over.paused_at) == (Cause.PROCTOR, now)
    assert over.pause_limit == timedelta(seconds=max(limit - gone, 0))


@given(cause=st.sampled_from(PAUSES), later=st.integers(0, 900))
def test_the_clock_stands_for_a_face_check_only_where_it_stood(cause, later):
    now = TEN + timedelta(seconds=later)
    waits = SittingState(status=Status.RUNNING).paused(cause, TEN).waiting_for_face(now)

    assert waits.needs_face_check
    stood = (Cause.FACE_CHECK, now, FACE_CHECK_WITHIN)
    assert (waits.cause, waits.paused_at, waits.pause_limit) == (stood if stops(cause) else (cause, TEN, None))


@given(limit=st.none() | st.integers(0, 3600), may_give=st.integers(0, 3600))
def test_time_given_meanwhile_only_ever_shortens_a_pause(limit, may_give):
    at_most = None if limit is None else timedelta(seconds=limit)
    paused = SittingState(status=Status.RUNNING).paused(Cause.PROCTOR, TEN, at_most=at_most)

    left = paused.pause_limited(timedelta(seconds=may_give)).pause_limit

    assert left == (None if limit is None else timedelta(seconds=min(limit, may_give)))


@pytest.mark.parametrize("cause", [None, *sorted(OWN_TIME)])
def test_a_new_seat_is_a_pause_of_its_own_with_its_limit(cause):
    """Out of the running exam the face is looked at again; whoever waits on their own time waits on ours from here on."""
    running = SittingState(status=Status.RUNNING)
    before = running if cause is None else running.paused(cause, TEN, at_most=timedelta(hours=1))
    now, five = TEN + timedelta(minutes=1), timedelta(minutes=5)

    moved = before.seat_changed(now, at_most=five)

    assert (moved.cause, moved.paused_at, moved.pause_limit) == (Cause.SEAT_CHANGE, now, five)
    assert moved.needs_face_check == (cause is None)


@given(cause=st.sampled_from(PAUSES), needs_face_check=st.booleans())
def test_another_cause_leaves_the_face_check_as_it_was(cause, needs_face_check):
    paused = SittingState(status=Status.RUNNING).paused(Cause.UNSEEN, TEN, needs_face_check=needs_face_check)
    assert paused.still_paused(cause, TEN).needs_face_check == needs_face_check
    assert paused.without_face_check() == replace(paused, needs_face_check=False)


def test_nothing_of_a_pause_outlives_it():
    """Neither on the way on, nor at the end, nor to another day."""
    paused = SittingState(status=Status.RUNNING).paused(Cause.UNSEEN, TEN, at_most=timedelta(hours=1), needs_face_check=True)
    assert paused.went_on() == SittingState(status=Status.RUNNING)
    assert paused.rescheduled() == SittingState(status=Status.RESCHEDULED)
    assert paused.closed_by_time(TEN) == SittingState(status=Status.CLOSED_BY_TIME, ended_at=TEN)
    assert paused.terminated(TEN) == SittingState(status=Status.TERMINATED, ended_at=TEN)


def test_who_submits_sees_the_score_and_is_disqualified_at_the_same_end():
    later = TEN + timedelta(hours=1)
    submitted = SittingState(status=Status.RUNNING).submitted(TEN)
    assert (submitted.ended_at, submitted.scores_shown_at) == (TEN, TEN)
    assert submitted.disqualified(later) == replace(submitted, status=Status.DISQUALIFIED)
    assert submitted.scores_shown(later) == submitted


@pytest.mark.parametrize("status", sorted(set(Status) - set(SCORED)))
def test_no_scores_are_shown_of_what_has_none(status):
    with pytest.raises(RuleBroken):
        SittingState(status=status).scores_shown(TEN)


def test_who_comes_late_was_admitted_then_and_who_is_away_is_so_since_then():
    absent = SittingState(status=Status.EXPECTED).marked_absent()
    assert absent.admitted_late(TEN).admitted_at == TEN
    away = SittingState(status=Status.RUNNING).away(TEN)
    assert (away.cause, away.paused_at, away.went_on()) == (Cause.AWAY, TEN, SittingState(status=Status.RUNNING))


@given(cause=st.sampled_from(PAUSES))
def test_a_new_seat_costs_nothing_but_ends_no_pause_of_others(cause):
    paused = SittingState(status=Status.RUNNING).paused(cause, TEN)
    moved = paused.seat_changed(TEN + timedelta(minutes=1), at_most=timedelta(minutes=5))

    assert (moved.cause is Cause.SEAT_CHANGE) == (cause in OWN_TIME or cause is Cause.SEAT_CHANGE)
    assert (moved == paused) == (cause not in OWN_TIME)


def test_a_reopened_sitting_has_stood_since_its_end():
    ended = SittingState(status=Status.RUNNING).paused(Cause.NO_FACE, TEN, needs_face_check=True).closed_by_time(TEN)
    again = ended.reopened(TEN + timedelta(hours=1), ("ketua",))

    assert again == SittingState(status=Status.PAUSED, cause=Cause.REOPENED, paused_at=TEN)


def test_what_runs_is_not_kept_paused():
    with pytest.raises(RuleBroken):
        SittingState(status=Status.RUNNING).still_paused(Cause.PROCTOR, TEN)
