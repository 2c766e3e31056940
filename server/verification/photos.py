"""Photos measured one after the other by a child process; a photo that kills it costs nobody else their turn."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from server.verification.environment import ENVIRONMENT
from server.verification.jobs import Outcome, Refusal, unpacked

_ROOT = Path(__file__).parents[2]
_DEADLY = Refusal("picture_unmeasurable", {})


class PhotosUnavailable(Exception):
    """The models cannot be loaded; its text is what the child said last."""


@dataclass(frozen=True, slots=True)
class PhotoModels:
    folder: Path
    model: str  # `face_model.resolved` of what LUGAS_FACE_MODEL says


def measured_photos(models: PhotoModels, paths: Iterable[Path]) -> Iterator[tuple[Path, Outcome]]:
    left = list(paths)
    while left:
        came = 0
        with _worker(models) as worker:
            for path in left:
                outcome = _measured_by(worker, path)
                if outcome is None:
                    break
                came += 1
                yield path, outcome
        if came == len(left):
            return
        if came == 0:
            _check_loads(models)
        yield left[came], _DEADLY
        left = left[came + 1 :]


def _measured_by(worker: "subprocess.Popen[bytes]", path: Path) -> Outcome | None:
    """None: it died of it."""
    ask, answers = _pipes(worker)
    if b"\n" in os.fsencode(path):
        return Refusal("picture_unreadable", {})
    try:
        ask.write(os.fsencode(path.resolve()) + b"\n")
        ask.flush()
    except BrokenPipeError:
        return None
    line = answers.readline()
    return unpacked(line).outcome if line else None


@contextmanager
def _worker(models: PhotoModels) -> Iterator["subprocess.Popen[bytes]"]:
    worker = subprocess.Popen(
        _command(models), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd=_ROOT
    )
    try:
        yield worker
    finally:
        for pipe in _pipes(worker):
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # it is gone already
        worker.wait()


def _check_loads(models: PhotoModels) -> None:
    tried = subprocess.run(
        _command(models), stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT, cwd=_ROOT, check=False
    )
    if tried.returncode:
        raise PhotosUnavailable((tried.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1])


def _command(models: PhotoModels) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "server.verification.photo_worker", str(models.folder.resolve()), models.model]


def _pipes(worker: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    return worker.stdin, worker.stdout
