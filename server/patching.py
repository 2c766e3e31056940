"""The first thing a process under eventlet does: patches, and locks that green and real threads may share (decision 0009)."""

# The real ones, by name: taken before anything is patched.
import warnings
from _thread import LockType, get_ident
from _thread import allocate_lock as real_lock
from collections import deque
from contextlib import suppress
from os import O_CLOEXEC, O_NONBLOCK, pipe2, read, write
from types import TracebackType
from typing import ClassVar

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402
from eventlet import hubs  # noqa: E402
from eventlet.green import thread as green_thread  # noqa: E402
from greenlet import getcurrent, greenlet  # noqa: E402

_FOR_EVER = -1.0
_RINGS = 4096  # more come with the next turn of the loop


def patch() -> None:
    """eventlet's patches, with our lock where it has its own; before any other import."""
    _Hub.open()
    green_thread.LockType = green_thread.Lock = Lock
    eventlet.monkey_patch()
    import threading

    made = (threading.Lock(), threading.RLock()._block, threading.Condition()._lock._block)  # type: ignore[attr-defined]
    if any(type(lock) is not Lock for lock in made):
        raise RuntimeError("this eventlet makes locks in a way that real threads must not share")


class Lock:
    """What `threading.Lock()` gives once `patch` has run.

    eventlet's own is a semaphore that wakes a waiter with the loop of whoever releases it: two real threads that meet at one
    wait for each other for ever. This one is a real lock: a real thread waits in it, a green one tries, and leaves the loop
    to others until whoever releases it tells the loop.
    """

    __slots__ = ("__weakref__", "_lock", "_waiting")

    def __init__(self, _value: int = 1) -> None:
        self._lock: LockType = real_lock()
        self._waiting: deque[greenlet] = deque()

    def acquire(self, blocking: bool = True, timeout: float = _FOR_EVER) -> bool:
        if self._lock.acquire(False):
            return True
        if not blocking or timeout == 0:
            return False
        if get_ident() != _Hub.thread or getcurrent() is hubs.get_hub().greenlet:
            return self._lock.acquire(True, timeout)  # the loop itself has nobody to leave its turn to
        return self._acquire_green(timeout)

    def release(self) -> None:
        self._lock.release()
        if self._waiting:
            _Hub.wake(self)

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.release()

    def _acquire_green(self, timeout: float) -> bool:
        me = getcurrent()
        with eventlet.Timeout(None if timeout < 0 else timeout, False):
            while True:
                self._waiting.append(me)
                try:
                    if self._lock.acquire(False):  # whoever released it before we stood in line told nobody
                        return True
                    hubs.get_hub().switch()
                finally:
                    if me in self._waiting:
                        self._waiting.remove(me)
        return False

    def _wake_one(self) -> None:
        """In the loop. Who is woken tries again, and stands in line again when somebody else was faster."""
        if self._waiting:
            self._waiting.popleft().switch()

    def _at_fork_reinit(self) -> None:
        self._lock = real_lock()
        self._waiting.clear()


class _Hub:
    """How a lock reaches the loop of green threads, from it and from real threads."""

    thread = 0
    _released: ClassVar[deque[Lock]] = deque()
    _bell = -1

    @classmethod
    def open(cls) -> None:
        cls.thread = get_ident()
        hears, cls._bell = pipe2(O_NONBLOCK | O_CLOEXEC)
        hub = hubs.get_hub()
        hub.add(hub.READ, hears, cls._hear, _never, None)

    @classmethod
    def wake(cls, lock: Lock) -> None:
        if get_ident() == cls.thread:
            hubs.get_hub().schedule_call_global(0, lock._wake_one)
            return
        cls._released.append(lock)
        with suppress(BlockingIOError):  # full: it rings already
            write(cls._bell, b".")

    @classmethod
    def _hear(cls, hears: int) -> None:
        read(hears, _RINGS)
        while cls._released:
            hubs.get_hub().schedule_call_global(0, cls._released.popleft()._wake_one)


def _never(_error: BaseException) -> None:
    """Nobody closes the bell."""
