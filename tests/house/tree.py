"""What the repository holds, for the checks of its house rules."""

import ast
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*patterns: str) -> list[Path]:
    """Committed and soon committed files; nothing git ignores. A file deleted but not yet committed is no file."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def source(*patterns: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in files(*patterns))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def syntax(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in files(f"{folder}/*.py"):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def catalogue(name: str) -> dict[str, str]:
    """One file of the words people read."""
    texts: dict[str, str] = json.loads((ROOT / "client/words/id" / f"{name}.json").read_text(encoding="utf-8"))
    return texts
