"""What the machine itself must have: Debian packages, installed by apt where that is allowed, else named in one line."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from setup.said import Missing, run, say

_LIBRARIES: Mapping[str, str] = {
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
}
_TEST_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",  # these two: MediaPipe's own detector, which ours is compared with
    "libGLESv2.so.2": "libgles2",
    "libatomic.so.1": "libatomic1",  # playwright's own node is linked to it
}


def ready_to_run() -> None:
    missing = _missing(_LIBRARIES)
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    _install(missing)


def ready_to_test() -> None:
    """The browser tests drive a real chromium, one of them through a real nginx."""
    missing = _missing(_TEST_LIBRARIES)
    if not _chromium_is_there():
        missing += ["chromium", "fonts-liberation"]
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        missing.append("nginx-light")
    if not shutil.which("certutil"):
        missing.append("libnss3-tools")  # puts the site's CA into the browser's store
    _install(missing)
    if not _chromium_is_there():
        raise Missing(
            "no chromium: install Debian's chromium or set LUGAS_CHROMIUM to the path of one (Ubuntu's package is a stub)"
        )


def _chromium_is_there() -> bool:
    named = os.environ.get("LUGAS_CHROMIUM")
    if named and not os.access(named, os.X_OK):
        raise Missing(f"LUGAS_CHROMIUM names no program: {named}")
    return bool(named) or Path("/usr/bin/chromium").exists()


def _missing(libraries: Mapping[str, str]) -> list[str]:
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    if not packages:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    before = _root_words()
    if before is None or shutil.which("apt-get") is None:
        raise Missing(f"system packages are missing; as root: {command}")
    say(f"installing {' '.join(packages)}")
    # RUNLEVEL=1 keeps a freshly installed nginx from being started as the machine's own web server.
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    run([*quiet, "apt-get", "update"], "apt-get update")
    run([*quiet, *command.split()], command)


def _root_words() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None
