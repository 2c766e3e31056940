"""Looks add up: a stranger is found in seconds, a bad moment accuses nobody."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.identity.incidents import Decision, IncidentKind
from server.identity.looks.decision import State, burst_for, resumed, state_after, step, suppress_lost_face
from server.identity.looks.evidence import Look, LookKind
from tests.unit.identity.seen import POLICY, at, blank, look


def watch(shown: Callable[[float], Look], seconds: float, state: State | None = None, began: float = 0.0):
    """Looks every 5 seconds, every second on doubt; each verdict is a second old when it counts."""
    state, decisions, now = state or State(), [], began
    while now < began + seconds:
        state, decision = step(state, shown(now), POLICY)
        if decision:
            decisions.append((now + 1.0, decision))
        now += 1.0 if burst_for(state, POLICY) else 5.0
    return state, decisions


def kinds(decisions: list[tuple[float, Decision]]) -> list[IncidentKind]:
    return [decision.kind for _, decision in decisions]


def test_a_stranger_who_sits_down_is_paused_within_ten_seconds():
    for swapped in (600.0, 601.0, 602.5, 604.9):
        _, decisions = watch(lambda now, s=swapped: look(now, 0.42 if now < s else 0.80), 700)
        assert kinds(decisions) == [IncidentKind.MISMATCH]
        assert decisions[0][0] - swapped <= 10
        assert decisions[0][1].pause_cause == "mismatch"


def test_a_stranger_with_poor_pictures_is_paused_within_twenty_seconds():
    """A stranger every third of whose pictures is poor is paused within twenty seconds."""

    def shown(now: float) -> Look:
        if now < 600:
            return look(now, 0.42)
        return blank(now, LookKind.UNSURE) if int(now) % 3 == 0 else look(now, 0.72)

    _, decisions = watch(shown, 700)
    assert decisions[0][1].kind is IncidentKind.MISMATCH
    assert decisions[0][0] - 600 <= 20


def test_one_blurred_frame_accuses_nobody():
    _, decisions = watch(lambda now: look(now, 0.95 if now == 300 else 0.45), 600)
    assert decisions == []


def test_a_face_turned_away_for_half_a_minute_accuses_nobody():
    _, decisions = watch(lambda now: blank(now, LookKind.UNSURE) if 300 <= now < 330 else look(now, 0.45), 600)
    assert decisions == []


def test_a_long_honest_hour_does_not_hide_a_swap():
    state, _ = watch(lambda now: look(now, 0.3), 3600)
    assert state.evidence == 0.0


def test_an_empty_chair_is_told_after_half_a_minute_and_once():
    _, decisions = watch(lambda now: blank(now, LookKind.NO_FACE), 300)
    assert kinds(decisions) == [IncidentKind.NO_FACE]
    assert 30 <= decisions[0][0] <= 37


def test_bending_down_for_twenty_seconds_is_nothing():
    _, decisions = watch(lambda now: blank(now, LookKind.NO_FACE) if 100 <= now < 120 else look(now, 0.4), 200)
    assert decisions == []


def test_a_covered_and_a_black_camera_are_named():
    assert kinds(watch(lambda now: blank(now, LookKind.COVERED), 60)[1]) == [IncidentKind.CAMERA_COVERED]
    assert kinds(watch(lambda now: blank(now, LookKind.BLACK), 60)[1]) == [IncidentKind.CAMERA_BLACK]


def test_the_same_bytes_again_are_a_frozen_camera_and_verify_nobody():
    """The same bytes again and again are a frozen camera and verify nobody."""
    state, decisions = watch(lambda now: look(now, 0.4, digest="still"), 60)
    assert kinds(decisions) == [IncidentKind.CAMERA_FROZEN]
    assert decisions[0][1].pause_cause is None
    assert state.verified_at == at(0)


def test_a_near_second_face_in_three_looks_running_is_an_incident():
    _, decisions = watch(lambda now: look(now, 0.4, near_second=now >= 60), 120)
    assert kinds(decisions) == [IncidentKind.SECOND_PERSON]
    assert decisions[0][0] - 60 <= 4


def test_somebody_passing_twice_is_no_incident():
    _, decisions = watch(lambda now: look(now, 0.4, near_second=60 <= now < 61.5 or 70 <= now < 71.5), 120)
    assert decisions == []


def test_a_face_never_good_enough_is_told_but_pauses_nobody():
    _, decisions = watch(lambda now: blank(now, LookKind.UNSURE), 200)
    assert kinds(decisions) == [IncidentKind.UNRECOGNISABLE]
    assert decisions[0][1].pause_cause is None


def test_after_a_proctor_resumed_new_evidence_is_needed():
    state, decisions = watch(lambda now: look(now, 0.8), 20)
    assert kinds(decisions) == [IncidentKind.MISMATCH]
    again, decision = step(resumed(state), look(40, 0.8), POLICY)
    assert decision is None
    assert again.evidence == POLICY.evidence_clip


def test_what_was_missing_in_the_dark_is_not_held_against_anybody():
    dark, decisions = watch(lambda now: blank(now, LookKind.NO_FACE), 40)
    assert kinds(decisions) == [IncidentKind.NO_FACE]
    _, after = watch(lambda now: blank(now, LookKind.NO_FACE), 20, suppress_lost_face(dark), began=40)
    assert after == []
    _, longer = watch(lambda now: blank(now, LookKind.NO_FACE), 60, suppress_lost_face(dark), began=40)
    assert kinds(longer) == [IncidentKind.NO_FACE]


def test_two_empty_looks_around_a_long_silence_are_no_absence():
    """Two empty looks with a long silence between are not half a minute of absence."""
    looks = [blank(seconds, LookKind.NO_FACE) for seconds in (0, 5, 300, 305)]
    assert all(step(state_after(looks[:n], POLICY), looks[n], POLICY)[1] is None for n in range(4))


LOOKS = st.lists(
    st.tuples(
        st.floats(0.5, 40),
        st.one_of(st.floats(0.0, 1.2), st.sampled_from([LookKind.UNSURE, LookKind.NO_FACE, LookKind.COVERED, LookKind.BLACK])),
        st.booleans(),
    ),
    max_size=40,
)


def played(steps) -> list[Look]:
    looks, now = [], 0.0
    for pause, what, near in steps:
        now += pause
        looks.append(look(now, what, near_second=near) if isinstance(what, float) else blank(now, what, near_second=False))
    return looks


def decided(looks: list[Look]) -> list[tuple[int, Decision]]:
    state, decisions = State(), []
    for number, each in enumerate(looks):
        state, decision = step(state, each, POLICY)
        if decision:
            decisions.append((number, decision))
    return decisions


@given(LOOKS)
def test_no_mismatch_on_fewer_than_three_usable_strange_looks(steps):
    looks = played(steps)
    for number, decision in decided(looks):
        if decision.kind is IncidentKind.MISMATCH:
            strange = [each for each in looks[: number + 1] if each.distance is not None and each.weight > 0]
            assert len(strange) >= 3
            assert decision.why[0][1]["looks"] >= 3


@given(LOOKS, st.integers(0, 39))
def test_one_look_turned_into_nothing_never_creates_a_mismatch(steps, where: int):
    looks = played(steps)
    mended = [
        replace(each, distance=None, weight=0.0, kind=LookKind.UNSURE) if n == where else each for n, each in enumerate(looks)
    ]
    if looks and where < len(looks) and looks[where].weight >= 0:
        before = [number for number, each in decided(looks) if each.kind is IncidentKind.MISMATCH]
        after = [number for number, each in decided(mended) if each.kind is IncidentKind.MISMATCH]
        assert not after or before[0] <= after[0]


@given(LOOKS)
def test_only_unusable_looks_never_accuse_the_person(steps):
    looks = [each for each in played(steps) if each.distance is None]
    assert all(decision.kind is not IncidentKind.MISMATCH for _, decision in decided(looks))


@given(LOOKS, st.integers(0, 40))
def test_a_restart_anywhere_rebuilds_the_same_state(steps, cut: int):
    looks = played(steps)
    state = state_after(looks[:cut], POLICY)
    for each in looks[cut:]:
        state, _ = step(state, each, POLICY)
    assert state == state_after(looks, POLICY)


@given(LOOKS)
def test_looks_that_come_twice_or_late_change_nothing(steps):
    looks = played(steps)
    state = state_after(looks, POLICY)
    for each in looks:
        assert step(state, each, POLICY) == (state, None)


@given(LOOKS)
def test_evidence_never_leaves_its_bounds(steps):
    for n in range(len(steps)):
        assert 0 <= state_after(played(steps)[: n + 1], POLICY).evidence <= POLICY.evidence_limit
