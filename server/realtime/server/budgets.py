"""What one connection may cost: bytes, messages, events under way, and how long it may stay without joining anything."""

import time
from dataclasses import dataclass, field
from typing import Any

import eventlet
from eventlet.websocket import FailedConnectionError

from server.token_bucket import TokenBucket

RECEIVE_COSTS = 512  # of the byte budget, however little arrives: neither pings nor single bytes are free
RECEPTIONS_AT_ONCE = 16  # of one connection, then everybody else has a turn: what is there already is read without waiting
BYTES_PER_SECOND = 384 * 1024  # the largest picture each second, in a burst, is 120 KiB
BYTES_AT_ONCE = 3 * 1024 * 1024
BYTES_OF_STRANGERS = 32 * 1024  # until a namespace is joined: two small frames are all it takes
MOST_EVENTS = 16  # under way at once; a page waits for the answer to each
MOST_JOINS = 20  # of namespaces, in the life of a connection
JOIN_WITHIN_S = 5.0
LOOK_EVERY_S = 1.0  # between two looks every connection that has said something was read
MOST_STRANGERS = 1_500  # connections that have joined nothing; beyond, the one that waits longest goes first
_BREAKS_THE_RULES = 1008  # RFC 6455: the message violates the endpoint's policy


@dataclass(slots=True)
class Budget:
    """Of one connection. What is over it ends this connection and nothing else."""

    alone_since: float | None = field(default_factory=time.monotonic)  # none: it has joined a namespace
    alone_s: float = 0.0  # of that, what we had time to read it in
    joining: bool = False  # what it asked for is with us
    events: int = 0
    joins: int = 0
    spent: bool = False  # this connection is being ended
    _bytes: TokenBucket = field(default_factory=lambda: TokenBucket(BYTES_PER_SECOND, BYTES_AT_ONCE))
    _as_stranger: int = 0

    def takes(self, size: int) -> bool:
        if self.alone_since is not None:
            self._as_stranger += RECEIVE_COSTS + size
            if self._as_stranger > BYTES_OF_STRANGERS:
                return False
        return self._bytes.wait_for(RECEIVE_COSTS + size, time.monotonic()) == 0.0

    def begins_event(self) -> bool:
        self.events += 1
        return self.events <= MOST_EVENTS

    def ends_event(self) -> None:
        self.events -= 1

    def joins_once_more(self) -> bool:
        self.joins += 1
        return self.joins <= MOST_JOINS

    def stands(self, joined: bool) -> None:
        """Whether it is in a namespace now; who has left the last one is a stranger again."""
        if joined:
            self.alone_since, self.alone_s, self._as_stranger = None, 0.0, 0
        elif self.alone_since is None:
            self.alone_since = time.monotonic()

    def waited(self, passed: float) -> None:
        """One look around. Time in which its word was with us, or in which we stood still and read nobody's, is ours."""
        if self.alone_since is not None and not self.joining:
            self.alone_s += min(passed, LOOK_EVERY_S)

    def is_overdue(self) -> bool:
        return self.alone_since is not None and self.alone_s > JOIN_WITHIN_S


class MeteredSocket:
    """A connection's socket whose every reception is paid from its budget."""

    def __init__(self, socket: Any, budget: Budget) -> None:
        self._socket, self._budget = socket, budget
        self._receptions = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def recv(self, size: int) -> bytes:
        self._receptions += 1
        if self._receptions % RECEPTIONS_AT_ONCE == 0:
            eventlet.sleep(0)
        received: bytes = self._socket.recv(size)
        if self._budget.spent:
            return b""
        if not self._budget.takes(len(received)):
            raise FailedConnectionError(_BREAKS_THE_RULES, "more than a page sends")
        return received
