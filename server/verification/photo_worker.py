"""A child process that measures photos by path, a line each: commands need the models, and no server may load them."""

import os
import resource
import signal
import sys
from pathlib import Path

import cv2

from server.faces.engine import FaceEngine
from server.faces.face_model import FaceModelRefused
from server.faces.jpeg import PictureRefused
from server.faces.known_files import ModelDamaged
from server.faces.photo import measured_photo
from server.verification.jobs import Answer, Outcome, Refusal, packed

MOST_MEMORY = 3 << 30  # a photo of 100 million pixels fits, a picture made to fill the memory does not
LARGEST_FILE = 64 << 20
MOST_SECONDS = 15.0  # of a processor for one photo; the signal then ends this process, and whoever asked goes on without it


def main() -> None:
    models, model = Path(sys.argv[1]), sys.argv[2]
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold a face
    cv2.setNumThreads(1)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    try:
        engine = FaceEngine(models, model)
    except (ModelDamaged, FaceModelRefused) as error:
        sys.exit(str(error))
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        answers.write(packed(Answer(_outcome(engine, Path(os.fsdecode(line.rstrip(b"\n")))), 0.0)) + b"\n")
        answers.flush()


def _outcome(engine: FaceEngine, path: Path) -> Outcome:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Refusal("picture_too_large", {})
        return measured_photo(engine, path.read_bytes())
    except PictureRefused as refused:
        return Refusal(refused.code, refused.parameters)
    except (OSError, MemoryError):
        return Refusal("picture_unreadable", {})


if __name__ == "__main__":
    main()
