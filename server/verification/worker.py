"""A worker: a child process that measures pictures and knows nothing else (no database, no keys, no environment)."""

import ctypes
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path

import cv2

from server.faces.burst import is_burst, parted
from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.verification.jobs import READY, Answer, Outcome, Refusal, packed, receive, send

# Measured: 0.34 GB of private memory with the models loaded and a 4-megapixel picture in hand (0.19 GB resident); the
# rest is for the stacks of the libraries' threads on machines with more cores.
MOST_MEMORY = 1 << 30
_PR_SET_PDEATHSIG = 1


def main() -> None:
    link_number, parent, models, model = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    _die_with(parent)
    os.nice(19)  # answers are never late because of pictures
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold a face
    cv2.setNumThreads(1)
    engine = FaceEngine(models, model)
    engine.warm_up()
    with socket.socket(fileno=link_number) as link:
        link.setblocking(True)
        _serve(link, engine)


def _die_with(parent: int) -> None:
    """Even a server killed with -9 leaves no worker behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all: the server then ends its workers


def _serve(link: socket.socket, engine: FaceEngine) -> None:
    try:
        send(link, READY, b"")
        while True:
            number, content = receive(link)
            began = time.perf_counter()
            outcome = _outcome(engine, content)
            send(link, number, packed(Answer(outcome, 1000 * (time.perf_counter() - began))))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the server is gone or wants no more


def _outcome(engine: FaceEngine, content: bytes) -> Outcome:
    try:
        return engine.measure_burst(parted(content)) if is_burst(content) else engine.measure(content)
    except PictureRefused as refused:
        return Refusal(refused.code, refused.parameters)


if __name__ == "__main__":
    main()
