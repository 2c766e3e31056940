"""A real board in its own process, and a feed's half of the key."""

import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from server import clock
from server.livescore import keys
from server.livescore.snapshot import SIGNATURE_HEADER, Snapshot, sign, to_bytes
from tests.unit.livescore.rows import head, in_clear

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)


@dataclass
class BoardProcess:
    folder: Path
    port: int
    origin: str = ""  # as people type it, when a proxy stands before it
    process: subprocess.Popen = field(init=False)

    def __post_init__(self) -> None:
        self.key = keys.signing_key(self.folder / "private.pem", self.folder / "public.pem")
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "server.livescore", "--port", str(self.port)]
        command += ["--public-key", str(self.folder / "public.pem"), "--store", str(self.folder / "store")]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "LUGAS_BOARD_ORIGIN": self.origin}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        deadline = time.monotonic() + 120
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, "the board ended at its start"
                assert time.monotonic() < deadline, "the board does not listen"
                time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def request(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        reply = connection.getresponse()
        answer = Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        connection.close()
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def feed(self, sequence: int, rows, base: int | None = None, **head_parts) -> Answer:
        """Rows in clear, whoever works: what carries them does not care what they may say."""
        return self.feed_public(sequence, [in_clear(row) for row in rows], base, **head_parts)

    def feed_public(self, sequence: int, rows, base: int | None = None, **head_parts) -> Answer:
        body = to_bytes(
            Snapshot(
                head=head(**head_parts),
                generated_at=clock.now(),  # a board deletes what was not fed for 30 days
                window_s=30,
                sequence=sequence,
                base=base,
                rows=tuple(rows),
            )
        )
        return self.feed_bytes(body, sign(self.key, body))

    def feed_bytes(self, body: bytes, signature: str) -> Answer:
        return self.request("POST", "/feed", {SIGNATURE_HEADER: signature}, body)
