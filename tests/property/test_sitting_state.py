"""Whatever happens to a sitting, in whatever order: no move leaves a state that cannot be."""

from collections.abc import Callable, Mapping
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
