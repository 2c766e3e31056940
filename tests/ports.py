"""Ports for servers that tests start."""

import os
import socket
from random import SystemRandom

_FIRST, _LAST = 15_000, 32_000  # below the range from which the system lends ports to clients: none of those takes it first
_chance = SystemRandom()  # a test that seeds `random` seeds no port: two processes would choose the same one
_given: set[int] = set()


def a_free_port() -> int:
    """One that no other test of this run gets, in whichever process it runs: between here and its server's start it is free."""
    at, of = _process()
    while True:
        port = _chance.randrange(_FIRST + at, _LAST, of)
        with socket.socket() as probe:
            if port not in _given and probe.connect_ex(("127.0.0.1", port)) != 0:
                _given.add(port)
                return port


def _process() -> tuple[int, int]:
    """Which of how many processes this is (pytest-xdist)."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
