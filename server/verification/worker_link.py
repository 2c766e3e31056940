"""One worker as the server sees it: a child process, a socket to it, and the jobs in its hands."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from server.verification.environment import ENVIRONMENT
from server.verification.waiting import Job

_ROOT = Path(__file__).parents[2]


class WorkerLink:
    def __init__(self, models: Path, model: str) -> None:
        self.began = time.monotonic()
        self.is_ready = False
        self.is_gone = False
        self.in_hand: dict[int, tuple[Job, float]] = {}
        self.socket, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            arguments = [str(number), str(os.getpid()), str(models.resolve()), model]
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "server.verification.worker", *arguments],
                pass_fds=(number,),
                env=ENVIRONMENT,
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    @property
    def process_id(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def is_hung(self, now: float, hung_after: float, warm_within: float) -> bool:
        if not self.is_ready:
            return now - self.began > warm_within
        return any(now - since > hung_after for _, since in self.in_hand.values())

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
