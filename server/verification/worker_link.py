"""One worker as the server sees it: a child process, a socket to it, and the jobs in its hands."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from server.verification.environment import ENVIRONMENT
from server.verification.in_work import DecodingWatch
from server.verification.queue import PictureJob

_ROOT = Path(__file__).parents[2]
WORKER = "server.verification.worker"
_ENDS_WITHIN = 1.0


class WorkerLink:
    def __init__(self, models: Path, model: str, now: float) -> None:
        self.began = self.heard = now
        self.is_ready = False
        self.is_gone = False
        self.measured = 0  # pictures
        self.in_hand: dict[int, tuple[PictureJob, float]] = {}  # with since when
        self._in_work = DecodingWatch()
        self.socket, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            shared = self._in_work.descriptor
            arguments = [str(number), str(shared), str(os.getpid()), str(models.resolve()), model]
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", WORKER, *arguments],
                pass_fds=(number, shared),
                env=ENVIRONMENT,
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._in_work.handed_over()

    @property
    def process_id(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def poison(self) -> PictureJob | None:
        """The picture a worker that is gone was decoding when it had cost more than any may: the worker's own clock ended it."""
        try:
            ended_by_its_clock = self._process.wait(_ENDS_WITHIN) == -signal.SIGPROF
        except subprocess.TimeoutExpired:  # it left its socket and lives: the engine will kill it
            return None
        job, _ = self.in_hand.get(self._in_work.number(), (None, 0.0))
        return job if ended_by_its_clock else None

    def is_hung(self, now: float, hung_after: float, warm_within: float) -> bool:
        """`now` counts only while the engine was able to hear. A worker that answers is not hung, however long its queue."""
        if not self.is_ready:
            return now - self.began > warm_within
        oldest = min((since for _, since in self.in_hand.values()), default=now)
        return now - max(oldest, self.heard) > hung_after

    def kill(self) -> None:
        self._process.kill()

    def hang_up(self) -> None:
        """Wakes whoever reads here; the worker ends when it sees it."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # already closed from the other side

    def end(self, within: float) -> None:
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
