"""`make lock`: compiles the pins anew. No index or registry host enters them: each machine uses its own."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from setup.packages import CLIENT, npm
from setup.said import ROOT, VENV, Missing, run


def main() -> None:
    run_only = ["--overrides", "setup/overrides_run.txt"]
    _compile(["pyproject.toml"], "requirements.txt", ["--overrides", "setup/overrides.txt", *run_only])
    _compile(
        ["--group", "test"], "requirements-dev.txt", ["--constraints", "requirements.txt", "--overrides", "setup/overrides.txt"]
    )
    _compile(["--group", "node"], "requirements-node.txt", [])
    run([*npm(), "install", "--package-lock-only", "--ignore-scripts"], "locking the client's packages", cwd=CLIENT)
    path = CLIENT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)  # addresses that no install reads
    if any("resolved" in package for package in lock["packages"].values()):
        raise Missing("client/package-lock.json names hosts: client/.npmrc must keep omit-lockfile-registry-resolved")
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def _compile(wanted: Sequence[str], pins: str, more: Sequence[str]) -> None:
    command: list[str | Path] = [
        VENV / "bin" / "uv",
        "pip",
        "compile",
        *wanted,
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--upgrade",
    ]
    style = ["--no-header", "--no-emit-index-url", "--annotation-style", "line", "--quiet", "--output-file", pins]
    run([*command, *style, *more], f"compiling {pins}")
    path = ROOT / pins
    note = "# Compiled from pyproject.toml by `make lock`; installed with --no-deps --require-hashes.\n"
    path.write_text(note + path.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        sys.exit(f"lugas: {missing}")
