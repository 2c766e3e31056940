"""Node's own runner over this folder: the pages' rules, without a browser."""

import subprocess
from pathlib import Path

from setup.packages import node

HERE = Path(__file__).parent


def test_the_pages_rules_hold() -> None:
    files = sorted(str(path) for path in HERE.glob("*.test.js"))
    assert files
    run = subprocess.run([node(), "--test", *files], capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
