"""`make check`: every checker runs, and each says its own name when it objects."""

import subprocess
import sys

from setup.packages import CLIENT, node
from setup.said import ROOT, VENV, say

_LONGEST_FILE = 250


def main() -> int:
    binary = VENV / "bin"
    commands: dict[str, list[str]] = {
        "ruff check": [f"{binary}/ruff", "check", "--quiet", "."],
        "ruff format": [f"{binary}/ruff", "format", "--check", "--quiet", "."],
        "mypy": [f"{binary}/mypy", "--no-error-summary"],
        "import-linter": [f"{binary}/lint-imports"],
        "tsc": [node(), str(CLIENT / "node_modules/typescript/bin/tsc"), "--project", str(CLIENT / "tsconfig.json")],
    }
    objecting = [name for name, command in commands.items() if not _passes(name, command)]
    objecting += ["file sizes"] if _too_long() else []
    if objecting:
        say(f"check: {', '.join(objecting)} objected")
    return 1 if objecting else 0


def _passes(name: str, command: list[str]) -> bool:
    passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    say(f"check: {name}: {'well' if passed else 'NOT well'}")
    return passed


def _too_long() -> bool:
    """A file nobody can read at one sitting is split before it is committed."""
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "client/*.js"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    long = False
    for name in listed.splitlines():
        lines = (ROOT / name).read_bytes().count(b"\n") if (ROOT / name).exists() else 0
        if lines > _LONGEST_FILE:
            say(f"check: {name} has {lines} lines, the most is {_LONGEST_FILE}")
            long = True
    return long


if __name__ == "__main__":
    sys.exit(main())
