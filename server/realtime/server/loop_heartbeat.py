"""The child's side of the heartbeat: the loop itself says that it turns, and only while what it needs is well."""

import os
from collections.abc import Callable
from contextlib import suppress

import eventlet

from server.heartbeat import EVERY_S


def keep_beating(descriptor: int, is_well: Callable[[], bool] = lambda: True) -> None:
    """For as long as the process lives, in a green thread of its own."""
    eventlet.spawn_n(_beat, descriptor, is_well)


def _beat(descriptor: int, is_well: Callable[[], bool]) -> None:
    while True:
        if is_well():
            with suppress(BlockingIOError, BrokenPipeError):  # the parent is stopped, or has died and takes us with it
                os.write(descriptor, b".")
        eventlet.sleep(EVERY_S)
