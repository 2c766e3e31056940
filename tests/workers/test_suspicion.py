"""When a worker must first show that it is well, and whose pictures are refused after one of theirs ended workers."""

import time
from pathlib import Path

import pytest

from server.verification.jobs import KNOWN_PICTURE, Refusal
from server.verification.local_workers import EmbeddedEngine, EmbeddedSettings
from server.verification.queue import PictureJob, Reply, Waiting
from server.verification.suspicion import RefusedSenders, after_loss, known_picture
from tests.workers.conftest import Verdicts


def waits(losses: int) -> PictureJob:
    return PictureJob(1, "sitting", 1, b"", since=7.0, losses=losses)


@pytest.mark.parametrize(("losses", "measured", "is_tried_first"), [(0, 0, False), (1, 0, True), (1, 7, True), (2, 8, False)])
def test_only_a_worker_that_measured_eight_is_given_a_doubted_picture(losses: int, measured: int, is_tried_first: bool):
    following = waits(losses)
    ours = known_picture(5, following, measured)
    assert (ours is not None) == is_tried_first
    if ours is not None:
        assert (ours.jpeg, ours.goes_before, ours.since) == (KNOWN_PICTURE, following, 7.0)


def test_a_worker_that_dies_of_our_picture_blames_nobody_once():
    waiting, doubted = Waiting(), waits(losses=1)
    waiting.put_latest(doubted)
    ours = known_picture(5, doubted, 0)
    assert ours is not None
    assert after_loss(ours, None, waiting) == (doubted, Refusal("picture_unmeasurable", {}, is_our_failure=True))
    assert after_loss(ours, None, waiting) is None, "it was told already"


DEADLY = Refusal("picture_unmeasurable", {})


def asked(sender: str, number: int = 1) -> PictureJob:
    return PictureJob(number, sender, 0, b"", since=0.0, reply=Reply())


def test_whose_picture_ended_workers_is_refused_for_a_minute():
    refused = RefusedSenders()
    refused.note(asked("desk 1"), DEADLY, now=100.0)
    assert refused.refusal("desk 1", 130.5) == Refusal("pictures_refused", {"seconds": 30})
    assert [refused.refusal(sender, at) for sender, at in (("desk 1", 160.0), ("desk 2", 101.0), ("", 101.0))] == [None] * 3


def test_neither_a_broken_worker_nor_one_snapshot_shuts_anybody_out():
    refused = RefusedSenders()
    refused.note(asked("desk 1"), Refusal("picture_unmeasurable", {}, is_our_failure=True), now=0.0)
    refused.note(waits(losses=3), DEADLY, now=0.0)
    assert [refused.refusal(sender, 1.0) for sender in ("desk 1", "sitting")] == [None, None]
    refused.note(waits(losses=3), DEADLY, now=300.0)
    assert refused.refusal("sitting", 300.0) is None, "the first one is forgotten"


def test_a_sitting_that_sends_two_is_a_covered_lens_that_costs_no_worker(tmp_path: Path):
    """Nothing is started here: what the engine says of pictures it gives to nobody."""
    engine, told = EmbeddedEngine(EmbeddedSettings(tmp_path, workers=1)), Verdicts()
    engine.on_verdict(told.take)
    engine.put_latest("sitting", 1, b"")
    for _ in range(2):
        engine._refused.note(waits(losses=3), DEADLY, time.monotonic())
    assert [job.sequence for job, _ in engine._refused.withdrawn(engine._waiting, time.monotonic())] == [1]
    assert engine.put_latest("sitting", 2, b"")
    assert engine.put_latest("another", 1, b"")
    [(key, sequence, refusal)] = told.wait_for(1)
    assert isinstance(refusal, Refusal)
    assert (key, sequence, refusal.code, refusal.is_our_failure) == ("sitting", 2, "pictures_refused", False)
    assert engine.health().waiting == 1


def test_what_the_same_desk_had_sent_already_gets_to_no_worker():
    refused, waiting = RefusedSenders(), Waiting()
    for sender, number in (("desk 1", 1), ("desk 2", 2), ("desk 1", 3)):
        waiting.put_urgent(asked(sender, number))
    refused.note(asked("desk 1"), DEADLY, now=0.0)
    told = Refusal("pictures_refused", {"seconds": 60})
    assert [(job.number, refusal) for job, refusal in refused.withdrawn(waiting, 0.0)] == [(1, told), (3, told)]
    assert [job.number for job in waiting.all()] == [2]


def test_who_waits_no_longer_leaves_the_losses_to_the_next_picture(tmp_path: Path):
    """Else a gate whose workers come back slowly kills two with each try, and is never told from the others."""
    engine, began_with = EmbeddedEngine(EmbeddedSettings(tmp_path, workers=1)), []

    class TwoWorkersDied(Waiting):
        def put_urgent(self, job: PictureJob) -> None:
            super().put_urgent(job)
            began_with.append(job.losses)
            job.losses = 2

    engine._waiting = TwoWorkersDied()
    for sender in ("desk 1", "desk 2", "desk 1", ""):
        engine.measure(b"", 0.0, sender)
    assert began_with == [0, 0, 2, 0]


def test_losses_of_before_are_taken_once_and_forgotten_after_a_minute():
    refused = RefusedSenders()
    lost = asked("desk 1")
    lost.losses = 2
    refused.keep_losses(lost, now=0.0)
    assert [refused.take_losses("desk 1", 59.0), refused.take_losses("desk 1", 59.0)] == [2, 0]
    refused.keep_losses(lost, now=0.0)
    assert refused.take_losses("desk 1", 60.0) == 0
