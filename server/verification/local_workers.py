"""The default engine: workers are child processes of the web process, each on a socket of its own; nothing to install."""

import itertools
import logging
import statistics
import threading
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from server.faces.face_model import AUTOMATIC
from server.verification.burst_share import BurstShare
from server.verification.deliveries import Deliveries
from server.verification.engine import Health, OnVerdict
from server.verification.heard_clock import HeardClock
from server.verification.jobs import READY, TOGETHER, Answer, Outcome, Refusal, receive, send, unpacked
from server.verification.queue import PictureJob, Reply, Waiting
from server.verification.suspicion import RefusedSenders, after_loss, known_picture
from server.verification.worker_link import WorkerLink

log = logging.getLogger(__name__)
_LOOK_EVERY = 0.2
_GUESSED_MS = 50.0  # until the first picture was measured
_UNAVAILABLE = Refusal("face_check_unavailable", {}, is_our_failure=True)
_TOO_SLOW = Refusal("face_check_too_slow", {}, is_our_failure=True)


@dataclass(frozen=True, slots=True)
class EmbeddedSettings:
    models: Path
    workers: int
    model: str = AUTOMATIC
    credits: int = 2 * TOGETHER  # as many in work, as many in the pipe
    hung_after: float = 10.0
    warm_within: float = 60.0
    overloaded_after: float = 3.0


class EmbeddedEngine:
    """Plain threads and sockets: under eventlet they are green, and no OS thread of ours ever meets a green one."""

    def __init__(self, settings: EmbeddedSettings) -> None:
        self._settings = settings
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._links: list[WorkerLink] = []
        self._waiting = Waiting()
        self._refused = RefusedSenders()
        self._bursts = BurstShare(time.monotonic())
        self._numbers = itertools.count(READY + 1)
        self._took_ms: deque[float] = deque(maxlen=100)
        self._tell: OnVerdict | None = None
        self._deliveries = Deliveries()
        self._clock = HeardClock(time.monotonic())
        self._keeper = threading.Thread(target=self._keep_workers, name="workers", daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._keeper.ident is not None:  # it was started
            self._keeper.join()
        for link in self._links:
            link.hang_up()
        for link in self._links:
            link.end(within=2.0)
        with self._changed:
            while (job := self._waiting.take()) is not None:
                _answer(job, _UNAVAILABLE)

    def on_verdict(self, callback: OnVerdict) -> None:
        self._tell = callback

    def put_latest(self, key: str, sequence: int, jpeg: bytes, *, burst: bool = False) -> bool:
        now = time.monotonic()
        with self._changed:
            if self._stopping.is_set() or (burst and not self._bursts.allows(now, self._capacity())):
                return False
            job, refused = PictureJob(next(self._numbers), key, sequence, jpeg, now), self._refused.refusal(key, now)
            if refused is None and not self._waiting.put_latest(job):
                return False
            self._changed.notify_all()
        if refused is not None:
            self._deliver(job, refused)
        return True

    def measure(self, jpeg: bytes, timeout: float, sender: str = "") -> Outcome:
        reply = Reply()
        job = PictureJob(next(self._numbers), sender, 0, jpeg, time.monotonic(), reply)
        with self._changed:
            if self._stopping.is_set():
                return _UNAVAILABLE
            if refused := self._refused.refusal(sender, job.since):
                return refused
            job.losses = self._refused.take_losses(sender, job.since)
            self._waiting.put_urgent(job)
            self._changed.notify_all()
        reply.came.wait(timeout)
        with self._changed:
            if self._waiting.withdraw(job):
                self._refused.keep_losses(job, time.monotonic())
            nobody_works = not self._ready()
        return reply.outcome or (_UNAVAILABLE if nobody_works else _TOO_SLOW)

    def health(self) -> Health:
        with self._changed:
            return Health(
                workers=self._ready(),
                waiting=len(self._waiting),
                took_ms_p50=statistics.median(self._took_ms) if self._took_ms else 0.0,
                is_overloaded=self._waiting.longest(time.monotonic()) > self._settings.overloaded_after,
            )

    def process_ids(self) -> list[int]:
        with self._changed:
            return [link.process_id for link in self._links if link.is_ready and not link.is_gone]

    def _ready(self) -> int:
        return sum(link.is_ready and not link.is_gone for link in self._links)

    def _capacity(self) -> float:
        each_ms = statistics.median(self._took_ms) if self._took_ms else _GUESSED_MS
        return self._ready() * 1000 / max(each_ms, 0.1)

    def _keep_workers(self) -> None:
        """Lives as long as the engine: a worker dies with the thread that began it."""
        while not self._stopping.is_set():
            self._clock.advance(time.monotonic())
            with self._changed:
                self._links = [link for link in self._links if not self._is_over(link)]
                missing = self._settings.workers - len(self._links)
            for _ in range(missing):
                self._begin_worker()
            self._stopping.wait(_LOOK_EVERY)

    def _is_over(self, link: WorkerLink) -> bool:
        now = self._clock.now
        if not link.has_ended():
            if link.is_gone or link.is_hung(now, self._settings.hung_after, self._settings.warm_within):
                log.warning("worker %d hangs or left its socket, and is killed", link.process_id)
                link.kill()
            return False
        return link.is_ready or now - link.began > 1.0  # one that dies while warming is not begun again at once

    def _begin_worker(self) -> None:
        link = WorkerLink(self._settings.models, self._settings.model, self._clock.now)
        with self._changed:
            self._links.append(link)
        threading.Thread(target=self._feed, args=(link,), name="worker-feed", daemon=True).start()
        threading.Thread(target=self._listen, args=(link,), name="worker-listen", daemon=True).start()

    def _feed(self, link: WorkerLink) -> None:
        while (job := self._next_job(link)) is not None:
            try:
                send(link.socket, job.number, job.jpeg)
            except OSError:
                return  # _listen sees the same end and puts the job back

    def _next_job(self, link: WorkerLink) -> PictureJob | None:
        with self._changed:
            self._changed.wait_for(lambda: link.is_gone or self._may_take(link))
            if link.is_gone:
                return None
            known = known_picture(next(self._numbers), self._waiting.first(), link.measured)
            job = known or self._waiting.take()
            if job is not None:
                link.in_hand[job.number] = (job, self._clock.now)
            return job

    def _may_take(self, link: WorkerLink) -> bool:
        """A picture that was in the hands of a worker that died is given to one with empty hands, and nothing after it: if it
        is what kills workers, it takes no other with it again. So is what shows whether the worker is well."""
        first, in_hand = self._waiting.first(), [job for job, _ in link.in_hand.values()]
        if first is None or not link.is_ready or any(job.losses or job.goes_before for job in in_hand):
            return False
        return not in_hand if first.losses else len(in_hand) < self._settings.credits

    def _listen(self, link: WorkerLink) -> None:
        try:
            while True:
                number, content = receive(link.socket)
                self._on_outcome(link, number, content)
        except (EOFError, OSError):
            self._lose(link)
        except (ValueError, KeyError, TypeError):
            log.exception("worker %d does not make sense and is killed", link.process_id)
            self._lose(link)

    def _on_outcome(self, link: WorkerLink, number: int, content: bytes) -> None:
        answer = None if number == READY else unpacked(content)
        with self._changed:
            link.heard = self._clock.now
            job = self._returned(link, number, answer)
            self._changed.notify_all()
        if job is not None and job.goes_before is None and answer is not None:
            self._deliver(job, answer.outcome)

    def _returned(self, link: WorkerLink, number: int, answer: Answer | None) -> PictureJob | None:
        if answer is None:
            link.is_ready = True
            return None
        job, _ = link.in_hand.pop(number)
        link.measured += 1
        if job.goes_before is None:
            self._took_ms.append(answer.took_ms)
        return job

    def _deliver(self, job: PictureJob, outcome: Outcome) -> None:
        if job.reply is not None:
            _answer(job, outcome)
        elif self._tell is not None:
            self._deliveries.put(job.key, partial(self._call_back, self._tell, job, outcome))

    def _call_back(self, deliver: OnVerdict, job: PictureJob, outcome: Outcome) -> None:
        try:
            deliver(job.key, job.sequence, outcome)
        except Exception:
            log.exception("the verdict on picture %d was not taken", job.sequence)

    def _lose(self, link: WorkerLink) -> None:
        with self._changed:
            link.is_gone = True
        poison = link.poison()
        with self._changed:
            lost = [job for job, _ in reversed(link.in_hand.values())]
            link.in_hand.clear()
            given_up = [over for job in lost if (over := after_loss(job, poison, self._waiting))]
            for job, refusal in given_up:
                self._refused.note(job, refusal, time.monotonic())
            given_up += self._refused.withdrawn(self._waiting, time.monotonic())
            self._changed.notify_all()
        link.socket.close()
        for job, refusal in given_up:
            self._deliver(job, refusal)
        if poison is not None:
            log.warning("worker %d was ended by a picture of %s that no decoding ended", link.process_id, poison.key or "a gate")


def _answer(job: PictureJob, outcome: Outcome) -> None:
    if job.reply is not None:
        job.reply.outcome = outcome
        job.reply.came.set()
