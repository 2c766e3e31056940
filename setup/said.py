"""How set-up speaks: one line a step, one line when something is missing, everything else into instance/setup.log."""

import hashlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTANCE = ROOT / "instance"
LOG = INSTANCE / "setup.log"

_UNREACHABLE = (
    "Temporary failure in name resolution",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "Max retries exceeded",
    "ReadTimeout",
    "No matching distribution found",
    "Could not find a version",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "Could not resolve",
    "Failed to fetch",
    "Unable to locate package",
)
_UNTRUSTED = ("CERTIFICATE_VERIFY_FAILED", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT")


class Missing(Exception):
    """Something a person must put right; its text is the one line they read."""


def say(line: str) -> None:
    print(f"lugas: {line}", flush=True)


def run(command: Sequence[str | Path], what: str, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Runs a command quietly; a failure becomes one line that says what was tried and where its output is."""
    INSTANCE.mkdir(exist_ok=True)
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
    except OSError as error:
        raise Missing(f"{what} failed: {words[0]}: {error.strerror}") from error
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(words)}\n{done.stdout}\n")
    if done.returncode:
        raise Missing(f"{what} failed: {_reason(done.stdout)} (all of it: instance/setup.log)")
    return done.stdout


def digest(*paths: Path) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _reason(output: str) -> str:
    if any(sign in output for sign in _UNTRUSTED):
        return "the package index's certificate is not trusted here; name your authority in PIP_CERT and NODE_EXTRA_CA_CERTS"
    if any(sign in output for sign in _UNREACHABLE):
        return "the package index cannot be reached or lacks a package; check the network and pip's or npm's settings"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    worst = [line for line in lines if line.lower().startswith(("error", "e:", "npm err"))]
    return (worst or lines or ["no output"])[-1][:200]
