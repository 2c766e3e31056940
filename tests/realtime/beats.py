"""A child for the parent to listen to: it notes its start, beats, and stands still in the way it is told."""

from server.patching import patch

patch()

import faulthandler
import os
import signal
import sys
from pathlib import Path

import eventlet
from eventlet import patcher

from server.realtime.server import keep_beating


def main(book: Path, heartbeat: int, way: str) -> None:
    faulthandler.register(signal.SIGUSR1)
    starts = len(book.read_text().split()) if book.exists() else 0
    well = [True]
    keep_beating(heartbeat, lambda: well[0])
    eventlet.sleep(0.1)  # it has beaten
    with book.open("a") as notes:
        notes.write(f"{os.getpid()}\n")
    if starts > 0:  # the second one is well
        way = "lives"
    eventlet.sleep(1)
    if way == "blocks":
        patcher.original("time").sleep(100)  # the loop stands
    elif way == "lanes":
        well[0] = False
    eventlet.sleep(100)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
