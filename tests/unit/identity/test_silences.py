"""Silence has a memory: what ends just in time, again and again, is an event as well."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.identity.camera.silences import Memory
from server.identity.camera.unseen import Unseen, UnseenLimits, retract
from tests.unit.identity.unseen_seat import LIMITS, START, Seat

QUARTER, HALF = 15 * 60, 30 * 60


def test_the_third_short_silence_calls_a_proctor_and_stops_nobody():
    """The third silence of 25 seconds within a quarter of an hour calls a proctor and stops nobody."""
    seat = Seat().silent(40).silent(40).turns(24)
    assert seat.notices == []
    seat.turns(1)
    [(_, notice)] = seat.notices
    assert (notice.pauses, notice.needs_face_check, notice.decision.kind) == (False, False, "unseen")
    assert notice.decision.why == (("why_unseen_often", {"times": 3, "seconds": 25, "minutes": 15}),)


def test_that_silence_is_stopped_all_the_same_when_it_lasts():
    seat = Seat().silent(40).silent(40).turns(45)
    assert [notice.pauses for _, notice in seat.notices] == [False, True]


def test_after_a_call_it_takes_three_more():
    seat = Seat()
    for calls in (0, 0, 1, 1, 1, 2, 2):
        seat.silent(40)
        assert len(seat.notices) == calls


@pytest.mark.parametrize(("seconds", "silences", "calls"), [(24, 100, 0), (25, 2, 0), (25, 3, 1), (44, 3, 1)])
def test_how_long_and_how_often(seconds: int, silences: int, calls: int):
    seat = Seat()
    for _ in range(silences):
        seat.silent(seconds)
    assert len(seat.notices) == calls


@pytest.mark.parametrize(("between", "calls"), [(QUARTER - 2 * 26, 1), (QUARTER - 2 * 26 + 1, 0)])
def test_the_first_must_not_be_longer_ago_than_a_quarter_of_an_hour(between: int, calls: int):
    """From one alert to the next after a silence of 25 seconds: 26, with the second in which somebody is seen."""
    assert len(Seat().silent(25).seen_for(between).silent(25).turns(25).notices) == calls


@pytest.mark.parametrize("at", [0, 10, 24])
def test_a_silence_in_which_we_failed_counts_only_for_what_comes_after_it(at: int):
    seat = Seat()
    for _ in range(20):
        seat.turns(at).turns(60, ours=True).silent(24)
    assert seat.notices == []
    for _ in range(3):
        seat.turns(at).turns(60, ours=True).silent(26)
    assert seat.whys == ["why_unseen_often"]


def test_a_dead_network_is_no_silence():
    seat = Seat()
    for _ in range(5):
        seat.silent(60, online=False)
    assert seat.notices == []


def test_working_over_http_alone_is_one():
    seat = Seat()
    for _ in range(3):
        seat.last_request_at = seat.now + timedelta(seconds=0.5)
        seat.silent(30, online=False)
    assert seat.whys == ["why_unseen_often"]


def test_more_than_six_minutes_offline_in_half_an_hour_end_at_a_face_check():
    seat = Seat().silent(170, online=False).seen_for(60).silent(170, online=False).seen_for(60).turns(20, online=False)
    seat.turns(1)
    assert seat.notices == [], "six minutes are not more than six"
    seat.see()
    seat.turns(1).turns(1, online=False)
    assert seat.notices == [], "no contact yet"
    seat.turns(1)
    [(_, notice)] = seat.notices
    assert (notice.needs_face_check, notice.pauses, seat.whys) == (True, True, ["why_unseen_offline_often"])
    assert notice.decision.why[0][1] == {"seconds": 361, "minutes": 30}


def test_a_picture_with_the_first_contact_does_not_spare_it():
    seat = Seat().silent(170, online=False).silent(170, online=False).silent(30, online=False)
    assert seat.whys == ["why_unseen_offline_often"]


def test_a_face_check_pays_for_all_of_it():
    seat = Seat().silent(170, online=False).silent(170, online=False).silent(30, online=False)
    seat.state = Unseen(memory=seat.state.left(LIMITS))  # paused, checked, and on again
    seat.silent(1).silent(170, online=False).silent(170, online=False)
    assert len(seat.notices) == 1
    seat.silent(30, online=False)
    assert len(seat.notices) == 2


def test_what_was_offline_before_a_pause_for_silence_is_summed_too():
    """A pause that no face check ends, as of a page that is there and shows nothing."""
    seat = Seat().turns(170, online=False).turns(45)
    seat.state = Unseen(memory=seat.state.left(LIMITS))
    seat.silent(1).silent(170, online=False).silent(30, online=False)
    assert seat.whys == ["why_unseen_online", "why_unseen_offline_often"]


def test_whoever_is_there_is_not_stopped_for_what_went_before():
    """Beyond the bound by an outage that was ours too: the next one is asked about, not a seat at work."""
    seat = Seat().silent(170, online=False).silent(170, online=False).turns(30, online=False)
    seat.see()
    seat.turns(1, ours=True)
    assert seat.turns(20).seen_for(60).notices == []
    seat.silent(1, online=False)
    assert seat.whys == ["why_unseen_offline_often"]


def test_a_silence_that_pauses_at_once_is_told_once():
    """The third one, told only by the first word after three minutes offline."""
    seat = Seat().silent(40).silent(40).turns(200, online=False)
    seat.last_request_at = seat.now + timedelta(seconds=0.5)
    seat.turns(10, online=False)
    assert [(notice.pauses, notice.needs_face_check) for _, notice in seat.notices] == [(True, True)]


def test_what_is_longer_ago_than_half_an_hour_is_forgotten():
    seat = Seat().silent(170, online=False).silent(170, online=False).seen_for(HALF)
    seat.silent(170, online=False).silent(170, online=False)
    assert seat.notices == []


def test_of_an_outage_longer_ago_only_the_rest_counts():
    memory = Memory().offline(START, timedelta(seconds=170)).offline(START + timedelta(minutes=20), timedelta(seconds=60))
    memory = memory.silent(START).silent(START + timedelta(minutes=16))
    for minutes, in_all in ((29, 120), (30, 60), (49.5, 30), (50, 0)):
        assert memory.offline_in_all(START + timedelta(minutes=minutes), LIMITS.memory) == timedelta(seconds=in_all)
    for minutes, silences, outages in ((15, 2, 2), (16, 1, 2), (30, 1, 1), (31, 1, 1), (32, 0, 1), (50, 0, 0)):
        left = memory.after(START + timedelta(minutes=minutes), LIMITS.memory)
        assert (len(left.silences), len(left.outages)) == (silences, outages), minutes


def test_time_offline_in_which_we_failed_too_is_not_summed():
    seat = Seat()
    for _ in range(10):
        seat.turns(20, online=False).turns(200, online=False, ours=True).silent(10, online=False)
    assert seat.notices == []


def test_a_site_that_allows_longer_outages_allows_as_much_in_all():
    assert UnseenLimits(offline_most=timedelta(minutes=10)).offline_in_all == timedelta(minutes=10)


@pytest.mark.parametrize(("lasts", "online", "why"), [(44, True, "why_unseen_often"), (170, False, "why_unseen_offline_often")])
def test_standing_still_for_a_moment_wipes_nothing_out(lasts: int, online: bool, why: str):
    """Whatever stops the exam for a while, a log-in of one's own for one, the memory stays."""
    seat = Seat()
    for _ in range(3):
        seat.turns(lasts, online=online)
        seat.state = Unseen(memory=seat.state.left(LIMITS))
        seat.turns(1)
    seat.turns(1, online=False).turns(1)
    assert seat.whys == [why]


def test_a_call_that_could_not_be_written_is_told_again():
    seat = Seat().silent(40).silent(40).turns(24)
    before = seat.state
    seat.turns(1)
    seat.state = retract(seat.state, before)
    seat.turns(1)
    assert seat.whys == ["why_unseen_often", "why_unseen_often"]


@given(st.lists(st.integers(1, 44), min_size=3, max_size=120))
def test_three_in_a_quarter_of_an_hour_are_called_and_fewer_are_not(gaps: list[int]):
    seat, now, alerts, calls = Seat(), 0, [], []
    for gap in gaps:
        if gap >= 25:
            alerts.append(now + 25)
            if len(alerts) >= 3 and alerts[-1] - alerts[-3] <= QUARTER:
                calls.append(float(now + 25))
                alerts.clear()
        now += gap + 1
        seat.silent(gap)
    assert [second for second, _ in seat.notices] == calls


@given(st.lists(st.tuples(st.integers(1, 170), st.integers(1, 300)), max_size=20))
def test_however_it_is_cut_offline_time_has_one_bound(outages: list[tuple[int, int]]):
    """Second by second: at each contact more than 360 of the last 1,800 seconds offline, or else nothing."""
    seat, offline = Seat(), []
    for lasts, seen in outages:
        offline += [(seat.now - START).total_seconds() + second for second in range(1, lasts + 1)]
        seat.silent(lasts, online=False)
        now = (seat.now - START).total_seconds()
        in_all = sum(second > now - HALF for second in offline)
        assert bool(seat.notices) == (in_all > 360), in_all
        if seat.notices:
            return
        seat.seen_for(seen)
