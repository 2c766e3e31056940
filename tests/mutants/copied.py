"""A copy of the program to spoil, and tests run in it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from setup.packages import node
from tests.mutants.listed import ROOT, Mutant

FETCHED = (".venv", "client/node_modules", "instance/models", "tests/material")  # what git ignores and tests need
SAW, PASSED, OTHER = "a test failed", "all tests passed", "no test ran to its end"
WITHIN_S = 180.0
_TOLD = 3000  # letters of what was printed last


@dataclass(frozen=True, slots=True)
class Ended:
    how: str
    said: str = ""


def copy_of(folder: Path) -> Path:
    """Everything git knows or would, as it stands now; what was fetched is linked."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in FETCHED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to((ROOT / name).resolve())
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)  # some tests ask git what there is
    return folder


@contextmanager
def written(copy: Path, mutant: Mutant) -> Iterator[None]:
    """The fault stands in the copy meanwhile."""
    file = copy / mutant.file
    sound = file.read_text(encoding="utf-8")
    try:
        _write(file, sound.replace(mutant.old, mutant.new))
        yield
    finally:
        _write(file, sound)


def run(copy: Path, tests: Sequence[str], within_s: float = WITHIN_S) -> Ended:
    """Node's tests and pytest's, until one fails."""
    ofnode = [test for test in tests if test.endswith(".js")]
    others = [test for test in tests if test not in ofnode]
    commands = [[node(), "--test", *ofnode]] if ofnode else []
    if others:
        commands.append([sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *others])
    for command in commands:
        ended = _ended(copy, command, within_s)
        if ended.how != PASSED:
            return ended
    return Ended(PASSED)


def _ended(copy: Path, command: list[str], within_s: float) -> Ended:
    """pytest and node both end with 1 when a test failed; any other number says that tests could not be run."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=copy, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            said, _ = process.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return Ended(OTHER, f"not done within {within_s:.0f} s")
    return Ended({0: PASSED, 1: SAW}.get(process.returncode, OTHER), said[-_TOLD:])


def _write(file: Path, text: str) -> None:
    """What Python compiled of it goes: a text as long, written within the same second, would pass for the old one."""
    file.write_text(text, encoding="utf-8")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()
