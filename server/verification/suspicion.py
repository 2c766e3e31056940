"""Which picture a worker died of, and when it is the worker that is broken."""

import logging

from server.verification.jobs import KNOWN_PICTURE, Refusal
from server.verification.queue import PictureJob, Waiting

log = logging.getLogger(__name__)
# A picture that three workers died with is the reason: with the last two it was alone, and each had just measured eight others.
# Of workers that die at random an innocent one is blamed at worst once in 500 times, when they die of every ninth picture.
_MOST_LOSSES = 3
_WELL_AFTER = 8
_UNMEASURABLE = Refusal("picture_unmeasurable", {}, is_our_failure=True)
_POISON = Refusal("picture_unmeasurable", {})  # it was seen to be the reason: whoever sent it shows no face


def known_picture(number: int, following: PictureJob | None, measured: int) -> PictureJob | None:
    """A picture of ours, for a worker that is to be given what another one died with before it has measured enough others."""
    if following is None or not following.losses or measured >= _WELL_AFTER:
        return None
    return PictureJob(number, "", 0, KNOWN_PICTURE, following.since, goes_before=following)


def after_loss(job: PictureJob, poison: PictureJob | None, waiting: Waiting) -> tuple[PictureJob, Refusal] | None:
    """Who is told what, or none: the picture waits for another worker.

    Without a picture that was seen to be the reason (`poison`) each that was in hand may be it; but a worker that dies of a
    picture of ours is broken, and that is nobody's fault.
    """
    if job.goes_before is not None:
        log.warning("a worker died of a picture that every worker measures")
        return (job.goes_before, _UNMEASURABLE) if waiting.withdraw(job.goes_before) else None
    job.losses += poison is None
    if job is poison or job.losses >= _MOST_LOSSES:
        log.warning("pictures of %s were in the hands of %d workers that died", job.key or "a gate", job.losses)
        return job, _POISON
    waiting.put_back(job)
    return None
