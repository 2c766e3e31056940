"""Attempts at active liveness: only the newest of a sitting counts, and no embedding outlives its use."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from server.identity.gate.liveness import LIMITS
from server.memory import liveness_attempts
from server.memory.liveness_attempts import LivenessAttempts, LivenessExpired, LivenessNeeded
from tests.builders import Clock
from tests.unit.identity.seen import at

WHO = uuid4()


@pytest.fixture
def clock() -> Clock:
    return Clock(at(0))


@pytest.fixture
def attempts(clock: Clock) -> LivenessAttempts:
    return LivenessAttempts(lambda: clock.now)


def opened(attempts: LivenessAttempts, who: UUID = WHO) -> str:
    return attempts.open(who, who, lambda _random: ())[0]


def test_asking_again_forgets_how_the_former_attempt_ended(attempts: LivenessAttempts):
    attempts.note(WHO, passed=True, embedding=(0.1,))
    assert attempts.result(WHO).passed
    opened(attempts)
    with pytest.raises(LivenessNeeded):
        attempts.result(WHO)


def test_a_check_that_used_the_result_uses_it_up(attempts: LivenessAttempts):
    attempts.note(WHO, passed=True, embedding=(0.1,))
    attempts.forget(WHO)
    with pytest.raises(LivenessNeeded):
        attempts.result(WHO)


def test_only_the_newest_attempt_of_a_sitting_counts(attempts: LivenessAttempts):
    first, second = opened(attempts), opened(attempts)
    with pytest.raises(LivenessExpired):
        attempts.take(first, WHO, WHO)
    assert attempts.take(second, WHO, WHO).sitting_id == WHO


def test_of_too_many_attempts_the_oldest_goes(attempts: LivenessAttempts, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(liveness_attempts, "REMEMBERED", 2)
    people = [uuid4() for _ in range(3)]
    tokens = [opened(attempts, who) for who in people]
    with pytest.raises(LivenessExpired):
        attempts.take(tokens[0], people[0], people[0])
    for token, who in zip(tokens[1:], people[1:], strict=True):
        assert attempts.take(token, who, who).asked_by == who


def test_an_embedding_past_its_use_leaves_memory(attempts: LivenessAttempts, clock: Clock):
    attempts.note(WHO, passed=True, embedding=(0.1,))
    clock.now += LIMITS.holds
    assert attempts.result(WHO).embedding == (0.1,), "to the last moment"
    clock.now += timedelta(seconds=1)
    attempts.note(uuid4(), passed=False, embedding=None)
    assert WHO not in attempts._results
