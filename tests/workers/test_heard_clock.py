"""A worker is not hung because our own loop was late."""

from server.verification.heard_clock import HeardClock
from server.verification.worker_link import WorkerLink


def link_in_hand(since: float) -> WorkerLink:
    link = object.__new__(WorkerLink)
    link.is_ready, link.began, link.heard, link.in_hand = True, 0.0, 0.0, {1: (None, since)}
    return link


def test_the_clock_stands_while_its_loop_is_late():
    clock = HeardClock(100.0)
    for moment in (100.2, 100.4, 160.4, 160.6):
        clock.advance(moment)
    assert 1.0 < clock.now < 1.2


def test_a_worker_that_is_silent_while_we_listen_is_hung():
    link = link_in_hand(since=1.0)
    assert not link.is_hung(10.9, hung_after=10, warm_within=60)
    assert link.is_hung(11.1, hung_after=10, warm_within=60)


def test_one_that_answers_is_not_however_long_its_queue():
    link = link_in_hand(since=1.0)
    link.heard = 9.0
    assert not link.is_hung(18.0, hung_after=10, warm_within=60)
