"""Reads registration files in a child process with limits: a hostile file ends the child, never the server beside it."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any

from server.file_faults import FileFault
from server.registrations.faults import UnreadableRegistrations, refused
from server.registrations.lines import FormationLine, RegistrationLine, Registrations
from server.registrations.read import read_registrations
from server.registrations.sizes import Progress

MEMORY = 1 << 30  # addresses, most of them of libraries; 20,000 rows take 0.2 GB
CPU_S = 60
WITHIN_S = 120.0
_ROOT = Path(__file__).resolve().parents[2]


def read_apart(people: Path, formations: Path | None, progress: Progress) -> Registrations:
    """As `read_registrations`, which it calls in the child. `progress` is given how many rows were read so far."""
    # -P: nothing that lies in the folder of whoever types is taken for a module
    command = [sys.executable, "-P", "-m", "server.registrations.apart", str(people), *([str(formations)] if formations else [])]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(command, env=environment, **pipes) as child:
        patience = Timer(WITHIN_S, child.kill)
        patience.start()
        try:
            message = _result_of(child, progress)
        finally:
            patience.cancel()
            child.kill()
    if message is None:
        raise refused(people.name, 0, "people.too_complex")
    if "faults" in message:
        raise UnreadableRegistrations(map(_fault, message["faults"]))
    return _registrations(message)


def _result_of(child: "subprocess.Popen[str]", progress: Progress) -> Mapping[str, Any] | None:
    for line in child.stdout or ():
        if not line.endswith("\n"):  # it was ended in the middle of a word
            return None
        message: dict[str, Any] = json.loads(line)
        if "rows" not in message:
            return message
        progress(message["rows"])
    return None


def _fault(message: Mapping[str, Any]) -> FileFault:
    return FileFault(message["file"], message["line"], message["code"], tuple((name, value) for name, value in message["pairs"]))


def _registrations(message: Mapping[str, Any]) -> Registrations:
    people = [RegistrationLine(**{**one, "birth_date": date.fromisoformat(one["birth_date"])}) for one in message["people"]]
    return Registrations(message["file"], tuple(FormationLine(**one) for one in message["formations"]), tuple(people))


def hold_to_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    hold_to_limits()
    files = [Path(name) for name in sys.argv[1:]]
    try:
        read = asdict(read_registrations(files[0], files[1] if len(files) > 1 else None, lambda rows: _send({"rows": rows})))
    except UnreadableRegistrations as unreadable:
        read = {"faults": [asdict(fault) for fault in unreadable.faults]}
    _send(read)


def _send(message: Mapping[str, Any]) -> None:
    print(json.dumps(message, default=str), flush=True)


if __name__ == "__main__":
    main()
