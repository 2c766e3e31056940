"""Which picture a worker died of, when it is the worker that is broken, and whose pictures are refused for a while."""

import logging
import math

from server.verification.jobs import KNOWN_PICTURE, Refusal
from server.verification.queue import PictureJob, Waiting

log = logging.getLogger(__name__)
# A picture that three workers died with is the reason: with the last two it was alone, and each had just measured eight others.
# Of workers that die at random an innocent one is blamed at worst once in 500 times, when they die of every ninth picture.
_MOST_LOSSES = 3
_WELL_AFTER = 8
_REFUSED_FOR_S = 60.0
_REMEMBERED_FOR_S = 300.0
_UNMEASURABLE = Refusal("picture_unmeasurable", {}, is_our_failure=True)
_POISON = Refusal("picture_unmeasurable", {})  # it was seen to be the reason: whoever sent it shows no face


class RefusedSenders:
    """Whose picture has ended workers: for a minute no picture of theirs gets to one.

    Of a gate or desk, where somebody reads why, after the first; of a sitting's snapshots after the second within five minutes,
    for until then they count as a covered lens: a single one may be chance.
    """

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._once: dict[str, float] = {}  # snapshots: until when another one is the second
        self._losses: dict[str, tuple[int, float]] = {}  # of a picture whose sender waited no longer, and until when they count

    def note(self, job: PictureJob, refusal: Refusal, now: float) -> None:
        if not job.key or refusal.is_our_failure:
            return
        self._until, self._once = _still(self._until, now), _still(self._once, now)
        if job.reply is not None or job.key in self._once:
            self._until[job.key] = now + _REFUSED_FOR_S
        else:
            self._once[job.key] = now + _REMEMBERED_FOR_S

    def keep_losses(self, job: PictureJob, now: float) -> None:
        """Its sender gave up before it was judged: the next one stands in its place, as among snapshots."""
        if job.key and job.losses:
            known = {sender: kept for sender, kept in self._losses.items() if kept[1] > now}
            self._losses = known | {job.key: (job.losses, now + _REFUSED_FOR_S)}

    def take_losses(self, sender: str, now: float) -> int:
        losses, until = self._losses.pop(sender, (0, now))
        return losses if until > now else 0

    def refusal(self, sender: str, now: float) -> Refusal | None:
        left = self._until.get(sender, now) - now
        return Refusal("pictures_refused", {"seconds": math.ceil(left)}) if left > 0 else None

    def withdrawn(self, waiting: Waiting, now: float) -> list[tuple[PictureJob, Refusal]]:
        """What of theirs waited already."""
        sent = [(job, refusal) for job in waiting.all() if (refusal := self.refusal(job.key, now))]
        return [(job, refusal) for job, refusal in sent if waiting.withdraw(job)]


def _still(kept: dict[str, float], now: float) -> dict[str, float]:
    return {key: until for key, until in kept.items() if until > now}


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
