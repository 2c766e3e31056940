"""`python wsgi.py`: the parent starts again what dies, never in a hot loop, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

import wsgi
from tests.realtime.conftest import PATIENT, ROOT, until

LIVES = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(100)"
DIES = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')"
PARENT = "import sys, wsgi; wsgi.keep_alive({'it': [sys.executable, '-c', sys.argv[1], sys.argv[2]]})"


def starts(book: Path) -> list[int]:
    return [int(line) for line in book.read_text().split()] if book.exists() else []


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], Path]]]:
    parents: list[subprocess.Popen[bytes]] = []

    def start(program: str) -> tuple[subprocess.Popen[bytes], Path]:
        book = tmp_path / "starts"
        parents.append(subprocess.Popen([sys.executable, "-c", PARENT, program, str(book)], cwd=ROOT, stderr=subprocess.DEVNULL))
        until(lambda: len(starts(book)) > 0)
        return parents[-1], book

    yield start
    for parent in parents:
        parent.kill()
        parent.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_server_that_dies_is_started_again(keep, number):
    _, book = keep(LIVES)
    os.kill(starts(book)[0], number)
    until(lambda: len(starts(book)) == 2)
    assert is_alive(starts(book)[1])


def test_a_server_that_cannot_start_is_tried_again_and_again(keep):
    _, book = keep(DIES)
    until(lambda: len(starts(book)) >= 3)


@dataclass
class Time:
    """Stands still until a test moves it."""

    now: float = 100.0

    def monotonic(self) -> float:
        return self.now


def test_who_dies_soon_is_started_ever_later_and_who_lived_long_at_once(monkeypatch):
    """Who dies soon is started again ever later and who lived long at once."""
    time = Time()
    monkeypatch.setattr(wsgi, "time", time)
    child, waited = wsgi.Child("it", [sys.executable, "-c", ""], 5.0), []
    for lived in (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 5.0, 0.0):
        time.now += lived
        child.process.wait()
        child.poll()
        waited.append(round(child.due - time.now, 3))
        time.now = child.due
        child.start()
    child.process.wait()
    child.poll()
    assert waited == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 0.1, 0.2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_parent_stops_its_server(keep, number):
    parent, book = keep(LIVES)
    parent.send_signal(number)
    assert parent.wait(PATIENT) == 0
    assert not is_alive(starts(book)[0])


def test_a_killed_parent_leaves_nobody_behind(keep):
    parent, book = keep(LIVES)
    parent.kill()
    parent.wait()
    until(lambda: not is_alive(starts(book)[0]))


def test_a_taken_port_is_named_in_one_line(free_port, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        environment = {**os.environ, "LUGAS_PORT": str(free_port), "LUGAS_INSTANCE": str(tmp_path)}
        told = subprocess.run(
            [sys.executable, "wsgi.py", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert told.returncode == 1
    assert told.stderr.strip().splitlines() == [
        f"lugas: 127.0.0.1:{free_port} cannot be used (Address already in use); set LUGAS_PORT to another port"
    ]


def test_a_setting_that_cannot_be_read_is_named_in_one_line():
    environment = {**os.environ, "LUGAS_PORT": "eighty"}
    told = subprocess.run(
        [sys.executable, "wsgi.py", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr.startswith("lugas: LUGAS_PORT='eighty'")
    assert told.stderr.count("\n") == 1


WATCHES = (
    "import sys, wsgi; wsgi.keep_alive({'it': [sys.executable, '-m', 'tests.realtime.beats', sys.argv[1], wsgi.HEARTBEAT, "
    "sys.argv[2]]}, silent_after=2.0)"
)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], Path]]]:
    parents: list[subprocess.Popen[bytes]] = []

    def start(way: str) -> tuple[subprocess.Popen[bytes], Path]:
        book = tmp_path / "starts"
        with (tmp_path / "told").open("wb") as told:
            parents.append(subprocess.Popen([sys.executable, "-c", WATCHES, str(book), way], cwd=ROOT, stderr=told))
        until(lambda: len(starts(book)) > 0)
        return parents[-1], book

    yield start
    for parent in parents:
        parent.send_signal(signal.SIGCONT)
        parent.kill()
        parent.wait()


@pytest.mark.parametrize("way", ["blocks", "lanes"])
def test_a_server_whose_loop_or_lanes_stand_still_is_started_again(watched, tmp_path, way):
    """A server whose loop or lanes stand still is ended and started again."""
    _, book = watched(way)
    until(lambda: len(starts(book)) >= 2)
    first = starts(book)[0]
    assert not is_alive(first)
    told = (tmp_path / "told").read_text()
    assert f"({first}) was silent" in told
    assert "most recent call first" in told, "where it stood is not told"
    until(lambda: is_alive(starts(book)[-1]))


def test_a_stopped_server_is_ended_and_started_again(watched):
    _, book = watched("lives")
    stopped = starts(book)[0]
    with suppress(ProcessLookupError):  # on a loaded machine it may have been silent for as long before
        os.kill(stopped, signal.SIGSTOP)
    until(lambda: len(starts(book)) >= 2)
    assert not is_alive(stopped)
