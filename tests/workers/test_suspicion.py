"""When a worker must first show with a picture of ours that it is well, before it is given what another one died with."""

import pytest

from server.verification.jobs import KNOWN_PICTURE, Refusal
from server.verification.queue import PictureJob, Waiting
from server.verification.suspicion import after_loss, known_picture


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
