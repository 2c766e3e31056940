"""A real worker that a picture with these bytes behind its end kills, as a fault in the C code of a decoder would."""

import os
import signal
from collections.abc import Sequence

from server.verification import worker

DEADLY = b"deadly"
_measured = worker._outcomes


def _killed_or_measured(engine, jobs: Sequence[tuple[int, bytes]], in_work) -> list:
    if any(content.endswith(DEADLY) for _, content in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return _measured(engine, jobs, in_work)


worker._outcomes = _killed_or_measured

if __name__ == "__main__":
    worker.main()
