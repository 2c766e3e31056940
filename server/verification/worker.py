"""A worker: a child process that measures pictures and knows nothing else (no database, no keys, no environment)."""

import ctypes
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import cv2

from server.faces.burst import is_beside, is_burst, parted, parted_beside
from server.faces.drawn_face import drawn_face
from server.faces.engine import FaceEngine
from server.faces.jpeg import PictureRefused
from server.faces.measurement import Measurement
from server.verification.in_work import InWork
from server.verification.jobs import KNOWN_PICTURE, READY, TOGETHER, Answer, Outcome, Refusal, packed, receive, send

# Measured: 0.48 GB of private memory with the float network and eight 4-megapixel pictures in hand (0.31 GB resident);
# the rest is for the stacks of the libraries' threads on machines with more cores.
MOST_MEMORY = 1 << 30
_PR_SET_PDEATHSIG = 1


def main() -> None:
    link_number, shared_number, parent = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    models, model = Path(sys.argv[4]), sys.argv[5]
    _die_with(parent)
    os.nice(19)  # answers are never late because of pictures
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold a face
    cv2.setNumThreads(1)
    engine = FaceEngine(models, model)
    engine.warm_up()
    with socket.socket(fileno=link_number) as link:
        link.setblocking(True)
        _serve(link, engine, InWork(shared_number))


def _die_with(parent: int) -> None:
    """Even a server killed with -9 leaves no worker behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all: the server then ends its workers


def _serve(link: socket.socket, engine: FaceEngine, in_work: InWork) -> None:
    try:
        send(link, READY, b"")
        while True:
            jobs = _received(link)
            began = time.perf_counter()
            outcomes = _outcomes(engine, jobs, in_work)
            took_ms = 1000 * (time.perf_counter() - began) / len(jobs)
            for (number, _), outcome in zip(jobs, outcomes, strict=True):
                send(link, number, packed(Answer(outcome, took_ms)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the server is gone or wants no more


def _received(link: socket.socket) -> list[tuple[int, bytes]]:
    """The next job, waited for, and those that already lie behind it."""
    jobs = [_job(link)]
    behind = select.poll()  # `select` knows no descriptor above 1023, and a server full of connections hands one down
    behind.register(link, select.POLLIN)
    while len(jobs) < TOGETHER and behind.poll(0):
        jobs.append(_job(link))
    return jobs


def _job(link: socket.socket) -> tuple[int, bytes]:
    number, content = receive(link)
    return number, drawn_face() if content == KNOWN_PICTURE else content


def _outcomes(engine: FaceEngine, jobs: Sequence[tuple[int, bytes]], in_work: InWork) -> list[Outcome]:
    together = iter(engine.measure_together(in_work.each([job for job in jobs if not _is_several(job[1])])))
    measured: list[Measurement | PictureRefused] = []
    for number, content in jobs:
        if _is_several(content):
            in_work.begin(number)
        measured.append(_several_measured(engine, content) if _is_several(content) else next(together))
    in_work.end()
    return [Refusal(each.code, each.parameters) if isinstance(each, PictureRefused) else each for each in measured]


def _is_several(content: bytes) -> bool:
    return is_burst(content) or is_beside(content)


def _several_measured(engine: FaceEngine, content: bytes) -> Measurement | PictureRefused:
    try:
        if is_beside(content):
            return engine.measure_beside(*parted_beside(content))
        return engine.measure_burst(parted(content))
    except PictureRefused as refused:
        return refused


if __name__ == "__main__":
    main()
