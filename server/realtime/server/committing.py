"""Work that would block everybody: real threads for it, and one writer that commits for many at once."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar

import eventlet
from eventlet import event, tpool

P = ParamSpec("P")
T = TypeVar("T")


def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs it in a real thread; only the calling green thread waits."""
    result: T = tpool.execute(function, *args, **kwargs)
    return result


class Job(Protocol):
    result: Any
    error: BaseException | None


class _Batch:
    def __init__(self) -> None:
        self.jobs: list[Any] = []
        self.done = event.Event()


class GreenCommitter:
    """Group commit: while one batch is being written in a real thread, the next one gathers.

    `run_batch` sets each job's `result` or `error`; what it raises itself is the error of every job in the batch.
    """

    def __init__(self, run_batch: Callable[[Sequence[Any]], None]) -> None:
        self._run_batch = run_batch
        self._next = _Batch()
        self._writing = False
        self._hub_thread = threading.get_native_id()

    def submit(self, job: Job) -> Any:
        """From green threads only: a real thread would wait for a hub that cannot hear it."""
        if threading.get_native_id() != self._hub_thread:
            raise RuntimeError("group commit was asked from a real thread: leave `in_thread` first")
        batch = self._next
        batch.jobs.append(job)
        if not self._writing:
            self._writing = True
            eventlet.spawn_n(self._write)
        batch.done.wait()
        if job.error is not None:
            raise job.error
        return job.result

    def _write(self) -> None:
        while self._next.jobs:
            batch, self._next = self._next, _Batch()
            try:
                tpool.execute(self._run_batch, batch.jobs)
            except Exception as error:  # noqa: BLE001  it belongs to those who wait
                for job in batch.jobs:
                    job.error = error
            batch.done.send()
        self._writing = False
