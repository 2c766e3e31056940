"""What a production server starts: `python wsgi.py`. A small parent keeps the server and the public board alive."""

import sys

if sys.argv[1:] == ["serve"]:  # the child that serves: patched before anything else is imported
    from server.patching import patch

    patch()

import ctypes
import logging
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from server.settings import Settings, SettingsRefused
from server.verification.policy_in_use import policy_in_use

ROOT = Path(__file__).resolve().parent
_HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
_LONG_LIFE = 5.0  # a child that lived this long was well; one that did not is started again ever later
_FIRST_DELAY, _LAST_DELAY = 0.1, 2.0
_STOP_WITHIN = 5.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Child:
    """One process that must run; it dies with its parent, however the parent dies."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.due: float | None = None
        self._command = list(command)
        self._delay = _FIRST_DELAY
        self.start()

    def start(self) -> None:
        self.due = None
        self._began = time.monotonic()
        parent = os.getpid()

        def before_exec() -> None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)

        self.process = subprocess.Popen(self._command, cwd=ROOT, preexec_fn=before_exec)  # noqa: PLW1509  no threads here

    def look(self) -> None:
        """Notes an end and when to start again."""
        if self.due is not None or self.process.poll() is None:
            return
        lived = time.monotonic() - self._began
        self._delay = _FIRST_DELAY if lived >= _LONG_LIFE else min(self._delay * 2, _LAST_DELAY)
        self.due = time.monotonic() + self._delay
        logging.warning("%s ended (%s) and is started again", self.name, self.process.returncode)

    def stop(self, number: int) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, deadline: float) -> None:
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_alive(commands: Mapping[str, Sequence[str]]) -> None:
    """Runs until SIGTERM or SIGINT, which the children get too."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    children = [Child(name, command) for name, command in commands.items()]
    while True:
        due = [child.due for child in children if child.due is not None]
        wait = max(0.0, min(due) - time.monotonic()) if due else 3600.0
        heard = signal.sigtimedwait(_HEARD, wait)
        if heard is not None and heard.si_signo != signal.SIGCHLD:
            break
        for child in children:
            child.look()
            if child.due is not None and child.due <= time.monotonic():
                child.start()
    deadline = time.monotonic() + _STOP_WITHIN
    for child in children:
        child.stop(signal.SIGTERM)
    for child in children:
        child.end(deadline)


def serve() -> None:
    from server.app import create_app
    from server.realtime.server import serve as serve_app
    from server.start import start

    settings = Settings.from_environment()
    app = create_app(settings)
    start(app)
    serve_app(app, settings.host, settings.port)


def refusal() -> str | None:
    """Why we cannot start, in one line."""
    try:
        settings = Settings.from_environment()
        policy_in_use(settings)
    except SettingsRefused as refused:
        return str(refused)
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
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # its plug-ins introduce themselves at every start
    if sys.argv[1:] == ["serve"]:
        serve()
        return
    reason = refusal()
    if reason:
        sys.exit(f"lugas: {reason}")
    if sys.argv[1:] != ["--check"]:
        keep_alive(
            {
                "the server": [sys.executable, str(ROOT / "wsgi.py"), "serve"],
                "the public board": [sys.executable, "-m", "server.livescore"],
            }
        )


if __name__ == "__main__":
    main()
