"""`make check`: every checker runs, and each says its own name when it objects."""

import subprocess
import sys

from setup.packages import CLIENT, node
from setup.said import ROOT, VENV, say


def main() -> int:
    binary = VENV / "bin"
    commands: dict[str, list[str]] = {
        "ruff check": [f"{binary}/ruff", "check", "--quiet", "."],
        "ruff format": [f"{binary}/ruff", "format", "--check", "--quiet", "."],
        "mypy": [f"{binary}/mypy", "--no-error-summary"],
        "import-linter": [f"{binary}/lint-imports"],
        "tsc": [node(), str(CLIENT / "node_modules/typescript/bin/tsc"), "--project", str(CLIENT / "tsconfig.json")],
        "eslint": [
            node(),
            str(CLIENT / "node_modules/eslint/bin/eslint.js"),
            "--config",
            str(CLIENT / "eslint.config.js"),
            str(CLIENT),
        ],
    }
    objecting = [name for name, command in commands.items() if not _passes(name, command)]
    if objecting:
        say(f"check: {', '.join(objecting)} objected")
    return 1 if objecting else 0


def _passes(name: str, command: list[str]) -> bool:
    passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    say(f"check: {name}: {'well' if passed else 'NOT well'}")
    return passed


if __name__ == "__main__":
    sys.exit(main())
