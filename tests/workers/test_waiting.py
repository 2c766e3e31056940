"""Who comes next, and what passes on the wire."""

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.faces.measurement import Box, Face, Measurement
from server.verification.burst_share import BurstShare
from server.verification.jobs import Answer, Refusal, packed, receive, send, unpacked
from server.verification.queue import PictureJob, Reply, Waiting


def job(key: str, sequence: int, since: float = 0.0, reply: Reply | None = None) -> PictureJob:
    return PictureJob(sequence, key, sequence, b"", since, reply)


def taken(waiting: Waiting) -> list[tuple[str, int]]:
    order = []
    while (each := waiting.take()) is not None:
        order.append((each.key, each.sequence))
    return order


def test_a_newer_picture_keeps_the_place_of_the_one_it_replaces():
    waiting = Waiting()
    assert [waiting.put_latest(each) for each in (job("a", 1, 10), job("b", 1, 11), job("a", 2, 12))] == [True] * 3
    assert waiting.longest(now=20) == 10
    assert taken(waiting) == [("a", 2), ("b", 1)]


def test_a_job_whose_worker_died_comes_first_again_unless_it_is_outdated():
    waiting = Waiting()
    waiting.put_latest(job("b", 1))
    waiting.put_latest(job("c", 5))
    waiting.put_back(job("a", 1))
    waiting.put_back(job("c", 4))
    assert taken(waiting) == [("a", 1), ("b", 1), ("c", 5)]


def test_who_gave_up_waiting_is_not_served():
    waiting, given_up = Waiting(), job("", 1, reply=Reply())
    waiting.put_urgent(given_up)
    waiting.withdraw(given_up)
    assert taken(waiting) == []


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 20)), max_size=60))
def test_at_most_one_picture_waits_per_key_and_it_is_the_newest(puts: list[tuple[str, int]]):
    waiting, newest = Waiting(), {}
    for key, sequence in puts:
        accepted = waiting.put_latest(job(key, sequence))
        assert accepted == (sequence > newest.get(key, -1))
        newest[key] = max(sequence, newest.get(key, -1))
    assert dict(taken(waiting)) == newest


def test_bursts_get_a_tenth_over_any_minute():
    share, allowed = BurstShare(filled_at=0), 0
    for tick in range(60_000):
        allowed += share.allows(tick / 1000, capacity=80)
    assert 60 * 8 - 1 <= allowed <= 60 * 8 + 8


def test_without_workers_there_are_no_bursts():
    assert not BurstShare(filled_at=0).allows(100, capacity=0)


NUMBERS = st.floats(-1e3, 1e3, width=32)
FACES = st.builds(
    Face,
    box=st.builds(Box, *[st.integers(-50, 4000)] * 4),
    score=NUMBERS, yaw=NUMBERS, pitch=NUMBERS, roll=NUMBERS, brightness=NUMBERS, overexposed=NUMBERS, sharpness=NUMBERS,
    flags=st.sampled_from([(), ("truncated",)]),
    embedding=st.none() | st.tuples(*[NUMBERS] * 128),
)  # fmt: skip
MEASUREMENTS = st.builds(
    Measurement,
    width=st.integers(64, 4000), height=st.integers(64, 4000), brightness=NUMBERS, contrast=NUMBERS,
    digest=st.text("0123456789abcdef", min_size=16, max_size=16), faces=st.lists(FACES, max_size=2).map(tuple),
)  # fmt: skip
REFUSALS = st.builds(Refusal, st.sampled_from(["picture_too_large"]), st.just({"width": 5000}), st.booleans())


@given(st.builds(Answer, MEASUREMENTS | REFUSALS, NUMBERS))
def test_an_answer_crosses_the_wire_unchanged(answer: Answer):
    assert unpacked(packed(answer)) == answer


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.binary(max_size=300_000)), max_size=3))
def test_messages_arrive_whole_and_in_order(messages: list[tuple[int, bytes]]):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=lambda: [send(theirs, *message) for message in messages])
        sender.start()
        assert [receive(ours) for _ in messages] == messages
        sender.join()


def test_half_a_message_is_the_end_of_the_connection():
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(b"\0\0\0\x10\0\0\0\0\0\0\0\1half")
        with pytest.raises(EOFError):
            receive(ours)


def test_a_newer_picture_inherits_how_many_workers_died_with_its_key():
    """Whoever sends one that kills workers every second would never be named."""
    waiting, deadly = Waiting(), job("a", 1)
    deadly.losses = 2
    waiting.put_latest(job("a", 2))
    waiting.put_back(deadly)
    waiting.put_latest(job("a", 3))
    assert [(first.sequence, first.losses) for first in [waiting.take()] if first] == [(3, 2)]


def test_only_what_still_waits_is_withdrawn():
    waiting, older, urgent = Waiting(), job("a", 1), job("", 9, reply=Reply())
    waiting.put_latest(older)
    waiting.put_latest(job("a", 2))
    waiting.put_urgent(urgent)
    assert [waiting.withdraw(each) for each in (older, urgent, urgent)] == [False, True, False]
    assert taken(waiting) == [("a", 2)]
