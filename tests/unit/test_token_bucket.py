"""A token bucket lets through what was agreed, says how long to wait, and a clock that goes back gives nothing."""

from server.token_bucket import TokenBucket


def test_so_much_at_once_and_then_at_its_pace():
    bucket = TokenBucket(per_second=2, at_once=10)
    assert [bucket.wait_for(1, 0.0) for _ in range(10)] == [0.0] * 10
    assert bucket.wait_for(1, 0.0) == 0.5
    assert bucket.wait_for(4, 1.0) == 1.0
    assert bucket.wait_for(2, 1.0) == 0.0


def test_who_is_refused_pays_nothing():
    bucket = TokenBucket(per_second=1, at_once=1)
    bucket.wait_for(1, 0.0)
    assert [bucket.wait_for(1, 0.5) for _ in range(100)] == [0.5] * 100
    assert bucket.wait_for(1, 1.0) == 0.0


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing():
    bucket = TokenBucket(per_second=1, at_once=1)
    bucket.wait_for(1, 100.0)
    assert bucket.wait_for(1, 10.0) == 1.0
    assert not bucket.is_full(10.0)


def test_a_bucket_that_was_left_alone_is_full_again():
    bucket = TokenBucket(per_second=1, at_once=5)
    bucket.wait_for(5, 0.0)
    assert not bucket.is_full(4.0)
    assert bucket.is_full(5.0)
