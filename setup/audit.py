"""`make audit`: asks the package indexes for known faults of what we run on; says so where none answers."""

import subprocess
import sys
from pathlib import Path

from setup.packages import CLIENT, npm
from setup.said import ROOT, VENV, say

_NO_ANSWER = (
    "ServiceError",
    "ConnectionError",
    "not found on",
    "No route",
    "audit endpoint returned an error",
    "ENOTFOUND",
)


def main() -> int:
    questions: dict[str, tuple[list[str | Path], Path]] = {
        "requirements.txt": ([VENV / "bin" / "pip-audit", "--strict", "--disable-pip", "-r", ROOT / "requirements.txt"], ROOT),
        "client/package-lock.json": ([*npm(), "audit", "--omit", "dev"], CLIENT),
    }
    return max(_ask(name, command, folder) for name, (command, folder) in questions.items())


def _ask(name: str, command: list[str | Path], folder: Path) -> int:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    output = f"{ran.stdout}\n{ran.stderr}".strip()
    if ran.returncode == 0:
        say(f"audit: {name}: no known vulnerability")
        return 0
    if any(sign in output for sign in _NO_ANSWER):
        say(f"audit: {name}: no advisory index answers here, so nothing was checked")
        return 2
    say(f"audit: {name}:\n{output}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
