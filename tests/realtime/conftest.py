"""A running hall: the tuned server in its own process, and clients for it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import socketio
from websockets.sync.client import ClientConnection, connect

from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENT = 120.0  # seconds after which something hangs; a loaded machine is no fault


@dataclass(frozen=True)
class Hall:
    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=PATIENT)

    def post(self, path: str) -> requests.Response:
        return requests.post(self.url + path, timeout=PATIENT)

    @contextmanager
    def raw(self) -> Iterator[ClientConnection]:
        """A websocket without Socket.IO on top, the namespace joined; nothing is read but what the caller reads."""
        address = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"
        with connect(address, max_size=None, ping_interval=None, open_timeout=PATIENT, close_timeout=1) as wire:
            wire.recv(timeout=PATIENT)
            wire.send("40/monitor,")
            assert str(wire.recv(timeout=PATIENT)).startswith("40/monitor")
            yield wire


def until(claim: Callable[[], bool], within: float = PATIENT) -> None:
    end = time.monotonic() + within
    while not claim():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


@contextmanager
def serving(*choices: float) -> Iterator[Hall]:
    port = a_free_port()
    command = [sys.executable, "-m", "tests.realtime.hall", str(port), *map(str, choices)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    running = Hall(process, port)

    def answers() -> bool:
        assert process.poll() is None, "the hall's server ended"
        try:
            return running.get("/who").ok
        except requests.ConnectionError:
            return False

    try:
        until(answers)
        yield running
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def one_server() -> Iterator[Hall]:
    with serving() as running:
        yield running


@pytest.fixture
def hall(one_server: Hall) -> Hall:
    """The module's server, as if it had just begun: nobody is connected and nothing written."""
    until(lambda: one_server.get("/who").json()["clients"] == 0)
    assert one_server.post("/anew").ok
    return one_server


@pytest.fixture
def own_hall() -> Iterator[Hall]:
    """For a test that ends its server or looks at its memory."""
    with serving() as running:
        yield running


@pytest.fixture
def viewer(hall: Hall) -> Iterator[Callable[..., socketio.SimpleClient]]:
    opened: list[socketio.SimpleClient] = []

    def open_one(at: Hall = hall) -> socketio.SimpleClient:
        client = socketio.SimpleClient()
        client.connect(at.url, namespace="/monitor", transports=["websocket"])
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        client.disconnect()
