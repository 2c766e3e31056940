"""Work that would block everybody: real threads for it, and one writer that commits for many at once."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ParamSpec, Protocol, TypeVar

import eventlet
from eventlet import event, patcher, tpool

from server.patching import Lock

P = ParamSpec("P")
T = TypeVar("T")
MOST_OTHERS = 4  # in one batch: as many as somebody who goes first may have to wait for


def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs it in a real thread; only the calling green thread waits."""
    result: T = tpool.execute(function, *args, **kwargs)
    return result


class OwnThread:
    """A real thread for one kind of work, one piece at a time: it waits for nobody else's."""

    def __init__(self, name: str) -> None:
        self._asked = patcher.original("queue").SimpleQueue()
        patcher.original("threading").Thread(target=self._work, name=name, daemon=True).start()

    def run(self, function: Callable[[], None]) -> None:
        """From a green thread, and only that one waits. What the function raises is raised here."""
        task = _Task(function)
        self._asked.put(task)
        with task.done:
            if task.error is not None:
                raise task.error

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what returns something."""
        found: list[T] = []
        self.run(lambda: found.append(function(*args, **kwargs)))
        return found[0]

    def _work(self) -> None:
        while True:
            task = self._asked.get()
            try:
                task.function()
            except BaseException as error:  # noqa: BLE001  it belongs to the one who waits
                task.error = error
            task.done.release()


class _Task:
    def __init__(self, function: Callable[[], None]) -> None:
        self.function = function
        self.error: BaseException | None = None
        self.done = Lock()
        self.done.acquire()


class CommitJob(Protocol):
    first: bool
    result: Any
    error: BaseException | None


class _CommitBatch:
    def __init__(self) -> None:
        self.jobs: list[Any] = []
        self.done = event.Event()


class GreenCommitter:
    """Group commit: while one batch is being written in a real thread, the next one gathers.

    Jobs that go first have batches of their own, and wait for few others at a time however many there are.
    `run_batch` sets each job's `result` or `error`; what it raises itself is the error of every job in the batch.
    """

    def __init__(self, run_batch: Callable[[Sequence[Any]], None], name: str = "lane") -> None:
        self._run_batch = run_batch
        self._thread = OwnThread(name)
        self._first = _CommitBatch()
        self._others: deque[_CommitBatch] = deque()
        self._others_turn = False
        self._writing = False
        self._hub_thread = threading.get_native_id()

    def submit(self, job: CommitJob) -> Any:
        """From green threads only: a real thread would wait for a hub that cannot hear it."""
        if threading.get_native_id() != self._hub_thread:
            raise RuntimeError("group commit was asked from a real thread: leave `in_thread` first")
        batch = self._gathering(job.first)
        batch.jobs.append(job)
        if not self._writing:
            self._writing = True
            eventlet.spawn_n(self._write)
        batch.done.wait()
        error, job.error = job.error, None  # its traceback holds the job: together they would wait for a full collection
        if error is not None:
            try:
                raise error
            finally:
                del error
        return job.result

    def _gathering(self, first: bool) -> _CommitBatch:
        if first:
            return self._first
        if not self._others or len(self._others[-1].jobs) >= MOST_OTHERS:
            self._others.append(_CommitBatch())
        return self._others[-1]

    def _next_batch(self) -> _CommitBatch | None:
        """By turns where both wait: neither those who go first nor the others are held up for ever."""
        if self._others and (self._others_turn or not self._first.jobs):
            self._others_turn = False
            return self._others.popleft()
        self._others_turn = True
        batch, self._first = self._first, _CommitBatch()
        return batch if batch.jobs else None

    def _write(self) -> None:
        while (batch := self._next_batch()) is not None:
            try:
                self._thread.run(partial(self._run_batch, batch.jobs))
            except Exception as error:  # noqa: BLE001  it belongs to those who wait
                for job in batch.jobs:
                    job.error = error
            batch.done.send()
        self._writing = False
