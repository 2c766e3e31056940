"""The count of silence: what ends it, what does not count, what it comes to, and that no page and no clock can bend it."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.identity.camera.unseen import Stage, retract
from tests.unit.identity.unseen_seat import LIMITS, START, Seat


def test_silence_is_grey_then_an_alert_then_a_pause():
    seat = Seat()
    stages = {second: seat.turns(1).stage for second in range(1, 50)}
    assert [stages[second] for second in (14, 15, 24, 25)] == [Stage.SEEN, Stage.GREY, Stage.GREY, Stage.ALERT]
    [(second, notice)] = seat.notices
    assert (second, notice.needs_face_check, notice.decision.kind, notice.decision.pause_cause) == (45, False, "unseen", "unseen")
    assert notice.decision.why == (("why_unseen_online", {"seconds": 45}),)


def test_a_measured_picture_ends_it_and_only_that():
    seat = Seat().turns(44)
    seat.see()
    assert seat.turns(1).stage is Stage.SEEN
    seat.turns(44)
    assert seat.notices == []
    seat.turns(1)
    assert len(seat.notices) == 1


def test_it_is_told_once_until_somebody_is_seen_again():
    seat = Seat().turns(200)
    assert len(seat.notices) == 1
    seat.see()
    seat.turns(200)
    assert len(seat.notices) == 2


def test_what_could_not_be_written_is_told_again():
    seat = Seat().turns(44)
    before = seat.state
    seat.turns(1)
    seat.state = retract(seat.state, before)
    seat.turns(1)
    assert len(seat.notices) == 2


def test_our_own_failure_never_counts_and_leaves_time_to_be_seen_again():
    seat = Seat().turns(44).turns(600, ours=True)
    assert (seat.notices, seat.stage) == ([], Stage.GREY)
    seat.turns(29)
    assert seat.notices == []
    seat.turns(1)
    assert len(seat.notices) == 1


def test_a_dead_network_is_no_alert_and_ends_at_a_face_check():
    """A dead network is no alert and the next contact takes a face check."""
    seat = Seat().turns(18).turns(60, online=False)
    assert (seat.stage, seat.notices) == (Stage.GREY, [])
    seat.turns(600, online=False)
    assert (seat.stage, seat.notices) == (Stage.ALERT, [])
    seat.turns(1)
    [(_, notice)] = seat.notices
    assert notice.needs_face_check
    assert notice.decision.why[0][0] == "why_unseen_offline"


def test_a_picture_with_the_first_contact_spares_no_face_check():
    """A picture that comes with the first contact does not spare the face check."""
    seat = Seat().turns(18).turns(300, online=False)
    seat.see()
    before = seat.state
    seat.turns(1)
    [(_, notice)] = seat.notices
    assert (notice.needs_face_check, notice.decision.why[0][0]) == (True, "why_unseen_offline")
    seat.state = retract(seat.state, before)
    seat.turns(1)
    assert len(seat.notices) == 2, "what could not be written is told again"
    assert seat.turns(1).stage is Stage.ALERT, "that picture was counted: it takes another"
    seat.see()
    seat.turns(1)
    assert seat.stage is Stage.SEEN


def test_a_picture_after_an_outage_of_ours_asks_nothing():
    """However long somebody was gone: whether they could come back sooner is not known while we fail."""
    seat = Seat().turns(200, online=False).turns(300, online=False, ours=True)
    seat.see()
    assert seat.turns(1, ours=True).notices == []
    assert seat.seen_for(60).notices == []


def test_a_face_check_is_asked_with_all_the_seconds_nobody_was_seen():
    seat = Seat().turns(30).turns(170, online=False).turns(1)
    [(_, notice)] = seat.notices
    assert notice.decision.why == (("why_unseen_offline", {"seconds": 201}),)


def test_a_short_outage_asks_nothing_of_anybody():
    seat = Seat().turns(18).turns(170 - 18, online=False).turns(5)
    seat.see()
    seat.turns(20)
    assert seat.notices == []


def test_working_over_http_alone_is_an_alert_and_then_a_face_check():
    """Working over http alone is an alert and a face check after three minutes."""
    seat = Seat()
    for second in range(1, 400):
        seat.last_request_at = seat.now + timedelta(seconds=0.5)
        seat.turn(online=False)
        assert seat.stage is (Stage.ALERT if second >= 25 else Stage.GREY if second >= 15 else Stage.SEEN)
    [(second, notice)] = seat.notices
    assert (second, notice.needs_face_check) == (180, True)


def test_one_word_over_http_is_an_alert_until_somebody_is_seen():
    """One word over http is enough to be an alert until somebody is seen."""
    seat = Seat()
    seat.last_request_at = seat.now + timedelta(seconds=0.5)
    assert seat.turns(25, online=False).stage is Stage.ALERT
    seat.see()
    assert seat.turns(26, online=False).stage is Stage.GREY, "a dead network alone is none"


def test_a_socket_that_comes_and_goes_buys_no_time():
    """Open for 40 s, closed for 5, no picture ever: every second counts somewhere."""
    seat = Seat()
    while not seat.notices and seat.now - START < timedelta(minutes=10):
        seat.turns(40).turns(5, online=False)
    assert seat.notices[0][0] <= 90


def test_a_clock_that_was_set_and_a_standstill_of_ours_count_as_one_turn():
    seat = Seat()
    for jump in (-120, 3600, -3600, 86_400):
        seat.turn(jump)
    assert seat.state.lasted <= 4 * LIMITS.longest_turn
    assert seat.notices == []


def test_a_clock_put_back_gives_nobody_time():
    seat = Seat().turns(44)
    seat.turn(-120)
    seat.turns(1)
    assert seat.whys == ["why_unseen_online"]


turns = st.lists(st.tuples(st.integers(-100, 400), st.booleans(), st.booleans(), st.booleans()), max_size=80)


@given(turns)
def test_nobody_is_stopped_before_their_time_whatever_happens(steps: list[tuple[int, bool, bool, bool]]):
    seat, online_at_most, all_at_most = Seat(), timedelta(), timedelta()
    for seconds, online, ours, is_heard in steps:
        passed = min(max(timedelta(seconds=seconds), timedelta()), LIMITS.longest_turn)
        online_at_most += passed if online and not ours else timedelta()
        all_at_most += timedelta() if ours else passed
        if is_heard:
            seat.last_request_at = seat.now
        seat.turn(seconds, online, ours)
        assert not (ours and seat.notices and seat.notices[-1][0] == (seat.now - START).total_seconds() and seconds > 0)
    for _, notice in seat.notices:
        if not notice.pauses:
            continue
        assert all_at_most >= LIMITS.offline_most if notice.needs_face_check else online_at_most >= LIMITS.pause_after


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=300, max_size=300))
def test_whoever_is_in_contact_and_never_seen_is_stopped(steps: list[tuple[int, bool]]):
    """However a page opens and closes its socket: 45 seconds open, or three minutes closed, and the next word of it."""
    seat = Seat()
    for seconds, online in steps:
        seat.last_request_at = seat.now + timedelta(seconds=seconds)
        seat.turn(seconds, online)
    paused_at = [second for second, notice in seat.notices if notice.pauses]
    assert paused_at
    assert paused_at[0] <= 45 + 180 + 2 * 5


@given(st.lists(st.integers(1, 40), max_size=60))
def test_who_is_seen_within_the_limit_is_never_stopped(gaps: list[int]):
    seat = Seat()
    for gap in gaps:
        seat.turns(gap)
        seat.see()
    assert not any(notice.pauses for _, notice in seat.notices)
