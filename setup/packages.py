"""The virtual environment and the client's packages, each installed again only when its list of pins has changed."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from setup.said import PYTHON, ROOT, VENV, digest, run, say

CLIENT = ROOT / "client"
_NODE_AT_LEAST = 18
_IMPATIENT = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]  # npm waits over a minute otherwise


def install_python(pins: str) -> None:
    _make_environment()
    path = ROOT / pins
    if _is_stamped(VENV, path):
        return
    say(f"installing the packages of {pins}")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--disable-pip-version-check",
    ]
    setuptools = re.search(r"^setuptools==\S+( \\\n\s+--hash=\S+)+", path.read_text(encoding="utf-8"), re.MULTILINE)
    if setuptools:  # first, because one package comes as source and is built with this very setuptools
        with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as alone:
            alone.write(setuptools.group())
            alone.flush()
            run([*pip, "-r", alone.name], "installing setuptools")
    run([*pip, "--no-build-isolation", "-r", path], f"installing {pins}")
    _stamp(VENV, path)


def install_client(*, with_types: bool) -> None:
    """`with_types` adds the packages only checks need; having them satisfies a run as well."""
    lock = CLIENT / "package-lock.json"
    modules = CLIENT / "node_modules"
    if _is_stamped(modules, lock, "dev") or (not with_types and _is_stamped(modules, lock, "run")):
        return
    say("installing the client's packages")
    omit = [] if with_types else ["--omit=dev"]
    run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *_IMPATIENT, *omit],
        "installing the client's packages",
        cwd=CLIENT,
        env=_path(),
    )
    _stamp(modules, lock, "dev" if with_types else "run")


def pack_client() -> None:
    """The face watch's program is 13 MB: packed once here, because packing it while serving would hold up a hall."""
    for path in (CLIENT / "node_modules/@mediapipe/tasks-vision/wasm").glob("vision_wasm_module_internal.*[!z]"):
        packed = path.with_name(f"{path.name}.gz")
        if packed.exists() and packed.stat().st_mtime >= path.stat().st_mtime:
            continue
        say(f"packing {path.name}")
        packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def npm() -> list[str]:
    own = shutil.which("npm")
    node = shutil.which("node")
    if own and node and _node_version(node) >= _NODE_AT_LEAST:
        return [own]
    install_python("requirements-node.txt")
    return [str(VENV / "bin" / "npm")]


def node() -> str:
    own = shutil.which("node")
    if own and _node_version(own) >= _NODE_AT_LEAST:
        return own
    install_python("requirements-node.txt")
    return str(VENV / "bin" / "node")


def _make_environment() -> None:
    if _works(PYTHON):
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", "--clear", VENV], "making .venv")


def _works(python: Path) -> bool:
    """False for a .venv of another Python, or one whose Python has since left the machine."""
    question = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return python.exists() and subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0


def _node_version(node: str) -> int:
    output = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(output.strip().lstrip("v").split(".")[0] or 0)


def _path() -> dict[str, str]:
    """npm from the wheel finds its node beside it."""
    return {"PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"}


def _is_stamped(folder: Path, pins: Path, kind: str = "") -> bool:
    stamp = _stamp_path(folder, pins, kind)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest(pins)


def _stamp(folder: Path, pins: Path, kind: str = "") -> None:
    _stamp_path(folder, pins, kind).write_text(digest(pins), encoding="utf-8")


def _stamp_path(folder: Path, pins: Path, kind: str) -> Path:
    return folder / f".lugas-{pins.stem}{'-' + kind if kind else ''}"
