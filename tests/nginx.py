"""The nginx of docs/operations.md, with this test's ports, names and folders: nothing else of it is changed."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.packages import ROOT

EXAM, BOARD = "cat.lugas.test", "papan.lugas.test"


@dataclass(frozen=True)
class Ports:
    exam: int  # https
    plain: int  # http, sent on to https
    board: int  # https
    exam_server: int
    board_server: int


def documented(ports: Ports, tls: Path, folder: Path, seats: str) -> str:
    """`seats`: the exam PCs' network."""
    [text] = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/operations.md").read_text(encoding="utf-8"), re.DOTALL)
    ours = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{ports.exam_server};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{ports.board_server};",
        "listen 192.0.2.10:443 ": f"listen 127.0.0.1:{ports.exam} ",
        "listen 192.0.2.11:443 ": f"listen 127.0.0.1:{ports.board} ",
        "listen 192.0.2.10:80;": f"listen 127.0.0.1:{ports.plain};",
        "10.20.0.0/16": seats,
        "/var/lib/lugas-keys/tls": str(tls),
        "/var/cache/nginx/lugas": str(folder / "cache"),
        "https://cat.site.local": f"https://{EXAM}:{ports.exam}",
        "https://papan.site.local": f"https://{BOARD}:{ports.board}",
        "cat.site.local": EXAM,
        "papan.site.local": BOARD,
    }
    for theirs, here in ours.items():
        assert theirs in text, f"docs/operations.md no longer says {theirs!r}"
        text = text.replace(theirs, here)
    return text


@contextmanager
def running(site: str, folder: Path, port: int) -> Iterator[None]:
    """Until it listens at `port`; ended with the test."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    configuration = folder / "nginx.conf"
    configuration.write_text(_around(folder, site))
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)], stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + 120  # only ends a hang
        while process.poll() is None and not _listens(port):
            assert time.monotonic() < deadline, "nginx does not listen"
            time.sleep(0.05)
        assert process.poll() is None, (folder / "said.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(10)


def _around(folder: Path, site: str) -> str:
    """What Debian's own nginx.conf says around a site, for a user of any rank."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{ worker_connections 16384; }}\n"
    return f"{main}http {{\n{temporary}{site}}}\n"


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
