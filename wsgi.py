"""What a production server starts: `python wsgi.py`. A small parent keeps the server and the public board alive."""

import sys

if sys.argv[-1] == "serve":  # the child that serves: patched before anything else is imported
    from server.patching import patch

    patch()

import ctypes
import faulthandler
import logging
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.catalogue import words
from server.heartbeat import EVERY_S, LONGEST_PATIENCE_S, SILENT_AFTER_S, Heartbeat
from server.log_lines import set_up
from server.settings import Settings, SettingsRefused
from server.storage.revision import UnusableDatabase, read_revision
from server.verification.policy_in_use import policy_in_use

ROOT = Path(__file__).resolve().parent
_STOPS = {signal.SIGTERM, signal.SIGINT}
_HANDLED = {*_STOPS, signal.SIGCHLD}
_LONG_LIFE = 5.0  # a child that lived this long was well; one that did not is started again ever later
_FIRST_DELAY, _LAST_DELAY = 0.1, 2.0
_STOP_WITHIN = 5.0
_LAST_WORDS = 0.2
_PR_SET_PDEATHSIG = 1
HEARTBEAT = "<heartbeat>"  # in a child's command: the descriptor it beats into
_libc = ctypes.CDLL(None, use_errno=True)


class Child:
    """One process that must run; it dies with its parent, however the parent dies, and by its parent when it stands still."""

    def __init__(self, name: str, command: Sequence[str], silent_after: float) -> None:
        self.name = name
        self.due: float | None = None
        self._command = list(command)
        self._delay = _FIRST_DELAY
        self._silent_after = self._patience = silent_after
        self._began = time.monotonic()
        self.process: subprocess.Popen[bytes] | None = None
        self._heartbeat: Heartbeat | None = None
        self.start()

    def start(self) -> None:
        try:
            self._start()
        except OSError as error:  # no memory or no descriptors just now; who gives up here takes the exam with it
            self._is_over(f"cannot be started: {error}")

    def _start(self) -> None:
        self.due = None
        self._began = time.monotonic()
        parent = os.getpid()

        def before_exec() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)

        self._heartbeat = Heartbeat(self._began)
        where = self._heartbeat.descriptor
        command = [str(where) if word == HEARTBEAT else word for word in self._command]
        try:
            self.process = subprocess.Popen(command, cwd=ROOT, preexec_fn=before_exec, pass_fds=(where,))  # noqa: PLW1509  no threads here
        finally:
            self._heartbeat.handed_over()

    def poll(self) -> None:
        """Notes an end and when to start again; ends what stands still."""
        if self.due is not None or self.process is None or self._heartbeat is None:
            return
        if self.process.poll() is not None:
            self._is_over(f"ended ({self.process.returncode})")
            return
        self._heartbeat.check(time.monotonic())
        if self._heartbeat.was_well():
            self._patience = self._silent_after
        if self._heartbeat.is_silent(self._patience):
            self._end_silent(self.process)

    def _end_silent(self, process: "subprocess.Popen[bytes]") -> None:
        logging.error("%s (%s) was silent for %s s and is ended", self.name, process.pid, self._patience)
        process.send_signal(signal.SIGUSR1)  # it writes where each of its threads stands, if it still can
        time.sleep(_LAST_WORDS)
        process.kill()
        self._patience = min(2 * self._patience, LONGEST_PATIENCE_S)

    def _is_over(self, how: str) -> None:
        if self._heartbeat is not None:
            self._heartbeat.close()
            self._heartbeat = None
        lived = time.monotonic() - self._began
        self._delay = _FIRST_DELAY if lived >= _LONG_LIFE else min(self._delay * 2, _LAST_DELAY)
        self.due = time.monotonic() + self._delay
        logging.warning("%s %s and is started again", self.name, how)

    def stop(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_alive(commands: Mapping[str, Sequence[str]], silent_after: float = SILENT_AFTER_S) -> None:
    """Runs until SIGTERM or SIGINT, which the children get too."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    children = [Child(name, command, silent_after) for name, command in commands.items()]
    while True:
        due = [child.due for child in children if child.due is not None]
        wait = max(0.0, min([*due, time.monotonic() + EVERY_S]) - time.monotonic())
        received = signal.sigtimedwait(_HANDLED, wait)
        if received is not None and received.si_signo in _STOPS:  # a parent that was stopped itself may hear signal 0 (CPython)
            break
        for child in children:
            child.poll()
            if child.due is not None and child.due <= time.monotonic():
                child.start()
    deadline = time.monotonic() + _STOP_WITHIN
    for child in children:
        child.stop(signal.SIGTERM)
    for child in children:
        child.end(deadline)


def serve(heartbeat: int) -> None:
    faulthandler.register(signal.SIGUSR1)
    from server.app import create_app
    from server.realtime.server import serve as serve_app
    from server.start import start

    settings = Settings.from_environment()
    app = create_app(settings)
    start(app, heartbeat)
    serve_app(app, settings.host, settings.port)


def refusal() -> str | None:
    """Why we cannot start, in one line."""
    try:
        settings = Settings.from_environment()
        policy_in_use(settings)
        read_revision(settings.database_path)
    except SettingsRefused as refused:
        return str(refused)
    except UnusableDatabase as unusable:
        return words(unusable.code, **unusable.parameters)
    board = settings.board_host or settings.host
    for name, host, port in (("LUGAS_PORT", settings.host, settings.port), ("LUGAS_BOARD_PORT", board, settings.board_port)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                return f"{host}:{port} cannot be used ({error.strerror}); set {name} to another port"
    return None


def main() -> None:
    os.umask(0o077)  # whatever this and its children write is theirs alone
    set_up("%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # its plug-ins introduce themselves at every start
    if sys.argv[-1] == "serve":
        serve(int(sys.argv[1]))
        return
    reason = refusal()
    if reason:
        sys.exit(f"lugas: {reason}")
    if sys.argv[1:] != ["--check"]:
        keep_alive(
            {
                "the server": [sys.executable, str(ROOT / "wsgi.py"), HEARTBEAT, "serve"],
                "the public board": [sys.executable, "-m", "server.livescore", "--heartbeat", HEARTBEAT],
            }
        )


if __name__ == "__main__":
    main()
